/** Webhooks v2: created, listed, read, changed and deleted, each only by the app and user that own it. */
import { isLoopback } from '../deliveries.ts';
import { BoxRefusal, invalidParameter, notFound } from '../errors.ts';
import { fileFor, folderFor } from '../items.ts';
import type { Webhook } from '../notices.ts';
import { SIGN_TRIGGERS } from '../request-events.ts';
import { nextId } from '../state.ts';
import {
  type Check,
  checkQuery,
  isRecord,
  jsonBody,
  numberIn,
  oneOf,
  problemsOf,
  refuseIfAny,
  text,
} from '../validate.ts';
import { type Json, userMini } from '../wire.ts';
import { type Answer, mustHaveScope, type UserCall } from './context.ts';

const MAX_FOR_A_USER = 1000;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Triggers besides those of Box Sign that a client may try; the others are not known here. */
const OTHER_TRIGGERS: ReadonlySet<string> = new Set([
  ...[
    'UPLOADED',
    'PREVIEWED',
    'DOWNLOADED',
    'TRASHED',
    'DELETED',
    'RESTORED',
    'COPIED',
    'MOVED',
    'LOCKED',
  ].map((what) => `FILE.${what}`),
  ...['UNLOCKED', 'RENAMED'].map((what) => `FILE.${what}`),
  ...['CREATED', 'RENAMED', 'DOWNLOADED', 'RESTORED', 'DELETED', 'COPIED', 'MOVED', 'TRASHED'].map(
    (what) => `FOLDER.${what}`,
  ),
  ...['COMMENT', 'METADATA_INSTANCE', 'SHARED_LINK'].flatMap((what) =>
    ['CREATED', 'UPDATED', 'DELETED'].map((how) => `${what}.${how}`),
  ),
  ...['CREATED', 'ACCEPTED', 'REJECTED', 'REMOVED', 'UPDATED'].map((how) => `COLLABORATION.${how}`),
  ...['TASK_ASSIGNMENT.CREATED', 'TASK_ASSIGNMENT.UPDATED', 'WEBHOOK.DELETED'],
]);

const triggers: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0) return 'must be a list of triggers';
  const unknown = value.filter((one) => !SIGN_TRIGGERS.has(one) && !OTHER_TRIGGERS.has(one));
  return unknown.length === 0 ? null : `has triggers that do not exist: ${unknown.join(', ')}`;
};

/** Checks an address: public and HTTPS on port 443, as Box requires; this Box also accepts servers on this machine. */
const address: Check = (value) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return 'must be a web address';
  const { protocol, hostname, port, username } = new URL(value);
  if (isLoopback(hostname) && /^https?:$/.test(protocol)) return null;
  const isPublic = protocol === 'https:' && port === '' && hostname.includes('.') && username === '';
  if (!isPublic || /^[\d.]+$/.test(hostname)) return 'must be public and HTTPS on port 443';
  return hostname === 'box.com' || hostname.endsWith('.box.com') ? 'must not be at box.com' : null;
};

const target: Check = (value) => {
  const problems = problemsOf(value, { id: text, type: oneOf('file', 'folder') }, ['id', 'type'], '');
  return problems[0] === undefined ? null : `${problems[0].name} ${problems[0].message}`;
};

const CHECKS = { target, address, triggers };

function bodyOf(call: UserCall, required: readonly string[]): Record<string, unknown> {
  mustHaveScope(call, 'manage_webhook');
  checkQuery(call.request.query, []);
  const body = jsonBody(call.request.body, call.request.headers['content-type']);
  refuseIfAny(problemsOf(body, CHECKS, required, ''));
  return body;
}

/** The item that a webhook is created for. The user must see it; the root folder takes no webhooks. */
function targetOf({ state, user }: UserCall, given: unknown): Webhook['target'] {
  const id = isRecord(given) ? String(given['id']) : '';
  const type = isRecord(given) && given['type'] === 'file' ? ('file' as const) : ('folder' as const);
  if (type === 'folder' && id === '0') throw invalidParameter('target', 'must not be the root folder');
  if (type === 'file') fileFor(state, id, user);
  else folderFor(state, id, user);
  return { type, id };
}

function ownWebhooks({ state, user, token }: UserCall): Webhook[] {
  return Object.values(state.webhooks).filter(
    (one) => one.userId === user.id && one.clientId === (token.clientId ?? ''),
  );
}

function ownWebhook(call: UserCall): Webhook {
  mustHaveScope(call, 'manage_webhook');
  const found = ownWebhooks(call).find(({ id }) => id === call.id);
  if (found === undefined) throw notFound();
  return found;
}

/** Refuses a second webhook of the same app and user for an item. */
function refuseSecond(call: UserCall, wanted: Webhook['target'], own?: Webhook): void {
  const other = ownWebhooks(call).find(
    (one) => one !== own && one.target.type === wanted.type && one.target.id === wanted.id,
  );
  if (other === undefined) return;
  const message = `Webhook:${other.id} already exists on the specified target.`;
  const errors = [{ reason: 'invalid_parameter', name: 'existing_webhook_id', message }];
  throw new BoxRefusal(409, 'conflict', 'Bad Request', { errors });
}

function webhookJson({ state }: UserCall, webhook: Webhook): Json {
  const { id, target, address, triggers, createdAt, userId } = webhook;
  const created_at = new Date(createdAt).toISOString();
  const created_by = userMini(state.users[userId]);
  return { id, type: 'webhook', target, created_by, created_at, address, triggers };
}

export function postWebhook(call: UserCall): Answer {
  const body = bodyOf(call, ['target', 'address', 'triggers']);
  const wanted = targetOf(call, body['target']);
  refuseSecond(call, wanted);
  if (ownWebhooks(call).length >= MAX_FOR_A_USER)
    throw invalidParameter('target', `a user has at most ${MAX_FOR_A_USER} webhooks in an app`);
  const webhook: Webhook = {
    id: nextId(call.state, '17'),
    clientId: call.token.clientId ?? '',
    userId: call.user.id,
    createdAt: call.now,
    target: wanted,
    address: String(body['address']),
    triggers: body['triggers'] as string[],
    isDead: false,
  };
  call.state.webhooks[webhook.id] = webhook;
  return { status: 201, json: webhookJson(call, webhook) };
}

export function getWebhooks(call: UserCall): Answer {
  mustHaveScope(call, 'manage_webhook');
  const { query } = call.request;
  checkQuery(query, ['marker', 'limit']);
  const limit = numberIn(query, 'limit', { least: 1, most: MAX_LIMIT, absent: DEFAULT_LIMIT });
  const rest = ownWebhooks(call)
    .filter(({ id }) => id > (query.get('marker') ?? ''))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = rest.slice(0, limit);
  const marker = rest.length > page.length ? (page.at(-1)?.id ?? null) : null;
  const entries = page.map(({ id, target }) => ({ id, type: 'webhook', target }));
  return { status: 200, json: { limit, next_marker: marker, entries } };
}

export function getWebhook(call: UserCall): Answer {
  checkQuery(call.request.query, []);
  return { status: 200, json: webhookJson(call, ownWebhook(call)) };
}

export function putWebhook(call: UserCall): Answer {
  const body = bodyOf(call, []);
  const webhook = ownWebhook(call);
  if (body['target'] !== undefined) {
    const wanted = targetOf(call, body['target']);
    refuseSecond(call, wanted, webhook);
    webhook.target = wanted;
  }
  if (typeof body['address'] === 'string') webhook.address = body['address'];
  if (Array.isArray(body['triggers'])) webhook.triggers = body['triggers'] as string[];
  return { status: 200, json: webhookJson(call, webhook) };
}

export function deleteWebhook(call: UserCall): Answer {
  checkQuery(call.request.query, []);
  delete call.state.webhooks[ownWebhook(call).id];
  return { status: 204 };
}
