/** How often a renewal asks the database again: while another process renews, or nothing can be stored. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRenewer, type TokenRow } from '../../src/renewal.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const log = { info: () => undefined, error: () => undefined };
const held = { name: 'old', generation: 1 };

/** Starts a renewal of the tokens in this row. Returns its result. */
function renews(row: Partial<TokenRow<{ name: string }>>): Promise<unknown> {
  const whole: TokenRow<{ name: string }> = {
    read: async () => held,
    claim: async () => 'claim',
    release: async () => undefined,
    saveRenewed: async () => undefined,
    ...row,
  };
  const renew = createRenewer<{ name: string }>({ claimMs: 20_000, log });
  const renewal = {
    rowIds: { tenant: 'T1' },
    row: whole,
    renew: async () => ({ name: 'new' }),
    notStored: () => new Error('not stored'),
  };
  return renew(renewal, 1);
}

it('while another process renews, the row is read ten times a second', async () => {
  let reads = 0;
  const result = renews({
    read: async () => {
      reads += 1;
      return reads > 100 ? null : held;
    },
    claim: async () => null,
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toBe(11);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(await result).toBeNull();
});

it('while new tokens cannot be stored, storing them is tried every two seconds at most', async () => {
  let tries = 0;
  const result = renews({
    read: async () => (tries > 100 ? { name: 'new', generation: 2 } : held),
    saveRenewed: async () => {
      tries += 1;
      if (tries <= 100) throw new TypeError('the database is gone');
    },
  });
  await expect(result).rejects.toThrow('not stored');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tries).toBe(8);
  await vi.advanceTimersByTimeAsync(60_000);
});
