/**
 * Slack takes one message a second in a conversation (https://docs.slack.dev/apis/web-api/rate-limits). Who would be
 * refused waits instead: a moment here, or as long as it takes with the worker, each until a moment of its own.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { RetryLater } from '../failure.ts';

const intervalMs = 1_000;
/** Longer waits are the worker's, whose hands are needed for other people. */
const longestMs = 2 * intervalMs;

export interface Pace {
  /** Resolves when the conversation takes another message. @throws RetryLater when that is too long to wait for here. */
  turn(channel: string): Promise<void>;
  /** Slack refused one all the same: other processes post there too. */
  refused(channel: string, seconds: number): void;
}

/** The pace of one workspace's conversations. */
export function createPace(now: () => number): Pace {
  /** When each takes the next message (ms), and when the last of those that were put off comes back. */
  const next = new Map<string, { freeAt: number; lastBackAt: number }>();

  function forgetPast(): void {
    for (const [channel, { freeAt, lastBackAt }] of next) {
      if (Math.max(freeAt, lastBackAt) <= now()) next.delete(channel);
    }
  }

  return {
    async turn(channel) {
      forgetPast();
      const at = now();
      const { freeAt, lastBackAt } = next.get(channel) ?? { freeAt: at, lastBackAt: at };
      if (freeAt - at <= longestMs) {
        next.set(channel, { freeAt: Math.max(freeAt, at) + intervalMs, lastBackAt });
        await wait(Math.max(0, freeAt - at));
        return;
      }
      const backAt = Math.max(freeAt, lastBackAt + intervalMs);
      next.set(channel, { freeAt, lastBackAt: backAt });
      throw new RetryLater(backAt - at, 'the conversation takes one message a second');
    },
    refused(channel, seconds) {
      const { freeAt = 0, lastBackAt = 0 } = next.get(channel) ?? {};
      next.set(channel, { freeAt: Math.max(freeAt, now() + seconds * 1000), lastBackAt });
    },
  };
}
