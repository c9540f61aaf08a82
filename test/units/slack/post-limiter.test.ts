/** How fast messages are posted in a conversation: a burst, then one a second, and later after a refusal. */
import { expect, it } from 'vitest';
import { RetryLater } from '../../../src/failure.ts';
import { createPostLimiter } from '../../../src/slack/post-limiter.ts';

/** A limiter with its own clock. `delay` counts a post, and returns by how much (ms) it is postponed. */
function aLimiter() {
  let now = Date.parse('2026-11-22T10:00:00Z');
  const limiter = createPostLimiter(() => now);
  return {
    passes: (ms: number): void => {
      now += ms;
    },
    refused: (channel: string, seconds: number): void => limiter.refused(channel, seconds),
    delay: (channel: string): number => {
      try {
        limiter.countPost(channel);
        return 0;
      } catch (error) {
        if (!(error instanceof RetryLater)) throw error;
        return error.delayMs;
      }
    },
  };
}

/** Uses up the burst of this channel. */
function postsFive({ delay }: ReturnType<typeof aLimiter>, channel: string): void {
  expect(Array.from({ length: 5 }, () => delay(channel))).toEqual([0, 0, 0, 0, 0]);
}

it('five messages are posted immediately, and later ones are postponed one after another', () => {
  const limiter = aLimiter();
  postsFive(limiter, 'D1');
  expect([limiter.delay('D1'), limiter.delay('D1')]).toEqual([5_500, 6_600]);
  expect(limiter.delay('D2')).toBe(0);
});

it('the burst is over after five and a half seconds', () => {
  const limiter = aLimiter();
  postsFive(limiter, 'D1');
  limiter.passes(5_499);
  expect(limiter.delay('D1')).toBe(1);
  const later = aLimiter();
  postsFive(later, 'D1');
  later.passes(5_500);
  postsFive(later, 'D1');
});

it('after a refusal, posts wait for as long as Slack asked, however soon it refuses again', () => {
  const limiter = aLimiter();
  limiter.refused('D1', 30);
  limiter.refused('D1', 5);
  expect([limiter.delay('D1'), limiter.delay('D1')]).toEqual([30_000, 31_100]);
  expect(limiter.delay('D2')).toBe(0);
  limiter.passes(30_000);
  expect(limiter.delay('D1')).toBe(0);
});
