/** Answers to token calls that Box should never give: none of them may lose a token or fill the memory. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBoxOAuth } from '../../../src/box/oauth.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
let server: Server;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function refresh() {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = { clientId: 'id', clientSecret: 'secret', redirectUri: 'https://sign.example.com/back' };
  return createBoxOAuth({ ...app, apiUrl, now: () => now, callTimeoutMs: 30_000 }).refresh('old');
}

const dayMs = 24 * 60 * 60 * 1_000;

test.each([
  [3600, 3_600_000],
  [3599.7, 3_599_000],
  [0, 0],
  [-5, 0],
  [1e300, dayMs],
])('tokens with a lifetime of %s s are kept', async (seconds, lifeMs) => {
  const pair = { access_token: 'a', refresh_token: 'r', expires_in: seconds };
  answer = (response) => response.end(JSON.stringify(pair));
  expect(await refresh()).toEqual({ accessToken: 'a', refreshToken: 'r', expiresAt: now + lifeMs });
});

test.each([
  ['text for a number', '{"access_token":"a","refresh_token":"r","expires_in":"soon"}'],
  ['no refresh token', '{"access_token":"a","expires_in":3600}'],
  ['null', 'null'],
  ['a list', '[]'],
  ['nothing', ''],
  ['a page', '<html>'],
])('%s counts as no answer, and nobody is disconnected', async (_what, text) => {
  answer = (response) => response.end(text);
  await expect(refresh()).rejects.toMatchObject({ kind: 'unknown', reason: 'unreadable_answer' });
});

test('a redirect is not followed', async () => {
  answer = (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
  await expect(refresh()).rejects.toMatchObject({ kind: 'unknown', status: 307 });
});

test('an endless answer is not read to its end', async () => {
  let sentBytes = 0;
  answer = (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384))) sentBytes += 16_384;
    };
    response.on('drain', more);
    more();
  };
  await expect(refresh()).rejects.toMatchObject({ kind: 'unknown' });
  expect(sentBytes).toBeLessThan(20 * 1024 * 1024);
});
