/**
 * A TCP proxy on loopback in front of a server. It distributes connections over its targets in turn. It can cut
 * connections, or keep them open and transfer nothing.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can cut connections or stop transferring. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps and accepts connections, but transfers nothing. */
  silence(): void;
  /**
   * Undoes `silence` for new connections alone: those that are open stay silent, and neither side is told when the other
   * closes one, as with a firewall that has forgotten them.
   */
  abandon(): void;
  /** Undoes `cut` or `silence`. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy to these ports on loopback. */
export async function startProxy(...targets: readonly [number, ...number[]]): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const abandoned = new WeakSet<Socket>();
  let isSilent = false;
  let taken = 0;
  const server = createServer((incoming) => {
    const target = targets[taken % targets.length] ?? targets[0];
    taken += 1;
    const outgoing = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(one);
      one.on('data', (bytes) => {
        // Data that arrives while the proxy is silent is dropped and not delivered later: a client would have given up.
        if (!isSilent && !abandoned.has(one)) other.write(bytes);
      });
      const unlessAbandoned = (tell: () => void) => (): void => {
        if (!abandoned.has(one)) tell();
      };
      one.on(
        'end',
        unlessAbandoned(() => other.end()),
      );
      one.on(
        'error',
        unlessAbandoned(() => other.destroy()),
      );
      one.on('close', () => {
        sockets.delete(one);
        unlessAbandoned(() => other.destroy())();
      });
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      hangUp();
    });
  return {
    port,
    cut,
    silence: () => {
      isSilent = true;
    },
    abandon: () => {
      for (const socket of sockets) abandoned.add(socket);
      isSilent = false;
    },
    async mend() {
      if (isSilent) hangUp();
      isSilent = false;
      if (!server.listening) await listen(port);
    },
    close: async () => {
      if (server.listening) await cut();
    },
  };
}
