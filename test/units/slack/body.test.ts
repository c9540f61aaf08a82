/** Bodies of strangers over real connections: what is held of them all has an end, and whoever is quick gets through. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBodyReader } from '../../../src/slack/body.ts';

const sockets: Socket[] = [];
let server: Server;
let read: string[] = [];

beforeEach(async () => {
  const seen: string[] = [];
  read = seen;
  const readBody = createBodyReader({ mostBytes: 1_000, mostHeldBytes: 2_500 });
  server = createServer(async (request, response) => {
    const body = await readBody(request);
    seen.push(typeof body === 'string' ? body : `${body.length} bytes`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Announces so many bytes and sends some of them. */
async function sends(announced: number, sent: number): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy()).resume();
  sockets.push(socket);
  const head = `POST / HTTP/1.1\r\nHost: here\r\nContent-Length: ${announced}\r\n\r\n`;
  await new Promise((resolve) => socket.write(head + 'x'.repeat(sent), resolve));
  return socket;
}

it('cuts whoever has been sending longest, when all together is too much', async () => {
  const first = await sends(1_000, 900);
  const cut = new Promise((resolve) => first.once('close', resolve));
  await expect.poll(() => new Promise((count) => server.getConnections((_, open) => count(open)))).toBe(1);
  const second = await sends(1_000, 900);
  await sends(1_000, 900);
  await cut;
  expect(read).toEqual(['crowded']);
  await sends(300, 300);
  await expect.poll(() => read).toEqual(['crowded', '300 bytes']);
  // What was read, cut or let go of is counted no more.
  second.write('x'.repeat(100));
  await expect.poll(() => read).toEqual(['crowded', '300 bytes', '1000 bytes']);
  for (let again = 0; again < 5; again += 1) await sends(1_000, 1_000);
  await expect.poll(() => read.slice(3)).toEqual(Array.from({ length: 5 }, () => '1000 bytes'));
});

it('takes no more of one than it may have, announced or not', async () => {
  await sends(1_001, 0);
  await expect.poll(() => read).toEqual(['too large']);
  const leaves = await sends(1_000, 10);
  await expect.poll(() => new Promise((count) => server.getConnections((_, open) => count(open)))).toBe(2);
  leaves.destroy();
  await expect.poll(() => read).toEqual(['too large', 'gone']);
});
