import { expect, it } from 'vitest';
import { createLastWins } from '../../../src/features/last-wins.ts';

const never = new Promise<null>(() => undefined);
const owner = {};

/** Creates calls that stay unanswered until the test answers them. */
function heldCalls() {
  const asked: string[] = [];
  const answers = new Map<string, (answer: string) => void>();
  const ask = (what: string) => () =>
    new Promise<string>((resolve) => {
      asked.push(what);
      answers.set(what, resolve);
    });
  return { asked, ask, answer: (what: string) => answers.get(what)?.(what.toUpperCase()) };
}

it('one call runs at a time, and of waiting calls only the newest runs', async () => {
  const lastWins = createLastWins<string>();
  const { asked, ask, answer } = heldCalls();
  const a = lastWins(owner, 'ana', ask('a'), never);
  await expect.poll(() => asked).toEqual(['a']);
  const [b, c] = ['b', 'c'].map((what) => lastWins(owner, 'ana', ask(what), never));
  const other = lastWins(owner, 'bo', ask('d'), never);
  await expect.poll(() => asked).toEqual(['a', 'd']);
  answer('a');
  expect(await a).toBe('A');
  expect(await b).toBe('overtaken');
  await expect.poll(() => asked).toEqual(['a', 'd', 'c']);
  answer('c');
  answer('d');
  expect([await c, await other]).toEqual(['C', 'D']);
});

it('the next call runs when nobody waits for the previous one any longer, or when it failed', async () => {
  const lastWins = createLastWins<string>();
  const { asked, ask, answer } = heldCalls();
  expect(await lastWins(owner, 'ana', ask('held'), Promise.resolve(null))).toBeNull();
  await expect(lastWins(owner, 'ana', () => Promise.reject(new Error('no')), never)).rejects.toThrow('no');
  const next = lastWins(owner, 'ana', ask('next'), never);
  await expect.poll(() => asked).toContain('next');
  answer('next');
  expect(await next).toBe('NEXT');
});
