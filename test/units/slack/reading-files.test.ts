/** Reading a file sends the bot token only to Slack's own servers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixedToken } from '../../../src/slack/client.ts';
import { createSlackGateway } from '../../../src/slack/gateway.ts';

let server: Server;
let origin = '';
let tokens: string[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };

beforeEach(async () => {
  tokens = [];
  server = createServer((request, response) => {
    tokens.push(request.headers.authorization ?? '');
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function read(url: string, apiUrl = `${origin}/api/`): Promise<string> {
  const slack = createSlackGateway({ token: fixedToken('xoxb-planted'), apiUrl });
  const bytes = await slack.downloadFile({ name: 'a.pdf', size: 4, mode: 'hosted', url });
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('the bytes are read with the token', async () => {
  answer = { status: 200, body: 'abcd' };
  expect(await read(`${origin}/files-pri/T1-F1/a.pdf`)).toBe('abcd');
  expect(tokens).toEqual(['Bearer xoxb-planted']);
});

it.each([
  ['http://files.slack.com/a.pdf', 'https://slack.com/api/'],
  ['https://files.slack.com.evil.example/a.pdf', 'https://slack.com/api/'],
  ['https://evil.example/a.pdf', 'https://slack.com/api/'],
  ['not an address', 'https://slack.com/api/'],
])('nothing is sent to %s', async (url, apiUrl) => {
  await expect(read(url, apiUrl)).rejects.toMatchObject({ kind: 'final', reason: 'file_not_readable' });
});

it('a redirect is not followed, and a web page is not taken for a file', async () => {
  answer = { status: 302, headers: { location: `${origin}/elsewhere` } };
  const refused = { kind: 'final', reason: 'file_not_readable' };
  await expect(read(`${origin}/a.pdf`)).rejects.toMatchObject(refused);
  expect(tokens).toHaveLength(1);
  answer = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html>' };
  await expect(read(`${origin}/a.pdf`)).rejects.toMatchObject(refused);
});

it('reading is tried again later when Slack fails or sends more than announced', async () => {
  answer = { status: 503 };
  await expect(read(`${origin}/a.pdf`)).rejects.toMatchObject({ kind: 'retry' });
  answer = { status: 200, body: 'abcde' };
  await expect(read(`${origin}/a.pdf`)).rejects.toMatchObject({ kind: 'retry' });
});
