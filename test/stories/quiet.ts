/** Waits until an app has no work in progress. */
import { alterStore, storedRows } from './stored.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Returns when no work is in progress. */
export async function quiet({ store, slack, box }: World): Promise<void> {
  let last = -1;
  const look = async (): Promise<boolean> => {
    const running = await runningJobs(store);
    const now = slack.log.length + box.traffic.length;
    const isStill = now === last && running.length === 0;
    last = now;
    return isStill;
  };
  await until(look, (isStill) => isStill, { withinMs: 20_000, everyMs: 250 });
}

async function runningJobs(store: World['store']): Promise<readonly string[]> {
  const jobs = (await storedRows(store))['jobs'] ?? [];
  return jobs.filter((row) => /"state": ?"running"/.test(row));
}

/**
 * Returns when no job is running, so that the next try of a failed job has been planned. If the clock moved before
 * that, the try would be planned that much later.
 */
export async function retriesArePlanned({ store }: World): Promise<void> {
  await until(
    () => runningJobs(store),
    (jobs) => jobs.length === 0,
    { withinMs: 20_000, everyMs: 25 },
  );
}

/** Returns when no job is running or due. */
export async function nothingIsDue(world: World): Promise<void> {
  const due = async (): Promise<readonly string[]> =>
    ((await storedRows(world.store))['jobs'] ?? []).filter((row) => {
      const { state, run_at: runAt } = JSON.parse(row) as Record<string, unknown>;
      return state === 'running' || (state === 'waiting' && Number(runAt) <= world.now());
    });
  await until(due, (jobs) => jobs.length === 0, { withinMs: 20_000, everyMs: 100 });
}

/** Moves the clock until the app looks at open requests only every few minutes: any call before that is caused by somebody. */
export async function pollsRarely(world: World): Promise<void> {
  await world.passes(6 * 60 * 60_000);
  await nothingIsDue(world);
}

/**
 * Changes what a running app has stored, behind its back. An embedded store has one writer, and a second one would
 * interfere with a transaction: so no work may be in progress.
 */
export async function altersWhileQuiet(world: World, statements: readonly string[]): Promise<void> {
  await quiet(world);
  await alterStore(world.store, statements);
}
