/**
 * The control server through which people act: what Box's web pages and the signers' mailboxes would offer, as JSON
 * calls. Serves only callers that name this server as their host and come from no foreign page, since a page in
 * a person's browser could reach loopback as well.
 */
import { isLocalRequestTo } from '../http.ts';
import { type Act, actor, BinaryResult, type ControlHandlers, type ControlPlace } from './acts/act.ts';
import { addressActs } from './acts/addresses.ts';
import { itemHandlers } from './acts/items.ts';
import { mailHandlers } from './acts/mail.ts';
import { preparePageHandlers } from './acts/prepare.ts';
import { signingPageHandlers } from './acts/signing.ts';
import { BoxRefusal, insufficientPermissions, notFound } from './errors.ts';
import { levelOf } from './levels.ts';
import type { Answer, Request } from './routes/context.ts';
import { cancel } from './sign-acts.ts';
import { jsonBody } from './validate.ts';

/** Whether a call names this server as its host and comes from no foreign page. */
export function isTrustedCall(request: Request, url: string): boolean {
  return isLocalRequestTo(request, Number(new URL(url).port));
}

/** The acts that only read. */
const READ_ONLY_ACTS: ReadonlySet<string> = new Set(
  (
    'mails sign-requests download page-of accounts folder file prepare/open mail/boxes mail/list ' +
    'sign/look sign/document'
  ).split(' '),
);

/** Whether the act at this path only reads. */
export function isReadOnly(path: string): boolean {
  return READ_ONLY_ACTS.has(path.slice('/control/'.length));
}

/** Refuses a call: 403 unless it comes from this machine, 405 unless it is a POST. */
function mustBeTrustedPost(request: Request, url: string): void {
  if (!isTrustedCall(request, url)) throw new BoxRefusal(403, 'forbidden', 'Not for callers from elsewhere');
  if (request.method !== 'POST') throw new BoxRefusal(405, 'method_not_allowed', 'POST only');
}

/** All acts of people in Box, by their path. */
const ACTS: ControlHandlers = {
  ...addressActs,
  ...itemHandlers,
  ...mailHandlers,
  ...preparePageHandlers,
  ...signingPageHandlers,
  cancel: (act) => {
    const request = act.state.signRequests[act.text('requestId')];
    if (request === undefined) throw notFound();
    // On Box's pages, editors may cancel too, whatever Box's API allows them.
    const level = levelOf(act.state, request, actor(act));
    if (level !== 'owner' && level !== 'editor') throw insufficientPermissions();
    cancel(act.state, request, act.maybeText('reason'), act.now);
    return {};
  },
  'sign-requests': (act) => ({
    signRequests: Object.values(act.state.signRequests).map((one) => ({
      id: one.id,
      name: one.name,
      status: one.status,
      sender: act.state.users[one.senderId]?.login ?? null,
      externalId: one.given['external_id'] ?? null,
    })),
  }),
};

/** Carries out a person's act and returns its result; refusals as `{ error, message }`. */
export async function answerControl(request: Request, place: ControlPlace): Promise<Answer> {
  try {
    mustBeTrustedPost(request, place.url);
    const body = jsonBody(request.body, request.headers['content-type']);
    const maybeText = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
    const text = (name: string) => {
      const value = maybeText(name);
      if (value === null) throw new BoxRefusal(400, 'bad_request', `${name} is missing`);
      return value;
    };
    const act: Act = { ...place, body, text, maybeText };
    const name = request.path.slice('/control/'.length);
    const run = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (run === undefined) throw notFound();
    const done = await run(act);
    if (!(done instanceof BinaryResult)) return { status: 200, json: done };
    return { status: 200, headers: { 'content-type': done.type }, bytes: done.bytes };
  } catch (error) {
    if (!(error instanceof BoxRefusal)) throw error;
    return { status: error.status, json: { error: error.code, message: wordsOf(error) } };
  }
}

/** The refusal as text: what is wrong with each parameter, or its message when it names none. */
function wordsOf({ message, errors }: BoxRefusal): string {
  return errors.length === 0 ? message : errors.map((one) => `${one.name} ${one.message}`).join('; ');
}
