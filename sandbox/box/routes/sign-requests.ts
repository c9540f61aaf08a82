/** The five calls on sign requests, and who may make them. Their rules are in `sign-create.ts` and `sign-acts.ts`. */
import { createHash } from 'node:crypto';
import { BoxRefusal, insufficientPermissions, invalidParameter, notFound } from '../errors.ts';
import { type Level, levelOf } from '../levels.ts';
import { cancel, resend } from '../sign-acts.ts';
import { createSignRequest, mustHaveSign } from '../sign-create.ts';
import { signRequestJson } from '../sign-request-wire.ts';
import type { StoredSignRequest } from '../state.ts';
import { checkQuery, jsonBody, numberIn, problemsOf, refuseIfAny, text } from '../validate.ts';
import { type Answer, insufficientScope, linkHeader, type UserCall } from './context.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

function mustHaveSignScope(call: UserCall): void {
  if (!call.token.signScope) throw insufficientScope();
}

/** The request that the call names, and the user's level; 404 when the user cannot see it. */
function visibleRequest(call: UserCall): { request: StoredSignRequest; level: Level } {
  const request = Object.hasOwn(call.state.signRequests, call.id)
    ? call.state.signRequests[call.id]
    : undefined;
  const level = request === undefined ? null : levelOf(call.state, request, call.user);
  if (request === undefined || level === null) throw notFound();
  return { request, level };
}

/**
 * The request that the call names; 404 when the user cannot see it, 403 unless they are its sender or, where
 * collaborators may act, have one of these levels.
 */
function requestToActOn(call: UserCall, collaboratorLevels: readonly Level[]): StoredSignRequest {
  const { request, level } = visibleRequest(call);
  const isCollaborator = call.state.collaboratorsAct === true && collaboratorLevels.includes(level);
  if (level !== 'owner' && !isCollaborator) throw insufficientPermissions();
  return request;
}

export function postSignRequest(call: UserCall): Answer {
  mustHaveSignScope(call);
  checkQuery(call.request.query, []);
  const body = jsonBody(call.request.body, call.request.headers['content-type']);
  const request = createSignRequest(call.state, call.user, body, call.now, linkHeader(call.request.headers));
  return { status: 201, json: signRequestJson(call.state, request, 'owner') };
}

export function getSignRequest(call: UserCall): Answer {
  mustHaveSignScope(call);
  checkQuery(call.request.query, []);
  const { request, level } = visibleRequest(call);
  return { status: 200, json: signRequestJson(call.state, request, level) };
}

export function postResend(call: UserCall): Answer {
  mustHaveSignScope(call);
  checkQuery(call.request.query, []);
  if (call.request.body.length > 0) throw invalidParameter('body', 'this call takes none');
  resend(call.state, requestToActOn(call, ['editor', 'viewer']), call.now);
  return { status: 202 };
}

export function postCancel(call: UserCall): Answer {
  mustHaveSignScope(call);
  checkQuery(call.request.query, []);
  const { body, headers } = call.request;
  const given = body.length === 0 ? {} : jsonBody(body, headers['content-type']);
  refuseIfAny(problemsOf(given, { reason: text }, [], ''));
  const request = requestToActOn(call, ['editor']);
  if (request.status === 'converting' && !call.state.cancelsWhileConverting) {
    throw new BoxRefusal(400, 'bad_request', 'A request that is converting cannot be cancelled');
  }
  cancel(call.state, request, typeof given['reason'] === 'string' ? given['reason'] : null, call.now);
  return { status: 200, json: signRequestJson(call.state, request, visibleRequest(call).level) };
}

interface ListQuery {
  readonly limit: number;
  readonly shared: boolean;
  readonly senders: readonly string[];
  readonly after: string;
}

function listQuery(query: URLSearchParams): ListQuery {
  checkQuery(query, ['marker', 'limit', 'shared_requests', 'senders']);
  const limit = numberIn(query, 'limit', { least: 1, most: MAX_LIMIT, absent: DEFAULT_LIMIT });
  const shared = query.get('shared_requests') ?? 'false';
  if (!['true', 'false'].includes(shared)) throw invalidParameter('shared_requests', 'must be true or false');
  const senders = (query.get('senders') ?? '').split(',').filter((one) => one !== '');
  if (senders.length > 0 && shared !== 'true')
    throw invalidParameter('senders', 'needs shared_requests=true');
  const marker = query.get('marker');
  const after = marker === null ? '' : Buffer.from(marker, 'base64url').toString('latin1');
  if (marker !== null && !/^[0-9a-f]{40}$/.test(after))
    throw invalidParameter('marker', 'is not one of ours');
  return { limit, shared: shared === 'true', senders, after };
}

/** Box documents no order, so lists are sorted by this hash, which looks random and is stable. */
function sortKey(request: StoredSignRequest): string {
  return createHash('sha1').update(request.id).digest('hex');
}

export function getSignRequests(call: UserCall): Answer {
  mustHaveSignScope(call);
  const { state, user, settings, now } = call;
  mustHaveSign(user);
  const wanted = listQuery(call.request.query);
  const rest = Object.values(state.signRequests)
    .filter((one) => now >= one.createdAt + settings.listLagMs)
    .map((one) => ({ one, at: sortKey(one), level: levelOf(state, one, user) }))
    .filter(({ level }) => level !== null && (level !== 'owner') === wanted.shared)
    .filter(
      ({ one }) =>
        wanted.senders.length === 0 || wanted.senders.includes(state.users[one.senderId]?.login ?? ''),
    )
    .filter(({ at }) => at > wanted.after)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const page = rest.slice(0, wanted.limit);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  const entries = page.map(({ one, level }) => signRequestJson(state, one, level ?? 'viewer'));
  const marker = last === undefined ? null : Buffer.from(last.at, 'latin1').toString('base64url');
  return { status: 200, json: { limit: wanted.limit, next_marker: marker, entries } };
}
