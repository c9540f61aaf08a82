/** Plays a plan: people act step by step while things go wrong; then all is well, and two days pass. */
import type { ChaosWorld } from './chaos-world.ts';
import { carryOut, looksAtRequests, requestSignatures, type Stage, type TrackedRequest } from './deeds.ts';
import { type Action, type Plan, requesters } from './plan.ts';
import type { Trouble } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;
/**
 * How far the clock moves in each step of settling, until even quiet requests have been polled and delayed jobs are
 * done.
 */
const settleStepsMs = [minute, 5 * minute, 16 * minute, hour, 2 * hour, 6 * hour, 12 * hour, 24 * hour];

/** An action is tried in at most this many steps, because it may not be possible yet. */
const mostTries = 4;

interface WaitingAction {
  readonly of: TrackedRequest;
  readonly step: number;
  readonly action: Action;
  tries: number;
}

/** Plays the plan. Returns all its requests, once all steps are over; `isAsked` says which forms were accepted. */
export async function play(
  world: Stage,
  { requests, steps }: Plan,
  trouble: Trouble,
): Promise<readonly TrackedRequest[]> {
  const all = requests.map(
    (planned): TrackedRequest => ({
      planned,
      file: world.newFile(planned.requester, planned.name),
      isAsked: false,
      isCancelledInSlack: false,
    }),
  );
  let waiting: WaitingAction[] = all.flatMap((of) =>
    of.planned.actions.map((one) => ({ of, ...one, tries: 0 })),
  );
  for (const [index, step] of steps.entries()) {
    await world.passes(step.passesMs);
    world.box.faults.listLagMs = step.listLagMs;
    if (step.kills !== null) setTimeout(world.kills, 150, step.kills);
    let isOver = false;
    const during = (trouble.during?.(index) ?? Promise.resolve()).finally(() => {
      isOver = true;
    });
    // Each person does one thing after another; the people act at the same time.
    const after = await Promise.all(
      requesters.map(async (who) => {
        const left = await actAs(world, who, all, waiting, index);
        await looksAtRequests(world, all, who, () => isOver);
        return left;
      }),
    );
    await during;
    waiting = after.flat();
    await world.waitUntilRunning();
  }
  return all;
}

/** Carries out what one person does in this step. Returns the actions that are left for later. */
async function actAs(
  world: Stage,
  who: string,
  all: readonly TrackedRequest[],
  waiting: readonly WaitingAction[],
  index: number,
): Promise<WaitingAction[]> {
  for (const one of all) {
    // A form that was not accepted is filled in again in the next two steps.
    const isDue = one.planned.step <= index && index <= one.planned.step + 2 && !one.isAsked;
    if (one.planned.requester === who && isDue) await requestSignatures(world, one);
  }
  const left: WaitingAction[] = [];
  const held = new Set<TrackedRequest>();
  for (const doing of waiting.filter(({ of }) => of.planned.requester === who)) {
    if (doing.step > index || held.has(doing.of)) {
      left.push(doing);
      held.add(doing.of);
      continue;
    }
    const isDone = await carryOut(world, doing.of, doing.action);
    if (isDone || doing.tries + 1 >= mostTries) continue;
    left.push({ ...doing, tries: doing.tries + 1 });
    // Later actions on the same request wait until this action is done.
    held.add(doing.of);
  }
  return left;
}

/** Lets hours pass in which nothing fails and nobody acts. Returns the jobs that are still not done. */
export async function settle(world: ChaosWorld): Promise<readonly string[]> {
  world.box.faults.clear();
  await world.waitUntilRunning();
  let left = await world.waitUntilIdle();
  for (const ms of settleStepsMs) {
    await world.passes(ms);
    left = await world.waitUntilIdle();
  }
  return left;
}
