/** Slow senders at every route: the app ends each of their connections, and serves others meanwhile. */
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { aWorld, stories } from '../stories/world.ts';
import { forged, formType, statusFor } from './hostile.ts';
import { allRoutes } from './routes.ts';

/** A slow request: the text that is sent immediately, and the pieces that follow. */
interface Slowness {
  readonly begins: (path: string) => string;
  readonly follows: 'a byte a second' | 'nothing' | 'abort';
}

const head = (method: string, path: string, more: Readonly<Record<string, string>>): string =>
  [`${method} ${path} HTTP/1.1`, 'host: x', ...Object.entries(more).map((line) => line.join(': ')), ''].join(
    '\r\n',
  );
const withBody = (path: string, headers = {}): string =>
  `${head('POST', path, { 'content-type': formType, 'content-length': '1000', ...headers })}\r\n${'+'.repeat(500)}`;

const kinds: Readonly<Record<string, Slowness>> = {
  'headers that never end': { begins: (path) => `${head('GET', path, {})}x: `, follows: 'a byte a second' },
  'half of the headers': { begins: (path) => head('POST', path, {}), follows: 'nothing' },
  'nothing but a connection': { begins: () => '', follows: 'nothing' },
  'a byte of the body a second': { begins: (path) => withBody(path), follows: 'a byte a second' },
  'a byte of the body a second, with the look of a signature': {
    begins: (path) => withBody(path, forged()),
    follows: 'a byte a second',
  },
  'half a body': { begins: (path) => withBody(path, forged()), follows: 'nothing' },
  'half a body, and then the connection ends': {
    begins: (path) => withBody(path, forged()),
    follows: 'abort',
  },
};

/** Sends a slow request. @returns the status of the answer, or null, once the connection has ended */
function sendsSlowly(port: number, path: string, { begins, follows }: Slowness): Promise<number | null> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(begins(path), () => {
        if (follows === 'abort') socket.destroy();
      });
    });
    const more = follows === 'a byte a second' ? setInterval(() => socket.write('x'), 1_000) : undefined;
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(more);
        const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
        resolve(status === undefined ? null : Number(status));
      });
  });
}

stories('senders who are slow on purpose', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', webhooks: true });

  it('slow senders are cut off at every route, and others are answered meanwhile', async () => {
    const { port } = world().app;
    const paths = [...allRoutes().keys(), '/'];
    const open = Object.entries(kinds).flatMap(([kind, slowness]) =>
      paths.map(async (path) => [`${kind} at ${path}`, await sendsSlowly(port, path, slowness)] as const),
    );
    let isOver = false;
    const ended = Promise.all(open).finally(() => {
      isOver = true;
    });
    // Other clients are answered while the slow senders are connected.
    const others = new Set<number | null>();
    const asks = async (): Promise<boolean> => {
      others.add(await statusFor(port, { method: 'GET', path: '/readyz' }));
      return isOver;
    };
    await expect.poll(asks, { timeout: 45_000, interval: 200 }).toBe(true);
    expect([...others]).toEqual([200]);
    const odd = (await ended).filter(([, status]) => status !== null && (status >= 500 || status < 400));
    expect(odd).toEqual([]);
    expect(world().app.output()).not.toMatch(/"level":[56]0/);
  });
});
