/**
 * The door people act through: what Box's web pages and the signers' mailboxes would offer, as JSON calls.
 * Serves only callers that name this server as their host and come from no foreign page, since a page in
 * somebody's browser could reach loopback as well.
 */
import { BoxRefusal, insufficientPermissions, notFound } from './errors.ts';
import { fileFor } from './items.ts';
import { render } from './pdf.ts';
import type { Answer, Request } from './routes/context.ts';
import { cancel, decline, sendPrepared, sign, view } from './sign-acts.ts';
import { type BoxState, type Signer, type StoredSignRequest, type User, userByLogin } from './state.ts';
import { jsonBody } from './validate.ts';
import { prepareUrl } from './wire.ts';

export interface ControlPlace {
  readonly state: BoxState;
  readonly now: number;
  /** Base address of this server. */
  readonly url: string;
}

interface Act extends ControlPlace {
  readonly text: (name: string) => string;
  readonly maybeText: (name: string) => string | null;
}

/** Whether a call names this server as its host and comes from no foreign page. */
export function isFromHere(request: Request, url: string): boolean {
  const { host, port } = new URL(url);
  const { origin } = request.headers;
  const hosts = [host, `localhost:${port}`];
  const isOurs = hosts.includes(request.headers['host'] ?? '');
  return isOurs && (origin === undefined || hosts.some((one) => origin === `http://${one}`));
}

/** Whether an act only looks. */
export function isLooking(path: string): boolean {
  return ['/control/mails', '/control/sign-requests', '/control/download', '/control/page-of'].includes(path);
}

function mustBeOurs(request: Request, url: string): void {
  if (!isFromHere(request, url)) throw new BoxRefusal(403, 'forbidden', 'Not for callers from elsewhere');
  if (request.method !== 'POST') throw new BoxRefusal(405, 'method_not_allowed', 'POST only');
}

function actor(act: Act): User {
  const user = userByLogin(act.state, act.text('person'));
  if (user === undefined) throw new BoxRefusal(403, 'forbidden', `${act.text('person')} has no Box account`);
  return user;
}

function prepared(act: Act): StoredSignRequest {
  const url = act.text('url');
  const request = Object.values(act.state.signRequests).find((one) => prepareUrl(one) === url);
  if (request === undefined) throw notFound();
  if (request.senderId !== actor(act).id) throw insufficientPermissions();
  if (request.status === 'converting') throw new BoxRefusal(409, 'still_converting', 'Still converting');
  if (request.status !== 'created' || !request.preparation) {
    throw new BoxRefusal(409, 'not_in_preparation', `It is ${request.status}`);
  }
  return request;
}

function signing(act: Act): { request: StoredSignRequest; signer: Signer } {
  const parts = /^https:\/\/app\.box\.com\/sign\/document\/([^/]+)\/([^/]+)$/.exec(act.text('link'));
  const request = act.state.signRequests[parts?.[1] ?? ''];
  const signer = request?.signers.find((one) => one.linkToken === parts?.[2]);
  if (request === undefined || signer === undefined) throw notFound();
  if (signer.password !== null && signer.password !== act.maybeText('password')) {
    throw new BoxRefusal(403, 'password_required', 'Wrong or missing password');
  }
  return { request, signer };
}

function pageOf(state: BoxState, request: StoredSignRequest): Record<string, unknown> {
  const files = request.signFileIds.map((id) => ({ id, name: state.files[id]?.name ?? '' }));
  const signers = request.signers.map(({ email, role }) => ({ email, role }));
  return { requestId: request.id, name: request.name, files, signers, message: request.message };
}

const ACTS: Readonly<Record<string, (act: Act) => unknown>> = {
  '/control/prepare/open': (act) => pageOf(act.state, prepared(act)),
  '/control/prepare/send': (act) => {
    sendPrepared(act.state, prepared(act), act.maybeText('message'), act.now);
    return {};
  },
  '/control/mails': (act) => {
    const address = act.text('person').toLowerCase();
    return { mails: act.state.mails.filter((mail) => mail.to === address) };
  },
  '/control/sign/view': (act) => {
    const { request, signer } = signing(act);
    view(request, signer);
    return pageOf(act.state, request);
  },
  '/control/sign/sign': (act) => {
    const { request, signer } = signing(act);
    const typed = act.maybeText('typing');
    const shown = typed ?? `drawn by ${signer.email}`;
    sign(act.state, request, signer, { shown, typed: typed !== null, at: act.now });
    return {};
  },
  '/control/sign/decline': (act) => {
    const { request, signer } = signing(act);
    decline(act.state, request, signer, act.text('reason'), act.now);
    return {};
  },
  '/control/cancel': (act) => {
    const request = act.state.signRequests[act.text('requestId')];
    if (request === undefined) throw notFound();
    if (request.senderId !== actor(act).id) throw insufficientPermissions();
    cancel(act.state, request, act.maybeText('reason'), act.now);
    return {};
  },
  '/control/sign-requests': (act) => ({
    signRequests: Object.values(act.state.signRequests).map((one) => ({
      id: one.id,
      name: one.name,
      status: one.status,
      sender: act.state.users[one.senderId]?.login ?? null,
      externalId: one.given['external_id'] ?? null,
    })),
  }),
};

async function download(act: Act): Promise<Answer> {
  const { file, access } = fileFor(act.state, act.text('fileId'), actor(act));
  const last = file.versions.at(-1);
  if (!access.canDownload || last === undefined) throw insufficientPermissions();
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    bytes: await render(last.content),
  };
}

/** Does what a person does and tells how it went; refusals as `{ error, message }`. */
export async function answerControl(request: Request, place: ControlPlace): Promise<Answer> {
  try {
    mustBeOurs(request, place.url);
    const body = jsonBody(request.body, request.headers['content-type']);
    const maybeText = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
    const text = (name: string) => {
      const value = maybeText(name);
      if (value === null) throw new BoxRefusal(400, 'bad_request', `${name} is missing`);
      return value;
    };
    const act: Act = { ...place, text, maybeText };
    if (request.path === '/control/download') return await download(act);
    const run = Object.hasOwn(ACTS, request.path) ? ACTS[request.path] : undefined;
    if (run === undefined) throw notFound();
    return { status: 200, json: run(act) };
  } catch (error) {
    if (!(error instanceof BoxRefusal)) throw error;
    return { status: error.status, json: { error: error.code, message: error.message } };
  }
}
