/** The cases of the fuzzing: data that chance decides, and the request that each becomes. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { callbacks } from '../../src/views/actions.ts';
import { type Corpus, type FuzzPlace, issuedTo, type JsonFields, type Sample } from './fuzz-corpus.ts';
import { type Json, mutated, mutations, writtenOut } from './fuzz-mutations.ts';
import type { FuzzRequest } from './fuzz-send.ts';
import { formType } from './hostile.ts';
import { allRoutes } from './routes.ts';

const signatures = ['right', 'none', 'wrong', 'old', 'malformed'] as const;
const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
  { 'x-slack-retry-num': '1e99', 'x-slack-retry-reason': '\u00ff' },
  { 'x-long': 'x'.repeat(12_000) },
  { 'content-encoding': 'gzip' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data; boundary=' },
  { 'content-type': `${formType}; charset=utf-16` },
  { 'content-type': 'application/json; charset=utf-8' },
  { cookie: `box_connect=${'a'.repeat(43)}; slack_install=%00; box_connect=` },
  { cookie: '=; ;;; =x; __proto__=1' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { expect: '100-continue' },
  { 'accept-language': 'de-CH, *;q=0.x', 'user-agent': '\u0080\u00ff' },
];
const words = [
  ...[
    '',
    '0',
    'x'.repeat(43),
    '\0',
    '\ud800',
    '%',
    '../',
    "'--",
    '[object Object]',
    '1.2.3',
    'é'.repeat(500),
  ],
  ...['x'.repeat(6_000), 'access_denied', '<script>', '__proto__', '\r\nset-cookie: a=b'],
];
const typed = [
  ...[
    'list',
    'status',
    'resend',
    'cancel',
    'templates',
    'connect',
    'disconnect',
    'settings',
    'workspace',
    'help',
  ],
  ...[
    '<@U1|bo>',
    '<!subteam^S1|@legal>',
    '<mailto:dee@client.com|dee@client.com>',
    'dee@client.com',
    '123456789',
  ],
  ...[
    '<https://app.box.com/file/1|x>',
    '<https://app.box.com/sign/document/9f2c/zebrafinch>',
    '"',
    '“',
    '(',
    '*',
  ],
  ...['\0', '\ud800', '\u202e', '\u200b', '👩‍👩‍👧', 'a@b', 'x'.repeat(39_000), '<', '<@', '|>', '&amp;lt;'],
];

const signed = fc.constantFrom(...signatures);
const headers = fc.option(fc.constantFrom(...oddHeaders), { freq: 12, nil: {} });
const nameAndWord = fc.tuple(
  fc.constantFrom('state', 'code', 'error', 'error_description', 'iss', 'ssl_check', 'a', '__proto__'),
  fc.constantFrom(...words),
);
const pairs = fc.array(nameAndWord, { maxLength: 4 });
const method = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'GET', 'POST');
const paths = [
  ...allRoutes().keys(),
  '/',
  '/%00',
  '//',
  '/healthz/',
  '/slack/events/..',
  '/metrics',
  '/.env',
];
const path = fc.constantFrom(...paths);

/** The kinds of Slack's payloads, the ones with the most handlers more often. */
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
const slackCase = fc.record({
  to: fc.constant('slack' as const),
  kind: fc.nat(),
  sample: fc.nat(),
  sender: fc.nat(),
  /** With a trigger and a response URL that can be used; else with those that were recorded. */
  isFresh: fc.nat(3).map((number) => number > 0),
  mutations,
  text: fc.option(fc.array(fc.constantFrom(...typed), { maxLength: 4 }), { freq: 2 }),
  signature: fc.oneof(
    { weight: 9, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: signed },
  ),
  headers,
});
const boxCase = fc.record({
  to: fc.constant('box' as const),
  sample: fc.nat(),
  mutations,
  signature: fc.oneof(
    { weight: 4, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: signed },
  ),
  headers,
});
const browserCase = fc.record({
  to: fc.constant('browser' as const),
  method,
  path,
  query: pairs,
  form: pairs,
  headers,
});
const bytesCase = fc.record({
  to: fc.constant('bytes' as const),
  method: fc.oneof(method, fc.constantFrom('get', 'TRACE', 'CONNECT', 'BREW', '')),
  path: fc.oneof(
    path,
    fc.constantFrom('*', 'http://[', '/?%ff', `/${'x'.repeat(9_000)}`, 'healthz', '/\u00ff'),
  ),
  lines: fc.array(
    fc.constantFrom(
      ...['Content-Length: -1', 'Content-Length: 5', 'Content-Length: 1e3', 'Transfer-Encoding: chunked'],
      ...[
        'Transfer-Encoding: gzip',
        'Content-Type: \u00ff',
        'Host:',
        'Host: a b',
        ': x',
        'no colon',
        ' folded: x',
      ],
      ...[
        'Upgrade: websocket',
        'Cookie: \u0000',
        `X-Slack-Signature: ${'v0='.repeat(999)}`,
        'Expect: 200-ok',
      ],
      ...[
        'X-Slack-Request-Timestamp: 0',
        'X-Slack-Request-Timestamp: 99999999999999999999',
        `X: ${'y'.repeat(20_000)}`,
      ],
    ),
    { maxLength: 5 },
  ),
  body: fc.constantFrom('', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', '\0'.repeat(100), 'payload=%7B'),
});

export const aCase = fc.oneof(
  { weight: 70, arbitrary: slackCase },
  { weight: 10, arbitrary: boxCase },
  { weight: 12, arbitrary: browserCase },
  { weight: 8, arbitrary: bytesCase },
);
export type FuzzCase = typeof aCase extends fc.Arbitrary<infer Case> ? Case : never;

/** A person whom Slack names as the one who acts. */
export interface Actor {
  readonly userId: string;
  readonly teamId: string;
  readonly homeTeamId: string;
}

/** What requests are made with. */
export interface Ground {
  readonly corpus: Corpus;
  readonly senders: readonly Actor[];
  /** Whoever the payloads must not be sent by, after a mutation that exchanged ids. */
  readonly spared: Actor | null;
  readonly webhookKey: string;
  readonly place: FuzzPlace;
}

/** The kind of a case, and what is sent: a request, or bytes. */
export function requestOf(ground: Ground, one: FuzzCase): { kind: string; sent: FuzzRequest | Buffer } {
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

function boxRequest({ corpus, webhookKey, place }: Ground, one: Extract<FuzzCase, { to: 'box' }>) {
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

function slackRequest(ground: Ground, one: Extract<FuzzCase, { to: 'slack' }>) {
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

/** A person who may send would really disconnect, and could send nothing afterwards. */
function disconnects({ kind, body: { view } }: Sample): boolean {
  return kind === 'view_submission' && Object(view)['callback_id'] === callbacks.disconnect;
}

/** The same body, sent by this person. */
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

function bodyOf({ form }: Sample, fields: Json): string {
  if (form === 'json') return writtenOut(fields);
  if (form === 'payload') return new URLSearchParams({ payload: writtenOut(fields) }).toString();
  const entries = Object.entries(fields as JsonFields);
  return new URLSearchParams(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : writtenOut(value)]),
  ).toString();
}

function pick<One>(of: readonly One[], at: number): One {
  const one = of[at % of.length];
  if (one === undefined) throw new Error('nothing was recorded');
  return one;
}
