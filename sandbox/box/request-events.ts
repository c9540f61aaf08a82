/**
 * How Box reports what happened to a sign request: by an entry in the enterprise's event stream and by notifications
 * to the webhooks on its files and folders. Records both; sends nothing.
 */
import { randomUUID } from 'node:crypto';
import { canSeeFile, fileExists, isInside } from './items.ts';
import type { Webhook } from './notices.ts';
import { hasSession, isRevoked } from './oauth.ts';
import { type BoxState, type Signer, type StoredSignRequest, userByLogin } from './state.ts';
import { folderMini, type Json, userMini } from './wire.ts';

/** How long (ms) events stay in the stream. */
const STREAM_MS = 14 * 24 * 60 * 60 * 1000;

/** The names of an event: in the stream, and as a trigger of webhooks. */
interface Kind {
  /** Types of the event in the event stream: the one of Sign, and the one of the file. */
  readonly events: readonly string[];
  /** The names of one trigger, for which the guides and the published definition may differ; empty: no trigger. */
  readonly triggers: readonly string[];
}

/** The kinds of events, in the order of a request's life. */
const KINDS = {
  created: { events: ['COPY', 'SIGN_DOCUMENT_CREATED'], triggers: [] },
  converted: { events: ['UPLOAD', 'SIGN_DOCUMENT_CONVERTED'], triggers: [] },
  sent: {
    events: [],
    triggers: ['SIGN_REQUEST.SIGNATURE_REQUESTED', 'SIGN_REQUEST.SIGN_DOCUMENT_CREATED'],
  },
  assigned: { events: ['SIGN_DOCUMENT_ASSIGNED'], triggers: [] },
  viewed: { events: ['PREVIEW', 'SIGN_DOCUMENT_VIEWED_BY_SIGNER'], triggers: [] },
  downloaded: { events: ['SIGNER_DOWNLOADED'], triggers: [] },
  forwarded: { events: ['SIGNER_FORWARDED'], triggers: [] },
  bounced: { events: [], triggers: ['SIGN_REQUEST.SIGNER_EMAIL_BOUNCED'] },
  signed: {
    events: ['EDIT', 'SIGN_DOCUMENT_SIGNED'],
    triggers: ['SIGN_REQUEST.SIGNER_SIGNED', 'SIGN_REQUEST.SIGN_SIGNER_SIGNED'],
  },
  completed: { events: ['UPLOAD', 'SIGN_DOCUMENT_COMPLETED'], triggers: ['SIGN_REQUEST.COMPLETED'] },
  declined: { events: ['SIGN_DOCUMENT_DECLINED'], triggers: ['SIGN_REQUEST.DECLINED'] },
  cancelled: { events: ['SIGN_DOCUMENT_CANCELLED'], triggers: [] },
  expired: { events: ['SIGN_DOCUMENT_EXPIRED'], triggers: ['SIGN_REQUEST.EXPIRED'] },
  'not-finalized': {
    events: [],
    triggers: ['SIGN_REQUEST.ERROR_FINALIZING', 'SIGN_REQUEST.SIGN_ERROR_FINALIZING'],
  },
} satisfies Record<string, Kind>;

/** An event in the life of a sign request. */
export type RequestEvent = keyof typeof KINDS;

/** The triggers of Box Sign, under both names. */
export const SIGN_TRIGGERS: ReadonlySet<string> = new Set(
  Object.values(KINDS).flatMap(({ triggers }): readonly string[] => triggers),
);

/**
 * Adds the events to the enterprise's stream and queues a delivery for each webhook that watches the request.
 * `signer`: the one who acted or is affected; absent: no signer is.
 */
export function recordEvent(
  state: BoxState,
  request: StoredSignRequest,
  what: RequestEvent,
  at: number,
  signer?: Signer,
): void {
  const kind: Kind = KINDS[what];
  for (const type of kind.events) addEvent(state, request, type, at, signer);
  for (const webhook of Object.values(state.webhooks)) {
    const trigger = kind.triggers.find((one) => webhook.triggers.includes(one));
    if (trigger !== undefined && !webhook.isDead && watches(state, webhook, request)) {
      addDelivery(state, webhook, at, notification(state, webhook, request, trigger, at));
    }
  }
}

function addEvent(
  state: BoxState,
  request: StoredSignRequest,
  type: string,
  at: number,
  signer: Signer | undefined,
): void {
  const sender = state.users[request.senderId];
  const isOfSign = type.startsWith('SIGN');
  const details = {
    sign_request_id: request.id,
    status: request.status,
    ...(signer === undefined ? {} : { signer: { email: signer.email } }),
  };
  state.events.push({
    at,
    ...(sender?.enterprise === undefined ? {} : { enterprise: sender.enterprise }),
    json: {
      type: 'event',
      event_id: randomUUID(),
      event_type: type,
      created_at: new Date(at).toISOString(),
      created_by: actorOf(state, request, signer),
      source: sourceOf(state, request),
      additional_details: isOfSign ? { sign_request: details } : {},
    },
  });
}

/** The user who causes an event. Signers need no account: one Box user stands for everyone without one. */
function actorOf(state: BoxState, request: StoredSignRequest, signer: Signer | undefined): Json {
  if (signer === undefined) return userMini(state.users[request.senderId]);
  const user = userByLogin(state, signer.email);
  return user === undefined ? { type: 'user', id: '2', name: 'Unknown User' } : userMini(user);
}

function sourceOf(state: BoxState, request: StoredSignRequest): Json {
  return {
    item_type: 'file',
    item_id: request.signFileIds[0] ?? '0',
    item_name: request.name,
    parent: folderMini(state, request.folderId),
    owned_by: userMini(state.users[request.senderId]),
  };
}

/**
 * Whether the webhook reports on the request: its target is one of the request's files or a folder above one, and the
 * webhook's user can see that file.
 */
function watches(state: BoxState, webhook: Webhook, request: StoredSignRequest): boolean {
  const user = state.users[webhook.userId];
  return request.signFileIds.some((id) => {
    const file = state.files[id];
    if (file === undefined || user === undefined || !fileExists(state, id)) return false;
    const { type, id: target } = webhook.target;
    const isBelow = type === 'file' ? target === id : isInside(state, file.folderId, target);
    return isBelow && canSeeFile(state, id, user);
  });
}

function notification(
  state: BoxState,
  webhook: Webhook,
  request: StoredSignRequest,
  trigger: string,
  at: number,
): Json {
  // Once the session of the app and user has ended, Box reports nothing more than that.
  if (!hasSession(state, webhook.clientId, webhook.userId, at))
    return bodyOf(webhook, 'NO_ACTIVE_SESSION', at, {});
  const file = state.files[request.signFileIds[0] ?? ''];
  return bodyOf(webhook, trigger, at, {
    created_by: userMini(state.users[request.senderId]),
    source: {
      type: 'file',
      id: file?.id ?? '0',
      name: file?.name ?? '',
      parent: folderMini(state, request.folderId),
      owned_by: userMini(state.users[request.senderId]),
    },
    additional_info: {
      sign_request_id: request.id,
      signer_emails: request.signers.map(({ email }) => email),
      external_id: request.given['external_id'] ?? null,
    },
  });
}

function bodyOf(webhook: Webhook, trigger: string, at: number, more: Json): Json {
  return {
    type: 'webhook_event',
    id: randomUUID(),
    created_at: new Date(at).toISOString(),
    trigger,
    webhook: { id: webhook.id, type: 'webhook' },
    created_by: null,
    source: null,
    // Box sends an empty array, not an object, when there is no additional information.
    additional_info: [],
    ...more,
  };
}

function addDelivery(state: BoxState, webhook: Webhook, at: number, body: Json): void {
  state.deliveries.push({
    webhookId: webhook.id,
    address: webhook.address,
    body: JSON.stringify(body),
    failures: 0,
    nextAt: at,
    isHeld: false,
  });
}

/** Deletes a webhook, as Box sometimes does by itself, and notifies its address of that. */
export function cleanUpWebhook(state: BoxState, webhook: Webhook, at: number): void {
  delete state.webhooks[webhook.id];
  const source = { id: webhook.id, type: 'webhook' };
  const more = { source, additional_info: { reason: 'auto_cleanup' } };
  addDelivery(state, webhook, at, bodyOf(webhook, 'WEBHOOK.DELETED', at, more));
}

/** Deletes each webhook whose app has lost its access to the user because tokens were revoked. */
export function cleanUpRevokedWebhooks(state: BoxState, at: number): void {
  for (const webhook of Object.values(state.webhooks)) {
    if (isRevoked(state, webhook.clientId, webhook.userId, at)) cleanUpWebhook(state, webhook, at);
  }
}

/** Deletes events older than two weeks from the stream. */
export function forgetOldEvents(state: BoxState, now: number): void {
  const old = state.events.findIndex(({ at }) => at > now - STREAM_MS);
  const count = old < 0 ? state.events.length : old;
  state.events.splice(0, count);
  state.eventsForgotten += count;
}
