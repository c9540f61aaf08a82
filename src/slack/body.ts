/**
 * Reads what strangers send before it is known who they are: each within a size, and all together within what the process
 * can spare. Who has been sending longest gives way: a request of Slack's is here at once, one that fills memory stays.
 */
import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  /** Of one. */
  readonly mostBytes: number;
  /** Of all that are being read. */
  readonly mostHeldBytes: number;
}

/** Why there is no body. `gone`: whoever sent it did not stay to the end; `crowded`: it was cut, to make room. */
export type NoBody = 'too large' | 'gone' | 'crowded';

/** A reader that knows what else is being read. Of what is too large, the connection stays, to be answered. */
export function createBodyReader({
  mostBytes,
  mostHeldBytes,
}: BodyLimits): (request: IncomingMessage) => Promise<Buffer | NoBody> {
  // In the order in which they began.
  const held = new Map<IncomingMessage, number>();
  let heldBytes = 0;

  function release(request: IncomingMessage): void {
    heldBytes -= held.get(request) ?? 0;
    held.delete(request);
  }

  function hold(request: IncomingMessage, bytes: number): void {
    held.set(request, (held.get(request) ?? 0) + bytes);
    heldBytes += bytes;
    for (const oldest of held.keys()) {
      if (heldBytes <= mostHeldBytes) return;
      release(oldest);
      oldest.destroy();
    }
  }

  return async (request) => {
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) return 'too large';
    const chunks: Buffer[] = [];
    let bytes = 0;
    held.set(request, 0);
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > mostBytes) return 'too large';
        chunks.push(chunk);
        hold(request, chunk.length);
        if (!held.has(request)) return 'crowded';
      }
    } catch (error) {
      if (!held.has(request)) return 'crowded';
      if (request.destroyed || request.errored) return 'gone';
      throw error;
    } finally {
      release(request);
    }
    return Buffer.concat(chunks);
  };
}
