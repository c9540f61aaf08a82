/** Bodies from strangers over real connections: each is limited, and so is the memory for all together. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBodyReader } from '../../../src/slack/body.ts';

const sockets: Socket[] = [];
let server: Server;
let read: string[] = [];
let withinMs = 60_000;

beforeEach(async () => {
  const seen: string[] = [];
  read = seen;
  withinMs = 60_000;
  const readBody = createBodyReader({
    smallBytes: 300,
    maxSharedBytes: 1_400,
    maxPieces: 50,
    get withinMs() {
      return withinMs;
    },
  });
  server = createServer(async (request, response) => {
    const body = await readBody(request, 1_000);
    seen.push(typeof body === 'string' ? body : `${body.length} bytes`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Announces a body of this length and sends part of it. */
async function sendPart(announced: number, sent: number, header?: string): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy()).resume();
  sockets.push(socket);
  const length = header ?? `Content-Length: ${announced}`;
  const head = `POST / HTTP/1.1\r\nHost: here\r\n${length}\r\n\r\n`;
  await new Promise((resolve) => socket.write(head + 'x'.repeat(sent), resolve));
  return socket;
}

const open = () => new Promise<number>((count) => server.getConnections((_, many) => count(many)));

it('larger bodies are refused while all together are too much, and small ones always have room', async () => {
  const first = await sendPart(1_000, 900);
  const second = await sendPart(1_000, 900);
  await expect.poll(open).toBe(2);
  await sendPart(1_000, 900);
  await expect.poll(() => read).toEqual(['crowded']);
  for (let small = 0; small < 5; small += 1) await sendPart(300, 300);
  await expect.poll(() => read.slice(1)).toEqual(Array.from({ length: 5 }, () => '300 bytes'));
  // The first bodies can continue, because bodies that were read or dropped no longer count.
  first.write('x'.repeat(100));
  second.destroy();
  await expect.poll(() => read.slice(6).sort()).toEqual(['1000 bytes', 'gone']);
  for (let again = 0; again < 5; again += 1) await sendPart(1_000, 1_000);
  await expect.poll(() => read.slice(8)).toEqual(Array.from({ length: 5 }, () => '1000 bytes'));
});

it('a body in tiny pieces, or one that does not end in time, is refused', async () => {
  const crumbs = await sendPart(0, 0, 'Transfer-Encoding: chunked');
  crumbs.write('1\r\nx\r\n'.repeat(51));
  await expect.poll(() => read).toEqual(['gone']);
  withinMs = 50;
  await sendPart(1_000, 900);
  await expect.poll(() => read).toEqual(['gone', 'too slow']);
});

it('a body above the limit is refused, announced or not', async () => {
  await sendPart(1_001, 0);
  await expect.poll(() => read).toEqual(['too large']);
  const leaves = await sendPart(1_000, 10);
  await expect.poll(() => new Promise((count) => server.getConnections((_, open) => count(open)))).toBe(2);
  leaves.destroy();
  await expect.poll(() => read).toEqual(['too large', 'gone']);
  const unannounced = await sendPart(0, 0, 'Transfer-Encoding: chunked');
  unannounced.write(`3e9\r\n${'x'.repeat(1_001)}\r\n`);
  await expect.poll(() => read).toEqual(['too large', 'gone', 'too large']);
});
