/**
 * Reads the body of a request whose sender is not known yet, without interpreting it. Each body has limits of size,
 * number of pieces and time, and all large bodies share one limit of memory. A large body that would exceed it is
 * refused, while it is being read. Small bodies always have room, because the server limits the number of connections.
 */
import type { IncomingMessage } from 'node:http';
import { collectBytes } from '../bytes.ts';

/** Limits for reading the bodies of requests from Slack. */
export interface BodyLimits {
  /** A body up to this size (bytes) does not count against `maxSharedBytes`. */
  readonly smallBytes: number;
  /** Limit (bytes) for all larger bodies together that are being read at the same time. */
  readonly maxSharedBytes: number;
  /** At most this many pieces of one body are read: each costs as much work as a few hundred bytes. */
  readonly maxPieces: number;
  /** Time limit (ms) for a body, from the request's headers to its last byte. */
  readonly withinMs: number;
}

/**
 * Why there is no body. `gone`: the sender closed the connection before the end, or it was closed here. `crowded`: the
 * large bodies that are being read use up the memory that they share.
 */
export type NoBody = 'too large' | 'gone' | 'crowded' | 'too slow';

/** Reads the body of a request, or says why it cannot. */
export type ReadBody = (request: IncomingMessage, maxBytes: number) => Promise<Buffer | NoBody>;

/**
 * Creates a reader that enforces these limits. It leaves the connection open for the answer, unless the sender is gone
 * or has sent too many pieces.
 */
export function createBodyReader(limits: BodyLimits): ReadBody {
  let sharedBytes = 0;
  return (request, maxBytes) =>
    new Promise((resolve) => {
      const collected = collectBytes(maxBytes);
      let pieces = 0;
      let shared = 0;
      const end = (result: Buffer | NoBody) => {
        clearTimeout(timer);
        request.off('data', take).off('end', whole).off('close', gone).pause();
        sharedBytes -= shared;
        shared = 0;
        resolve(result);
      };
      const take = (piece: Buffer) => {
        pieces += 1;
        // Only closing the connection stops the sender from causing more work with tiny pieces.
        if (pieces > limits.maxPieces) return request.socket.destroy();
        if (!collected.add(piece)) return end('too large');
        const more = Math.max(0, collected.length() - limits.smallBytes) - shared;
        shared += more;
        sharedBytes += more;
        return sharedBytes > limits.maxSharedBytes ? end('crowded') : undefined;
      };
      const whole = () => end(collected.bytes());
      const gone = () => end('gone');
      const timer = setTimeout(() => end('too slow'), limits.withinMs);
      // An error needs no handling here, because `close` follows it.
      request.on('error', () => undefined);
      if (Number(request.headers['content-length'] ?? 0) > maxBytes) return end('too large');
      if (request.destroyed) return end('gone');
      request.on('data', take).on('end', whole).on('close', gone);
    });
}
