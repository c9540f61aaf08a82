/** Waits until an app has no work in progress. */
import { alterStore, storedRows } from './stored.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Waits until no job is running, and no call to or from Slack or Box was made for 250 ms. */
export async function quiet({ store, slack, box }: World): Promise<void> {
  let last = -1;
  const isStillNow = async (): Promise<boolean> => {
    const running = await runningJobs(store);
    const now = slack.log.length + box.traffic.length;
    const isStill = now === last && running.length === 0;
    last = now;
    return isStill;
  };
  await until(isStillNow, (isStill) => isStill, { withinMs: 30_000, everyMs: 250 });
}

async function runningJobs(store: World['store']): Promise<readonly string[]> {
  const jobs = (await storedRows(store))['jobs'] ?? [];
  return jobs.filter((row) => /"state": ?"running"/.test(row));
}

/**
 * Waits until no job is running, so that the next try of a failed job is planned. If the clock is moved before that,
 * the next try is delayed by the same time.
 */
export async function retriesArePlanned({ store }: World): Promise<void> {
  await until(
    () => runningJobs(store),
    (jobs) => jobs.length === 0,
    { withinMs: 30_000, everyMs: 25 },
  );
}

/** Waits until no job is running or due. */
export async function nothingIsDue(world: World): Promise<void> {
  const due = async (): Promise<readonly string[]> =>
    ((await storedRows(world.store))['jobs'] ?? []).filter((row) => {
      const { state, run_at: runAt } = JSON.parse(row) as Record<string, unknown>;
      return state === 'running' || (state === 'waiting' && Number(runAt) <= world.now());
    });
  await until(due, (jobs) => jobs.length === 0, { withinMs: 30_000, everyMs: 100 });
}

/**
 * Moves the clock until the app polls open requests only every few minutes, so that a sooner call has another cause.
 */
export async function pollsRarely(world: World): Promise<void> {
  // What is new by now is read first: after news the app polls often.
  await world.passes(15_000);
  await nothingIsDue(world);
  await world.passes(6 * 60 * 60_000);
  await nothingIsDue(world);
}

/**
 * Changes what a running app has stored, behind its back. Waits until no work is in progress, because a second writer
 * of the embedded store could interfere with a transaction.
 */
export async function altersWhileQuiet(world: World, statements: readonly string[]): Promise<void> {
  await quiet(world);
  await alterStore(world.store, statements);
}
