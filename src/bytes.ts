/** Collects the bytes of a request's or an answer's body, up to a limit. */

/** The size (bytes) that the buffer gets with the first piece, or more if the piece is larger. */
const initialBytes = 16 * 1024;

/** A growing buffer of bytes with a limit. */
export interface ByteCollector {
  /** The number of bytes that were added. */
  length(): number;
  /** Adds a copy of the piece; false: that would exceed the limit, and nothing was added. */
  add(piece: Uint8Array): boolean;
  /** Everything that was added. */
  bytes(): Buffer;
}

/**
 * Collects pieces in one buffer, which doubles when it is full. A list of the pieces would be too large: a megabyte
 * that arrives byte by byte would take hundreds of megabytes.
 *
 * @param maxBytes the limit
 */
export function collectBytes(maxBytes: number): ByteCollector {
  let buffer = Buffer.alloc(0);
  let length = 0;
  return {
    length: () => length,
    add: (piece) => {
      const next = length + piece.length;
      if (next > maxBytes) return false;
      if (next > buffer.length) {
        const larger = Buffer.allocUnsafe(
          Math.min(maxBytes, Math.max(next, 2 * buffer.length, initialBytes)),
        );
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      buffer.set(piece, length);
      length = next;
      return true;
    },
    bytes: () => buffer.subarray(0, length),
  };
}

/** The body of an HTTP answer as text. */
export interface AnswerText {
  /** The text of the pieces that fit within the limit. */
  readonly text: string;
  /** Whether the text is the whole body; false: the body was longer than the limit, and was cut. */
  readonly isWhole: boolean;
}

/**
 * Reads the body of an HTTP answer, already decompressed; null is an empty body. Stops at the first piece that does
 * not fit within the limit, and drops it.
 */
export async function readAnswer(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<AnswerText> {
  const collected = collectBytes(maxBytes);
  let isWhole = true;
  for await (const piece of body ?? []) {
    isWhole = collected.add(piece);
    // Leaving the loop closes the connection.
    if (!isWhole) break;
  }
  return { text: collected.bytes().toString('utf8'), isWhole };
}
