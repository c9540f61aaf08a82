/** A row of the bench, and the figures measured in it. */
import type { StoreName } from './world.ts';

/** A measured value, with its unit and goal. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'times' | 'ms' | 'minutes' | 'calls' | 'cards' | 'MB' | 'a second' | 'of 100';
  /** The goal of the figure; absent: the figure has no goal and is only shown. */
  readonly goal?: { readonly is: 'at least' | 'at most' | 'exactly'; readonly value: number };
}

/** A row of the bench: figures that are measured together. */
export interface Row {
  /** The row's name, as it is typed after `npm run bench --`. */
  readonly name: string;
  readonly stores: readonly StoreName[];
  /** How many times the row is measured. Measured times vary between the rounds; figures that count something do not. */
  readonly rounds: number;
  /** Measures the row once. */
  measure(store: StoreName): Promise<readonly Figure[]>;
}

export const atLeast = (value: number): NonNullable<Figure['goal']> => ({ is: 'at least', value });
export const atMost = (value: number): NonNullable<Figure['goal']> => ({ is: 'at most', value });
export const exactly = (value: number): NonNullable<Figure['goal']> => ({ is: 'exactly', value });

/** The 95th percentile of unsorted values. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
