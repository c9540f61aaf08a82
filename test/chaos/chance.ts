/** Reproducible random numbers: the same seed and the same name give the same numbers, whatever else was drawn. */
import { createHash } from 'node:crypto';

/** A source of random numbers. */
export interface Chance {
  /** Returns a number from 0 up to 1. */
  next(): number;
  /** Returns true with this probability. */
  is(share: number): boolean;
  /** Returns a whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  pick<T>(of: readonly T[]): T;
}

/**
 * @param name what the numbers decide: each name has its own sequence, so that timing elsewhere changes nothing here
 */
export function chanceOf(seed: number, name: string): Chance {
  let state = createHash('sha256').update(`${seed} ${name}`).digest().readUInt32LE();
  // Mulberry32, a random number generator.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    is: (share) => next() < share,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (of) => {
      const found = of[Math.floor(next() * of.length)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
  };
}
