/** Turns a fuzz case into what is sent: a mutated, signed body of Slack or Box, a browser's request, or raw bytes. */
import { createHmac } from 'node:crypto';
import { callbacks } from '../../src/views/actions.ts';
import type { FuzzCase } from './fuzz-cases.ts';
import { type Corpus, type FuzzPlace, issuedTo, type JsonFields, type Sample } from './fuzz-corpus.ts';
import { type Json, mutated, writtenOut } from './fuzz-mutations.ts';
import type { FuzzRequest } from './fuzz-send.ts';
import { formType } from './hostile.ts';

/** The kinds of Slack's payloads; kinds with more handlers are listed more often. */
const kinds = [
  ...[
    'block_actions',
    'block_actions',
    'block_actions',
    'block_actions',
    'view_submission',
    'view_submission',
  ],
  ...['view_submission', 'command', 'command', 'event', 'view_closed', 'block_suggestion', 'shortcut'],
  'message_action',
];
/** A person whom a payload names as the one who acts. */
export interface Actor {
  readonly userId: string;
  readonly teamId: string;
  readonly homeTeamId: string;
}

/** What requests are made from: the corpus, the people who may send, and the keys. */
export interface RequestSources {
  readonly corpus: Corpus;
  readonly senders: readonly Actor[];
  /** Nothing is sent as this person, even after a mutation that exchanged ids; null: no such exception. */
  readonly spared: Actor | null;
  readonly webhookKey: string;
  readonly place: FuzzPlace;
}

/** The kind of a case, and the request or the bytes that it sends. */
export function requestOf(
  ground: RequestSources,
  one: FuzzCase,
): { kind: string; sent: FuzzRequest | Buffer } {
  if (one.to === 'bytes') {
    const head = [`${one.method} ${one.path} HTTP/1.1`, 'Host: x', 'Connection: close', ...one.lines];
    return { kind: 'bytes', sent: Buffer.from(`${head.join('\r\n')}\r\n\r\n${one.body}`, 'latin1') };
  }
  if (one.to === 'browser') {
    const form = one.method === 'POST' ? new URLSearchParams(one.form).toString() : '';
    const query = one.query.length === 0 ? '' : `?${new URLSearchParams(one.query)}`;
    const all = { ...(form === '' ? {} : { 'content-type': formType }), ...one.headers };
    return {
      kind: 'browser',
      sent: { method: one.method, path: one.path + query, headers: all, body: form },
    };
  }
  return one.to === 'box' ? boxRequest(ground, one) : slackRequest(ground, one);
}

function boxRequest({ corpus, webhookKey, place }: RequestSources, one: Extract<FuzzCase, { to: 'box' }>) {
  const { notifications, ids } = corpus;
  const body = writtenOut(mutated(pick(notifications, one.sample), one.mutations, ids));
  const at = new Date(place.now() - (one.signature === 'old' ? 3_600_000 : 0)).toISOString();
  const key = one.signature === 'wrong' ? 'no' : webhookKey;
  const hash = createHmac('sha256', key).update(body).update(at).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'box-delivery-timestamp': at,
    'box-signature-version': '1',
    'box-signature-algorithm': 'HmacSHA256',
    ...(one.signature === 'none'
      ? {}
      : { 'box-signature-primary': one.signature === 'malformed' ? '=' : hash }),
    ...one.headers,
  };
  const kind = one.signature === 'right' ? 'notification' : 'notification, badly signed';
  return { kind, sent: { method: 'POST', path: '/box/webhooks', headers, body } };
}

function slackRequest(ground: RequestSources, one: Extract<FuzzCase, { to: 'slack' }>) {
  const kind = pick(kinds, one.kind);
  const sample = pick(
    ground.corpus.samples.filter(
      (each) => each.kind === kind && !(ground.spared === null && disconnects(each)),
    ),
    one.sample,
  );
  const actor = pick(ground.senders, one.sender);
  const issued = Object.entries((one.isFresh && issuedTo(ground.place, actor)) || {});
  const own = actedBy(
    sample,
    {
      ...sample.body,
      ...Object.fromEntries(issued.filter(([name]) => name in sample.body)),
      ...(one.text ? { text: one.text.join(' ') } : {}),
    },
    actor,
  );
  let fields = mutated(own, one.mutations, ground.corpus.ids);
  if (ground.spared && isActedBy(fields, ground.spared))
    fields = actedBy(sample, fields as JsonFields, actor);
  const body = bodyOf(sample, fields);
  const at = Math.floor(ground.place.now() / 1000) - (one.signature === 'old' ? 3_600 : 0);
  const secret = one.signature === 'wrong' ? 'no' : ground.place.slack.signingSecret;
  const hash = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': sample.form === 'json' ? 'application/json' : formType,
    'x-slack-request-timestamp': String(at),
    ...(one.signature === 'none'
      ? {}
      : { 'x-slack-signature': one.signature === 'malformed' ? 'v0=' : `v0=${hash}` }),
    ...one.headers,
  };
  const said = one.signature === 'right' ? kind : 'of Slack, badly signed';
  return { kind: said, sent: { method: 'POST', path: '/slack/events', headers, body } };
}

/**
 * Whether a sample confirms a disconnect: its sender would be disconnected, and could send nothing
 * afterwards.
 */
function disconnects({ kind, body: { view } }: Sample): boolean {
  return kind === 'view_submission' && Object(view)['callback_id'] === callbacks.disconnect;
}

/** The same body with this person as its sender. */
function actedBy({ form }: Pick<Sample, 'form'>, body: JsonFields, actor: Actor): JsonFields {
  const { userId, teamId, homeTeamId } = actor;
  if (form === 'fields') return { ...body, user_id: userId, team_id: teamId };
  if (form === 'payload') {
    return { ...body, team: { id: teamId, domain: 'x' }, user: { id: userId, team_id: homeTeamId } };
  }
  const { event } = body;
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  return { ...body, team_id: teamId, ...(isObject ? { event: { ...event, user: userId } } : {}) };
}

function isActedBy(fields: Json, { userId, teamId }: Actor): boolean {
  const { user_id, user, event, team_id, team } = fields as Record<string, Record<string, Json> | string>;
  const named = [user_id, user, Object(user)['id'], Object(event)['user']];
  return named.includes(userId) && [team_id, team, Object(team)['id']].includes(teamId);
}

/** The body of a request with these fields, in the form in which Slack sends it. */
export function bodyOf({ form }: Pick<Sample, 'form'>, fields: Json): string {
  if (form === 'json') return writtenOut(fields);
  if (form === 'payload') return new URLSearchParams({ payload: writtenOut(fields) }).toString();
  const entries = Object.entries(fields as JsonFields);
  return new URLSearchParams(
    entries.map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : writtenOut(value),
    ]),
  ).toString();
}

function pick<One>(of: readonly One[], at: number): One {
  const one = of[at % of.length];
  if (one === undefined) throw new Error('nothing was recorded');
  return one;
}
