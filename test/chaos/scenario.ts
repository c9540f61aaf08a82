/** What a scenario is: how the world is set up, and what goes wrong in it. */
import type { ChaosWorld } from './chaos-world.ts';
import type { Plan } from './plan.ts';

/** What goes wrong while people act. */
export interface Trouble {
  /** What goes wrong in this step. Resolves when that is over, or at the latest when `stop` is called. */
  during?(step: number): Promise<void>;
  /** Nothing goes wrong from now on. */
  stop(): Promise<void> | void;
  /** How often so far something happened after which a press may be without an answer. */
  excuses?(): number;
  /** How often a message with this key was posted and its answer lost. */
  readonly lostPosts?: ReadonlyMap<string, number>;
  /** What happened, for the report. */
  lines(): readonly string[];
  /** What must be so in this scenario alone: name → its breaches. */
  breaches?(): ReadonlyMap<string, readonly string[]>;
}

export interface Scenario {
  readonly name: string;
  /** For the first line of the report. */
  readonly what: string;
  /** The store that it needs; `either`: SQLite unless --postgres is given. */
  readonly store: 'sqlite' | 'postgres' | 'either';
  /** How many processes run on PostgreSQL; on SQLite always one. */
  readonly processes: 1 | 2;
  /** How many requests are made unless --requests is given. */
  readonly requests: number;
  /** Processes are killed in two of three steps. */
  readonly hasKills: boolean;
  readonly isSocketMode?: boolean;
  /** What people do; absent: the usual plan. */
  plans?(seed: number, count: number): Plan;
  starts(seed: number, world: ChaosWorld): Trouble;
}
