/**
 * The generation of a row's tokens: a number that grows by one with each renewal. A new connection or installation
 * starts at a random generation, so that a late answer for a deleted row never matches.
 */
import { randomInt } from 'node:crypto';

/** A random number at which a row's generation starts; small enough for the column, which holds 31 bits. */
export function newGeneration(): number {
  return randomInt(1, 2 ** 30);
}
