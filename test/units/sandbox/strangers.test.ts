/** The sandbox's servers give nothing to pages of other sites, or at unknown paths. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type PageServer, startPage } from '../../../sandbox/page/server.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';

let slack: SandboxSlack;
let box: SandboxBox;
let page: PageServer;

beforeAll(async () => {
  [slack, box] = await Promise.all([startSlack(), startBox()]);
  page = await startPage({ controlServers: { slack: slack.baseUrl, box: box.url } });
});
afterAll(() => Promise.all([slack.close(), box.close(), page.close()]));

interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends the path unchanged: `fetch` would normalise it. */
function sendRaw(base: string, path: string, { method = 'GET', headers = {}, body }: Call = {}) {
  const { hostname: host, port } = new URL(base);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = request({ host, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Everything that the server sends on one connection after this head, until it closes the connection. */
function answerTo(base: string, head: string): Promise<string> {
  const { hostname, port, host } = new URL(base);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${head.replace('\r\n', `\r\nHost: ${host}\r\n`)}\r\n\r\n`),
    );
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

const json = { 'content-type': 'application/json' };
const status = async (...call: Parameters<typeof sendRaw>) => (await sendRaw(...call)).status;

it.each([
  '/api/auth.test',
  '/hooks/action/R1/x',
  '/oauth/v2/authorize',
  '/2.0/users/me',
  '/api/oauth2/authorize',
  '/oauth2/token',
  '/download/00',
])('%s is refused to other hosts and to pages of other sites', async (path) => {
  for (const base of [slack.baseUrl, box.url]) {
    const { host } = new URL(base);
    expect(await status(base, path, { headers: { host: 'evil.example' } })).toBe(403);
    expect(await status(base, path, { headers: { host: '127.0.0.1.evil.example:80' } })).toBe(403);
    expect(await status(base, path, { headers: { origin: 'http://evil.example' } })).toBe(403);
    expect(await status(base, path, { headers: { origin: 'null' } })).toBe(403);
    expect(await status(base, path, { headers: { 'sec-fetch-site': 'cross-site' } })).toBe(403);
    expect(await status(base, path, { headers: { origin: `http://${host}` } })).not.toBe(403);
    const led = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect(await status(base, path, { headers: led })).not.toBe(403);
  }
});

it('a link on a page of another site signs nobody in on Slack’s pages', async () => {
  slack.connectApp({ installUrl: 'https://app.example/slack/install' });
  const led = (site: string) => ({
    headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  });
  for (const [base, path] of [
    [slack.baseUrl, '/control/install?person=ana'],
    [page.url, '/control-servers/slack/install?person=ana'],
  ] as const) {
    for (const site of ['cross-site', 'same-site']) expect(await status(base, path, led(site))).toBe(403);
    expect(slack.oauth.visitor).toBeNull();
  }
  expect(await status(page.url, '/control-servers/slack/install?person=ana', led('same-origin'))).toBe(302);
  expect(slack.oauth.visitor).toMatchObject({ userId: slack.user('ana').id });
});

it('a picture on a page of another site cannot keep a connection open', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
  expect(await status(page.url, '/control-servers/changes', { headers })).toBe(403);
});

it('the page forwards only to its control servers', async () => {
  for (const path of [
    '/control-servers/slack/../api/auth.test',
    '/control-servers/slack/%2e%2e/api/auth.test',
    '/control-servers/box/x/../../2.0/users/me',
    '/control-servers/constructor/x',
    '/control-servers/nobody/x',
  ]) {
    expect(await sendRaw(page.url, path)).toEqual({ status: 404, text: 'no such control server' });
  }
});

it('a path below a file, to a folder, or without end has no file', async () => {
  const paths = [
    'style/page.css/x.css',
    'style/box.css',
    'page/../page/../../x.js',
    `page/${'a'.repeat(5_000)}.js`,
  ];
  for (const path of paths) {
    expect(await sendRaw(page.url, `/assets/${path}`)).toEqual({ status: 404, text: 'no such file' });
  }
});

it('names that every object inherits are no people', async () => {
  for (const person of ['__proto__', 'constructor', 'toString']) {
    const body = JSON.stringify({ person, act: 'client', args: {} });
    const call = { method: 'POST', headers: json, body };
    expect((await sendRaw(page.url, '/control-servers/slack/person', call)).text).toContain(
      'There is nobody called',
    );
  }
  for (const name of ['__proto__', 'constructor']) {
    const body = JSON.stringify({ link: `https://app.box.com/sign/document/${name}/x` });
    expect(
      await status(page.url, '/control-servers/box/sign/look', { method: 'POST', headers: json, body }),
    ).toBe(404);
    const url = JSON.stringify({ url: `https://app.box.com/sign/document/${name}/x` });
    expect(
      await status(page.url, '/control-servers/box/page-of', { method: 'POST', headers: json, body: url }),
    ).toBe(404);
  }
});

it.each(['//', '/link/?ticket=', '/link/?ticket=constructor', '/x'])(
  'the server survives a request for a WebSocket at %s',
  async (path) => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket';
    expect(await answerTo(slack.baseUrl, `GET ${path} HTTP/1.1\r\n${upgrade}`)).toContain('403 Forbidden');
    expect(await status(slack.baseUrl, '/api/auth.test')).toBe(200);
  },
);

it('the page answers HEAD as GET, without the body', async () => {
  for (const path of ['/', '/slack', '/assets/page.css', '/assets/none.js']) {
    const got = await status(page.url, path);
    const answer = await answerTo(page.url, `HEAD ${path} HTTP/1.1\r\nConnection: close`);
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${got} `));
    expect([path, body]).toEqual([path, '']);
  }
  expect(await status(page.url, '/', { method: 'POST' })).toBe(405);
});
