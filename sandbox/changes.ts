/**
 * Tells whoever listens that something changed, as server-sent events: a page looks again when it hears one.
 * What changed is not said, so that nothing can be missed and nobody learns what is not theirs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Changes {
  /** Something is not as it was; told to all listeners, several at once as one. */
  changed(): void;
  /** Keeps the answer open and tells it of changes until the other side leaves. */
  listen(request: IncomingMessage, response: ServerResponse): void;
  readonly listeners: number;
}

/** Together in one event what happens within this time. */
const togetherMs = 20;

/** A comment now and then keeps whatever lies between from closing a quiet connection. */
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
