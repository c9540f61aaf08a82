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

const aGateway = (apiUrl = `${origin}/api/`) =>
  createSlackGateway({ token: fixedToken('xoxb-planted'), apiUrl });

async function read(url: string, apiUrl?: string, size: number | null = 4): Promise<string> {
  const bytes = await aGateway(apiUrl).downloadFile({ name: 'a.pdf', size, mode: 'hosted', url });
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

it.each([
  [{ name: 'a.pdf', title: 'A', size: 3, mode: 'hosted' }, ['a.pdf', 3, 'hosted']],
  [{ name: '', title: 'A', mode: 'hosted', is_external: true }, ['A', null, 'external']],
  [{ title: '' }, ['F1', null, null]],
])('of a file with %j the best name is shown, and no fact is guessed', async (file, facts) => {
  answer = { status: 200, body: JSON.stringify({ ok: true, file }) };
  const { name, size, mode, url } = await aGateway().fileInfo('F1');
  expect([name, size, mode]).toEqual(facts);
  expect(url).toBeNull();
});

it('the address for downloads is preferred, and a file that has only the other one can be read', async () => {
  const urlOf = async (file: object) => {
    answer = { status: 200, body: JSON.stringify({ ok: true, file: { name: 'a.pdf', ...file } }) };
    return (await aGateway().fileInfo('F1')).url;
  };
  const [shown, download] = [`${origin}/shown/a.pdf`, `${origin}/download/a.pdf`];
  expect(await urlOf({ url_private: shown, url_private_download: download })).toBe(download);
  expect(await urlOf({ url_private: shown })).toBe(shown);
});

it('a file whose size Slack does not tell is read', async () => {
  answer = { status: 200, body: 'abcdefgh' };
  expect(await read(`${origin}/a.pdf`, undefined, null)).toBe('abcdefgh');
});
