/**
 * One stream of changes for the page, merged from those of its control servers: browsers open at most six connections
 * to one origin, in all windows together, so each window should keep only one.
 */
import { request as openRequest, type ServerResponse } from 'node:http';

/** Sends an event with a control server's name whenever that server reports a change, until the client leaves. */
export function feedChanges(
  controlServers: Readonly<Record<string, string>>,
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  for (const [name, base] of Object.entries(controlServers)) {
    const listening = openRequest(`${base}/control/changes`, (answered) => {
      answered.on('data', (bytes: Buffer) => {
        // A comment line (": …") only keeps the connection open. One chunk can hold both a comment and a change.
        const isChange = bytes.includes('data:');
        response.write(isChange ? `event: ${name}\ndata: changed\n\n` : ': still there\n\n');
      });
      answered.on('close', () => response.end());
    });
    // The browser reconnects after a while.
    listening.on('error', () => response.end());
    response.on('close', () => listening.destroy());
    listening.end();
  }
}
