/** Waits for a condition. Unlike `expect.poll`, this also works outside a test, such as in `beforeAll`. */

/**
 * Calls `look` every `everyMs` until `check` accepts its result, and returns that result. With `sinceMs`, the time
 * limit counts from when `sinceMs` last returned 0, if that is later than the call.
 *
 * @throws after `withinMs`, with what was seen last
 */
export async function until<T>(
  look: () => Promise<T>,
  check: (seen: T) => boolean,
  { withinMs, everyMs = 20, sinceMs }: { withinMs: number; everyMs?: number; sinceMs?: () => number },
): Promise<T> {
  const begunAt = performance.now();
  for (;;) {
    const seen = await look();
    if (check(seen)) return seen;
    const waitedMs = performance.now() - begunAt;
    if (Math.min(waitedMs, sinceMs?.() ?? waitedMs) > withinMs)
      throw new Error(`after ${withinMs} ms there was still ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
