/**
 * Slack takes one message a second in a conversation, and a few in a burst (https://docs.slack.dev/apis/web-api/rate-limits). Who would be
 * refused waits instead: a moment here, or as long as it takes with the worker, each until a moment of its own.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { RetryLater } from '../failure.ts';

/** So many in a burst; then there is one more for each interval. */
const burst = 5;
const intervalMs = 1_100;
/** Longer waits are the worker's, whose hands are needed for other people. */
const longestMs = 2_000;

export interface Pace {
  /** Resolves when the conversation takes another message. @throws RetryLater when that is too long to wait for here. */
  turn(channel: string): Promise<void>;
  /** Slack refused one all the same: other processes post there too. */
  refused(channel: string, seconds: number): void;
}

/** Moments in ms. */
interface Conversation {
  /** When its last messages were posted, or will be. */
  readonly postedAt: readonly number[];
  readonly freeAt: number;
  /** When the last of those that were put off comes back. */
  readonly lastBackAt: number;
}

const silent: Conversation = { postedAt: [], freeAt: 0, lastBackAt: 0 };

/** The pace of one workspace's conversations. */
export function createPace(now: () => number): Pace {
  const conversations = new Map<string, Conversation>();

  function forgetSilent(): void {
    for (const [channel, { postedAt, freeAt, lastBackAt }] of conversations) {
      const overAt = Math.max((postedAt.at(-1) ?? 0) + burst * intervalMs, freeAt, lastBackAt);
      if (overAt <= now()) conversations.delete(channel);
    }
  }

  return {
    async turn(channel) {
      forgetSilent();
      const at = now();
      const known = conversations.get(channel) ?? silent;
      const turnAt = Math.max(at, known.freeAt, (known.postedAt.at(-burst) ?? 0) + burst * intervalMs);
      if (turnAt - at <= longestMs) {
        const postedAt = [...known.postedAt, turnAt].slice(-burst);
        conversations.set(channel, { ...known, postedAt });
        await wait(turnAt - at);
        return;
      }
      const lastBackAt = Math.max(turnAt, known.lastBackAt + intervalMs);
      conversations.set(channel, { ...known, lastBackAt });
      throw new RetryLater(lastBackAt - at, 'the conversation takes one message a second');
    },
    refused(channel, seconds) {
      const known = conversations.get(channel) ?? silent;
      conversations.set(channel, { ...known, freeAt: Math.max(known.freeAt, now() + seconds * 1000) });
    },
  };
}
