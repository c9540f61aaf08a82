/** What a scenario is: how the world is set up, and what goes wrong in it. */
import type { ChaosWorld } from './chaos-world.ts';
import type { Plan } from './plan.ts';

/** What goes wrong while people act. */
export interface Trouble {
  /** Causes what goes wrong in this step. Resolves when it is over; the next step waits for that. */
  during?(step: number): Promise<void>;
  /** Stops causing trouble. */
  stop(): Promise<void> | void;
  /** Returns the number of events so far that can explain an unanswered press; kills are counted elsewhere. */
  excuses?(): number;
  /** How often a message with this key was posted and its answer lost. */
  readonly lostPosts?: ReadonlyMap<string, number>;
  /** Returns the lines of the report about what happened. */
  lines(): readonly string[];
  /** Returns the breaches of the invariants of this scenario alone, by the invariant's name. */
  breaches?(): ReadonlyMap<string, readonly string[]>;
}

/** A way in which a run can go wrong. */
export interface Scenario {
  readonly name: string;
  /** What the scenario is about, for the first line of the report. */
  readonly what: string;
  /** The store that it needs; `either`: SQLite unless --postgres is given. */
  readonly store: 'sqlite' | 'postgres' | 'either';
  /** How many processes run on PostgreSQL; on SQLite always one. */
  readonly processes: 1 | 2;
  /** How many requests are made unless --requests is given. */
  readonly requests: number;
  /** Whether a process is killed in two of every three steps of the usual plan. */
  readonly hasKills: boolean;
  readonly isSocketMode?: boolean;
  /** Makes the plan of what people do; absent: the usual plan. */
  plans?(seed: number, count: number): Plan;
  starts(seed: number, world: ChaosWorld): Trouble;
}
