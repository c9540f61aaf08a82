/**
 * Buffers what people type before it goes to Slack. Typing is sent when it pauses. Acts are sent one at a time, and a
 * press waits until all typing has arrived. A chosen value is sent after all typing, even if Slack refused some of it.
 */
import type { Json, Placed, SurfaceActs } from './surface.ts';

/** A surface's acts with buffered typing. */
export interface BufferedTyping {
  readonly acts: SurfaceActs;
  /** Resolves when Slack has everything that was typed. */
  flush(): Promise<void>;
}

const pauseMs = 250;

/** A typed value that was not sent yet. */
interface Waiting {
  readonly placed: Placed;
  readonly value: Json;
  /** The timer that sends the value; absent once Slack has refused it: the next flush then sends it again. */
  readonly timer?: ReturnType<typeof setTimeout>;
}

/** Wraps `acts` so that typing is held back for a moment. */
export function bufferTyping(acts: SurfaceActs): BufferedTyping {
  const waiting = new Map<string, Waiting>();
  let last: Promise<unknown> = Promise.resolve();

  function inOrder<T>(act: () => Promise<T>): Promise<T> {
    const done = last.then(act, act);
    last = done;
    return done;
  }
  function take(key: string): Waiting | undefined {
    const taken = waiting.get(key);
    clearTimeout(taken?.timer);
    waiting.delete(key);
    return taken;
  }
  async function sendTyped(key: string): Promise<void> {
    const typed = take(key);
    if (!typed) return;
    const { placed, value } = typed;
    try {
      await inOrder(() => acts.enter(placed, value, 'typing'));
    } catch (error) {
      if (!waiting.has(key)) waiting.set(key, { placed, value });
      throw error;
    }
  }
  async function sendAllTyped(): Promise<void> {
    await Promise.all([...waiting.keys()].map(sendTyped));
  }
  async function flush(): Promise<void> {
    await sendAllTyped();
    // Failures of earlier acts were already reported to their callers.
    await last.catch(() => undefined);
  }

  return {
    flush,
    acts: {
      async press(placed, option) {
        await flush();
        return inOrder(() => acts.press(placed, option));
      },
      async enter(placed, value, how) {
        const key = JSON.stringify([placed.blockId, placed.actionId]);
        take(key);
        if (how !== 'typing') {
          // Refused typing is sent again before the next press, which reports the refusal.
          sendAllTyped().catch(() => undefined);
          return inOrder(() => acts.enter(placed, value, how));
        }
        const timer = setTimeout(() => void sendTyped(key).catch(() => undefined), pauseMs);
        waiting.set(key, { placed, value, timer });
        return null;
      },
      suggest: (placed, typed) => acts.suggest(placed, typed),
    },
  };
}
