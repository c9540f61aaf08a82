/** Draws the cases of the fuzz test at random, as data; `fuzz-requests.ts` turns each into a request. */
import fc from 'fast-check';
import { mutations } from './fuzz-mutations.ts';
import { formType } from './hostile.ts';

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
const commandTexts = [
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

const anySignature = fc.constantFrom(...signatures);
const headers = fc.option(fc.constantFrom(...oddHeaders), { freq: 12, nil: {} });
const nameAndWord = fc.tuple(
  fc.constantFrom('state', 'code', 'error', 'error_description', 'iss', 'ssl_check', 'a', '__proto__'),
  fc.constantFrom(...words),
);
const pairs = fc.array(nameAndWord, { maxLength: 4 });
const method = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'GET', 'POST');
/** Paths that are none of the routes. */
const otherPaths = ['/', '/%00', '//', '/healthz/', '/slack/events/..', '/metrics', '/.env'];

const slackCase = fc.record({
  to: fc.constant('slack' as const),
  kind: fc.nat(),
  sample: fc.nat(),
  sender: fc.nat(),
  /** Whether the payload gets a new trigger and response URL; if not, it keeps the recorded ones. */
  isFresh: fc.nat(3).map((number) => number > 0),
  mutations,
  text: fc.option(fc.array(fc.constantFrom(...commandTexts), { maxLength: 4 }), { freq: 2 }),
  signature: fc.oneof(
    { weight: 9, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: anySignature },
  ),
  headers,
});
const boxCase = fc.record({
  to: fc.constant('box' as const),
  sample: fc.nat(),
  mutations,
  signature: fc.oneof(
    { weight: 4, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: anySignature },
  ),
  headers,
});
/** Draws any case. @param routes the paths of the server's routes */
export function casesAt(routes: readonly string[]) {
  const path = fc.constantFrom(...routes, ...otherPaths);
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
  return fc.oneof(
    { weight: 70, arbitrary: slackCase },
    { weight: 10, arbitrary: boxCase },
    { weight: 12, arbitrary: browserCase },
    { weight: 8, arbitrary: bytesCase },
  );
}
export type FuzzCase = ReturnType<typeof casesAt> extends fc.Arbitrary<infer Case> ? Case : never;
