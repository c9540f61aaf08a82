/** Whether the app could listen where it is told to: listens there for a moment. */
import { createServer } from 'node:net';
import type { Config } from '../../config/config.ts';
import { type Check, type Finding, ok, withStopHint, wrong } from './check.ts';
import { portHint } from './hints.ts';

export function portChecks({ server }: Config): readonly Check[] {
  return [{ name: 'Port', run: () => portFinding(server) }];
}

async function portFinding(server: Config['server']): Promise<Finding> {
  try {
    await listenOnce(server.port, server.host);
    return ok(server.port === 0 ? 'any free port' : `${server.port} on ${server.host} is free`);
  } catch (error) {
    const hint = portHint(error, server);
    if (hint === null) throw error;
    return withStopHint(wrong(hint.says, hint.page));
  }
}

function listenOnce(port: number, host: string): Promise<void> {
  const socket = createServer();
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.listen(port, host, () => socket.close(() => resolve()));
  });
}
