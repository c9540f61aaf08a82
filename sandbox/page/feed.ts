/**
 * One stream of changes for the page, put together from those of its doors: browsers open six connections to
 * one origin at most, in all windows together, so that each window may keep a single one.
 */
import { request as openRequest, type ServerResponse } from 'node:http';

/** Sends an event with a door's name whenever that door tells of a change, until somebody leaves. */
export function feedChanges(doors: Readonly<Record<string, string>>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  for (const [name, base] of Object.entries(doors)) {
    const listening = openRequest(`${base}/control/changes`, (answered) => {
      answered.on('data', (bytes: Buffer) => {
        // A line that begins with a colon only says that the door is still there; a change may come along with it.
        const isChange = bytes.includes('data:');
        response.write(isChange ? `event: ${name}\ndata: changed\n\n` : ': still there\n\n');
      });
      answered.on('close', () => response.end());
    });
    // The browser asks again after a while.
    listening.on('error', () => response.end());
    response.on('close', () => listening.destroy());
    listening.end();
  }
}
