/** What a row of the bench is, and a figure of it. */
import type { StoreName } from './world.ts';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'times' | 'ms' | 'minutes' | 'calls' | 'cards' | 'MB' | 'a second' | 'of 100';
  /** Absent: shown for comparison alone. */
  readonly goal?: { readonly is: 'at least' | 'at most' | 'exactly'; readonly than: number };
}

export interface Row {
  /** As it is typed behind `npm run bench --`. */
  readonly name: string;
  readonly stores: readonly StoreName[];
  /** How often it is measured; counts come out the same each time. */
  readonly rounds: number;
  /** One round. */
  measure(store: StoreName): Promise<readonly Figure[]>;
}

export const atLeast = (than: number): NonNullable<Figure['goal']> => ({ is: 'at least', than });
export const atMost = (than: number): NonNullable<Figure['goal']> => ({ is: 'at most', than });
export const exactly = (than: number): NonNullable<Figure['goal']> => ({ is: 'exactly', than });

/** Of values in any order: that of which 95 in 100 are not above it. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
