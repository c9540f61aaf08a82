/** Pages over HTTP: what a browser is told, what a page learns of a request, and which requests are refused. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { BrowserAnswer, BrowserRequest } from '../../src/features/browser.ts';
import { createPages } from '../../src/web/browser.ts';
import { createHttpServer, type HttpServer } from '../../src/web/server.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.stop();
});

const secret = 'a'.repeat(43);
const other = 'b'.repeat(43);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Pages at this address: `/page`, which also takes forms, and `/read`, which does not. */
async function pagesAt(
  publicUrl: string,
  answer: BrowserAnswer | Error = { status: 200, page: '<p>Hello</p>' },
) {
  const asked: (BrowserRequest & { readonly method: string })[] = [];
  const logged: unknown[] = [];
  const line = (fields: object, message: string) => void logged.push({ ...fields, message });
  const toRoute = createPages({ publicUrl, log: { error: line } });
  const handler = (method: string) => async (one: BrowserRequest) => {
    asked.push({ ...one, method });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  server = createHttpServer({
    slack: null,
    otherRoutes: {
      '/page': toRoute({ GET: handler('GET'), POST: handler('POST') }),
      '/read': toRoute({ GET: handler('GET') }),
    },
    checkReady: async () => undefined,
    log: { warn: line, error: line },
  });
  const port = await server.start(0, '127.0.0.1');
  const visits = (
    path: string,
    { form, ...headers }: Readonly<Record<string, string>> = {},
    method = form === undefined ? 'GET' : 'POST',
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (got) => {
        let text = '';
        got.on('data', (piece) => {
          text += String(piece);
        });
        got.on('end', () => {
          const said = Object.entries(got.headers).map(([name, value]) => [name, String(value)]);
          resolve({ status: got.statusCode ?? 0, headers: Object.fromEntries(said), text });
        });
      });
      sent.on('error', reject).end(form);
    });
  return { visits, asked, logged, port };
}

const publicUrl = 'https://sign.example.com';

it('a page may neither be framed, cached nor scripted, and does not give its address away', async () => {
  const { visits } = await pagesAt(publicUrl);
  const { status, headers, text } = await visits('/page');
  expect([status, text]).toEqual([200, '<p>Hello</p>']);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    ),
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  expect(headers).not.toHaveProperty('set-cookie');
});

it.each([
  [publicUrl, `__Host-box_connect=${secret}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure`, true],
  ['http://localhost:3000', `box_connect=${secret}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax`, false],
])('a page at %s binds its browser by a cookie of this host', async (address, cookie, isSecure) => {
  const { visits, asked } = await pagesAt(address, { status: 403, page: 'no', browser: secret });
  const { status, headers } = await visits('/page');
  expect([status, headers['set-cookie']]).toEqual([403, cookie]);
  expect('strict-transport-security' in headers).toBe(isSecure);
  await visits('/page', { cookie: cookie.split(';')[0] ?? '' });
  expect(asked.map(({ browser }) => browser)).toEqual([null, secret]);
});

const own = '__Host-box_connect';
it.each([
  [`${own}=${secret}`, secret],
  [`a=1;\t ${own}=${secret} ; b=2`, secret],
  [`${own}=${secret}; ${own}=${secret}`, secret],
  [`${own}=${secret}; ${own}=${other}`, null],
  [`${own}=${secret}; ${own}=short`, secret],
  [`${own}=${secret}b`, null],
  [`${own}=${secret.slice(1)}`, null],
  [`${own}=${secret.slice(1)}!`, null],
  [`${own}`, null],
  [`\u00a0${own}=${secret}`, null],
  [`box_connect=${secret}`, null],
  [`=${own}=${secret}`, null],
])('of the cookies "%s" only a single own one counts', async (cookie, browser) => {
  const { visits, asked } = await pagesAt(publicUrl);
  await visits('/page', { cookie });
  expect(asked.map((one) => one.browser)).toEqual([browser]);
});

it.each<[Readonly<Record<string, string>>, boolean]>([
  [{}, false],
  [{ 'sec-fetch-site': 'same-origin', origin: publicUrl }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, true],
  [{ origin: publicUrl }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'https://evil.example.com' }, true],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example.com' }, true],
])('whether another site sent a request is read from %j', async (headers, isForeign) => {
  const { visits, asked } = await pagesAt(`${publicUrl}/sub`);
  await visits('/page', headers);
  expect(asked.map((one) => one.isForeign)).toEqual([isForeign]);
});

it('a page learns the address and the form, and a page without forms takes none', async () => {
  const { visits, asked } = await pagesAt(publicUrl);
  await visits('/page?state=s%201');
  await visits('/page?state=2', { form: 'code=123&code=4' });
  expect(asked.map(({ method, query, form }) => [method, String(query), String(form)])).toEqual([
    ['GET', 'state=s+1', ''],
    ['POST', 'state=2', 'code=123&code=4'],
  ]);
  const { status, headers } = await visits('/read', { form: 'code=1' });
  expect([status, headers['allow'], asked.length]).toEqual([405, 'GET', 2]);
});

it('a page that fails says so in words, and the log says why', async () => {
  const { visits, logged } = await pagesAt(publicUrl, new TypeError('PLANTED'));
  const { status, headers, text } = await visits('/page');
  expect([status, headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(text).toMatch(/<h1>.*<\/h1>/s);
  expect(text).not.toContain('PLANTED');
  expect(logged).toEqual([{ error: 'TypeError', message: 'a page failed' }]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['announced', {}],
  ['unannounced', { 'transfer-encoding': 'chunked' }],
])('a form may have four kilobytes; a larger one that is %s is refused in words', async (_how, headers) => {
  const { visits, asked } = await pagesAt(publicUrl);
  expect((await visits('/page', { form: 'x'.repeat(4_096), ...headers })).status).toBe(200);
  const { status, headers: said, text } = await visits('/page', { form: 'x'.repeat(4_097), ...headers });
  expect([status, text, said['connection']]).toEqual([413, 'too large\n', 'close']);
  expect(said['content-type']).toBe('text/plain; charset=utf-8');
  expect(asked).toHaveLength(1);
});

it('a browser that leaves while it sends a form is no failure', async () => {
  const { port, logged, visits } = await pagesAt(publicUrl);
  for (const length of [100, 100_000]) {
    const leaves = connect(port, '127.0.0.1');
    const head = `POST /page HTTP/1.1\r\nHost: here\r\nContent-Length: ${length}\r\n\r\n`;
    await new Promise<void>((resolve) => leaves.write(`${head}ab`, () => resolve()));
    const closed = new Promise((resolve) => leaves.once('close', resolve));
    leaves.resetAndDestroy();
    await closed;
  }
  expect((await visits('/page')).status).toBe(200);
  expect(logged).toEqual([]);
});
