/**
 * Notifies pages that something changed, as server-sent events; a page then reads again. What changed is not sent, so a
 * lost event loses no data, and nobody learns what they may not see.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Tells clients that something has changed. */
export interface Changes {
  /** Called when something has changed: notifies all listeners. Several quick changes are reported as one. */
  changed(): void;
  /** Keeps the answer open and notifies it of changes until the client leaves. */
  listen(request: IncomingMessage, response: ServerResponse): void;
  readonly listeners: number;
}

/** Changes within this time (ms) are sent as one event. */
const togetherMs = 20;

/** At this interval (ms), a comment keeps proxies from closing a quiet connection. */
const stillThereMs = 15_000;

export function createChanges(): Changes {
  const open = new Set<ServerResponse>();
  let version = 0;
  let isWaiting = false;
  const tellAll = (): void => {
    isWaiting = false;
    version += 1;
    for (const response of open) response.write(`data: ${version}\n\n`);
  };
  return {
    changed() {
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(tellAll, togetherMs);
    },
    listen(_request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`data: ${version}\n\n`);
      open.add(response);
      const still = setInterval(() => response.write(': still there\n\n'), stillThereMs);
      still.unref();
      response.on('close', () => {
        clearInterval(still);
        open.delete(response);
      });
    },
    get listeners() {
      return open.size;
    },
  };
}
