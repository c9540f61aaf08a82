/**
 * The load balancer at PUBLIC_URL: each request of Slack and Box goes to the next of the running processes in turn.
 * While none runs, it cuts the connection.
 */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';

export interface LoadBalancer {
  close(): Promise<void>;
}

/** Starts the load balancer. @param ports returns the ports of the processes that run now */
export async function startLoadBalancer(port: number, ports: () => readonly number[]): Promise<LoadBalancer> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const running = ports();
    turn += 1;
    const to = running[turn % Math.max(1, running.length)];
    if (to === undefined) return incoming.socket.destroy();
    const { method, url, headers } = incoming;
    const onward = httpRequest({ host: '127.0.0.1', port: to, method, path: url, headers, agent: false });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    return incoming.pipe(onward);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
