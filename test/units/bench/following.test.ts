/** The simulated month meets its goals: polling stays within the budget, and nobody waits long. */
// runs: ci
import { expect, it } from 'vitest';
import { simulateMonth } from '../../../bench/following/month.ts';
import { pollWithoutNews } from '../../../bench/following/round.ts';

const minute = 60_000;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

it('50 people with 20 requests a week stay within the budget, and quiet requests wait the longest', () => {
  const { requests, calls, delays, afterPress } = simulateMonth({
    people: 50,
    perWeek: 20,
    pollCallsPerMonth: 20_000,
  });
  expect(requests).toBe(4_400);
  expect(calls).toBeLessThanOrEqual(20_000);
  expect(mean(delays.awaited)).toBeLessThan(mean(delays.moving));
  expect(mean(delays.moving)).toBeLessThan(mean(delays.quiet));
  expect(mean(afterPress)).toBeLessThan(20 * minute);
  expect(mean(delays.quiet)).toBeLessThan(4 * 60 * minute);
});

it('a team of five, far below the budget, sees changes within seconds', () => {
  const { calls, delays, afterPress } = simulateMonth({ people: 5, perWeek: 5, pollCallsPerMonth: 20_000 });
  expect(calls).toBeLessThan(20_000);
  expect(mean(afterPress)).toBeLessThan(15_000);
  expect(mean(delays.moving)).toBeLessThan(2 * minute);
});

it('one poll of 10,000 open requests of 500 users takes 500 calls, and redraws nothing without changes', () => {
  expect(pollWithoutNews(500, 20)).toEqual({ calls: 500, redraws: 0 });
});
