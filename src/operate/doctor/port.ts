/** Whether the app could listen where it is told to: listens there for a moment. */
import { createServer } from 'node:net';
import type { Config } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import { type Check, type Finding, ok, withStopHint, wrong } from './check.ts';
import { portHint } from './hints.ts';

/** The address at which the metrics are served. No setting changes it. */
const metricsHost = '127.0.0.1';

export function portChecks({ server }: Config): readonly Check[] {
  const { host, port, metricsPort } = server;
  return [
    { name: 'Port', run: () => portFinding(server, port, host) },
    ...(metricsPort === undefined
      ? []
      : [
          {
            name: 'Metrics port',
            // A running app occupies both ports: one finding about that is enough.
            needs: ['Port'],
            run: async () =>
              metricsPort === port && port !== 0
                ? wrong('PORT and METRICS_PORT are the same number.', whereToFind('METRICS_PORT'))
                : portFinding(server, metricsPort, metricsHost),
          },
        ]),
  ];
}

async function portFinding(server: Config['server'], port: number, host: string): Promise<Finding> {
  try {
    await listenOnce(port, host);
    return ok(port === 0 ? 'any free port' : `${port} on ${host} is free`);
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
