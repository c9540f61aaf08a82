/** How many requests from strangers may cause work, and how many log lines they may write. */
import { beforeEach, expect, it } from 'vitest';
import { createTokenBucket, limitLines } from '../../../src/slack/token-bucket.ts';

let at: number;
const now = (): number => at;

beforeEach(() => {
  at = 1_000_000;
});

const countTaken = (take: () => boolean, times: number): number =>
  Array.from({ length: times }, take).filter(Boolean).length;

it('a burst is allowed, then one request per interval, and unused ones are not saved up', () => {
  const take = createTokenBucket({ most: 3, everyMs: 100, now });
  expect(countTaken(take, 9)).toBe(3);
  at += 250;
  expect(countTaken(take, 9)).toBe(2);
  at += 50;
  expect(countTaken(take, 9)).toBe(1);
  at += 1_000_000;
  expect(countTaken(take, 9)).toBe(3);
});

it('the bucket continues after the clock is set back', () => {
  const take = createTokenBucket({ most: 3, everyMs: 100, now });
  expect(countTaken(take, 2)).toBe(2);
  at -= 500_000;
  expect(countTaken(take, 9)).toBe(1);
  at += 100;
  expect(countTaken(take, 9)).toBe(1);
});

it('a token that was not needed can be taken again, and the bucket holds no more than before', () => {
  const take = createTokenBucket({ most: 3, everyMs: 100, now });
  take.giveBack();
  expect(countTaken(take, 9)).toBe(3);
  take.giveBack();
  expect(countTaken(take, 9)).toBe(1);
});

it('lines that were left out are counted in the next one', () => {
  const written: [object, string][] = [];
  const line = limitLines((...parts) => void written.push(parts), now);
  for (let index = 0; index < 100; index += 1) line({ why: 'odd' }, 'refused');
  const most = written.length;
  expect(most).toBeLessThan(50);
  expect(written.at(-1)).toEqual([{ why: 'odd' }, 'refused']);
  at += 60_000;
  line({ why: 'odd' }, 'refused');
  line({ why: 'odd' }, 'refused');
  expect(written.slice(most)).toEqual([
    [{ why: 'odd', leftOut: 100 - most }, 'refused'],
    [{ why: 'odd' }, 'refused'],
  ]);
});
