/**
 * Which pair of tokens a row holds. Refreshing counts on from it; whoever connects or installs anew begins at a
 * number of chance, so that no number comes back once a row was deleted: an answer that is still under way for the
 * former tokens must not be taken for one about the new.
 */
import { randomInt } from 'node:crypto';

/** Where to count from. Leaves room in the column, which holds 31 bits. */
export function newGeneration(): number {
  return randomInt(1, 2 ** 30);
}
