/** A proxy between Slack and the app that can lose answers: the app has acted, and Slack never hears of it. */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './world.ts';

/** A proxy that can lose the app's answers to Slack. */
export interface LossyProxy {
  /** Starts or stops losing answers. */
  loses(isLosing: boolean): void;
  close(): Promise<void>;
}

/** Makes Slack reach the app through this proxy, over HTTP. */
export async function startLossyProxy({ slack, app }: World): Promise<LossyProxy> {
  let isLosing = false;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const options = { host: '127.0.0.1', port: app.port, method, path: url, headers, agent: false };
    const onward = httpRequest(options, (answer) => {
      if (isLosing) {
        answer.resume().on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  slack.connectApp({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return {
    loses: (now) => {
      isLosing = now;
    },
    close: () => {
      slack.connectApp({ requestUrl: `http://127.0.0.1:${app.port}/slack/events` });
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
