/**
 * Limits how fast messages are posted in a conversation. Slack accepts one a second, and a few in a burst
 * (https://docs.slack.dev/apis/web-api/rate-limits). A post that Slack would refuse is postponed; postponed posts are
 * spread out, so that they are not refused again.
 */
import { RetryLater } from '../failure.ts';

/** A burst: at most this many messages are posted in a conversation within as many intervals. */
const burst = 5;
/** Average time between messages in one conversation (ms): a second, and some margin. */
const intervalMs = 1_100;

/** Limits how fast messages are posted in each conversation. */
export interface PostLimiter {
  /** Counts a message that is about to be posted. @throws RetryLater while the conversation is at its limit */
  countPost(channel: string): void;
  /** Records that Slack refused a post for this many seconds, for instance because other processes post there too. */
  refused(channel: string, seconds: number): void;
}

/** The recent posts in one conversation. Times are in ms. */
interface Conversation {
  /** When the last messages were posted in the conversation. */
  readonly postedAt: readonly number[];
  /** When Slack accepts posts again after a refusal. */
  readonly freeAt: number;
  /** When the last postponed message is to be retried. */
  readonly lastRetryAt: number;
}

const noPosts: Conversation = { postedAt: [], freeAt: 0, lastRetryAt: 0 };

/** Creates the limits for the conversations of one installation. */
export function createPostLimiter(now: () => number): PostLimiter {
  const conversations = new Map<string, Conversation>();

  function forgetSilent(): void {
    for (const [channel, { postedAt, freeAt, lastRetryAt }] of conversations) {
      const overAt = Math.max((postedAt.at(-1) ?? 0) + burst * intervalMs, freeAt, lastRetryAt);
      if (overAt <= now()) conversations.delete(channel);
    }
  }

  return {
    countPost(channel) {
      forgetSilent();
      const at = now();
      const known = conversations.get(channel) ?? noPosts;
      const turnAt = Math.max(known.freeAt, (known.postedAt.at(-burst) ?? 0) + burst * intervalMs);
      if (turnAt <= at) {
        conversations.set(channel, { ...known, postedAt: [...known.postedAt, at].slice(-burst) });
        return;
      }
      const lastRetryAt = Math.max(turnAt, known.lastRetryAt + intervalMs);
      conversations.set(channel, { ...known, lastRetryAt });
      throw new RetryLater(lastRetryAt - at, 'the conversation takes one message a second');
    },
    refused(channel, seconds) {
      const known = conversations.get(channel) ?? noPosts;
      conversations.set(channel, { ...known, freeAt: Math.max(known.freeAt, now() + seconds * 1000) });
    },
  };
}
