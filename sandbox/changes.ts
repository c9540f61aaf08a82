/**
 * Notifies pages that something changed, as server-sent events; a page then loads its data again. What changed is not
 * sent, so a lost event loses no data, and nobody learns what they may not see.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Notifies clients that something has changed. */
export interface Changes {
  /** Notifies all listeners that something has changed. Several quick changes are reported as one. */
  changed(): void;
  /** Sends the client an event now and one after each change, until it closes the connection. */
  listen(request: IncomingMessage, response: ServerResponse): void;
  /** How many clients are listening now. */
  readonly listeners: number;
}

/** Changes within this time (ms) are sent as one event. */
const togetherMs = 20;

/** Interval (ms) of the comments that keep proxies from closing a quiet connection. */
const keepAliveMs = 15_000;

export function createChanges(): Changes {
  const open = new Set<ServerResponse>();
  let version = 0;
  let isEventScheduled = false;
  const tellAll = (): void => {
    isEventScheduled = false;
    version += 1;
    for (const response of open) response.write(`data: ${version}\n\n`);
  };
  return {
    changed() {
      if (isEventScheduled) return;
      isEventScheduled = true;
      setTimeout(tellAll, togetherMs);
    },
    listen(_request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`data: ${version}\n\n`);
      open.add(response);
      const keepAlive = setInterval(() => response.write(': still there\n\n'), keepAliveMs);
      keepAlive.unref();
      response.on('close', () => {
        clearInterval(keepAlive);
        open.delete(response);
      });
    },
    get listeners() {
      return open.size;
    },
  };
}
