/**
 * `npm run chaos [-- --requests N] [--seed S] [--postgres] [--webhooks]`: people send, sign, decline, cancel, forward
 * and remind while one in ten of all calls fails, the app is killed again and again, and the clock moves. Then all
 * failures stop, and the invariants are checked. The seed decides everything that happens, so a run can be repeated.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { databaseUrl } from '../../bench/world.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { type Asked, asks, does } from './deeds.ts';
import { examine, type Findings } from './invariants.ts';
import { type Mischief, startMischief } from './mischief.ts';
import { type Action, type Plan, planOf, requesters } from './plan.ts';

const minute = 60_000;
const hour = 60 * minute;
/**
 * How far the clock moves in each step of settling, until even quiet requests have been polled and delayed jobs are
 * done.
 */
const settleStepsMs = [minute, 5 * minute, 16 * minute, hour, 2 * hour, 6 * hour, 12 * hour, 24 * hour];

/** An action that was not possible is tried in at most this many steps. */
const mostTries = 4;

interface Doing {
  readonly of: Asked;
  readonly step: number;
  readonly action: Action;
  tries: number;
}

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '40' },
    seed: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    webhooks: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const count = Number(values.requests);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1)
  fail('--seed and --requests are whole numbers.');
if (values.postgres && databaseUrl === undefined) fail('--postgres needs TEST_DATABASE_URL.');
const processes = values.postgres ? 2 : 1;

process.stdout.write(
  `seed ${seed}: ${count} requests, ${processes === 1 ? 'one process on SQLite' : 'two processes on PostgreSQL'}${values.webhooks ? ', webhooks on' : ''}\n`,
);
const startedAt = performance.now();
const plan = planOf(seed, count, processes);
const world = await startChaosWorld(values.postgres ? 'postgres' : 'sqlite', processes, values.webhooks);
try {
  const mischief = startMischief(seed, world);
  const asked = await play(world, plan);
  mischief.stop();
  const left = await settle(world);
  report(world, mischief, await examine({ world, asked, lostPosts: mischief.lostPosts }), left);
} finally {
  await world.stop();
}

async function play(world: ChaosWorld, { requests, steps }: Plan): Promise<readonly Asked[]> {
  const all = requests.map(
    (planned): Asked => ({
      planned,
      file: world.newFile(planned.requester, planned.name),
      isAsked: false,
      isCancelledInSlack: false,
    }),
  );
  let waiting: Doing[] = all.flatMap((of) => of.planned.actions.map((one) => ({ of, ...one, tries: 0 })));
  for (const [index, step] of steps.entries()) {
    await world.passes(step.passesMs);
    world.box.faults.listLagMs = step.listLagMs;
    world.turns();
    if (step.kills !== null) setTimeout(world.kills, 150, step.kills);
    // Each person does one thing after another; the people act at the same time.
    const after = await Promise.all(requesters.map((who) => actAs(world, who, all, waiting, index)));
    waiting = after.flat();
    await world.lives();
  }
  return all;
}

/** Carries out what one person is to do in this step. Returns the actions that are left. */
async function actAs(
  world: ChaosWorld,
  who: string,
  all: readonly Asked[],
  waiting: readonly Doing[],
  index: number,
): Promise<Doing[]> {
  for (const one of all) {
    // A form that was not accepted is filled in again in the next two steps.
    const isDue = one.planned.step <= index && index <= one.planned.step + 2 && !one.isAsked;
    if (one.planned.requester === who && isDue) await asks(world, one);
  }
  const left: Doing[] = [];
  const held = new Set<Asked>();
  for (const doing of waiting.filter(({ of }) => of.planned.requester === who)) {
    if (doing.step > index || held.has(doing.of)) {
      left.push(doing);
      held.add(doing.of);
      continue;
    }
    const isDone = await does(world, doing.of, doing.action);
    if (isDone || doing.tries + 1 >= mostTries) continue;
    left.push({ ...doing, tries: doing.tries + 1 });
    // Later actions on the same request wait for this one.
    held.add(doing.of);
  }
  return left;
}

/** Lets hours pass in which nothing fails and nobody does anything. Returns the jobs that are still not done. */
async function settle(world: ChaosWorld): Promise<readonly string[]> {
  world.box.faults.clear();
  await world.lives();
  let left = await world.rests();
  for (const ms of settleStepsMs) {
    await world.passes(ms);
    left = await world.rests();
  }
  return left;
}

function report(
  world: ChaosWorld,
  { slack, box, notifications }: Mischief,
  findings: Findings,
  left: readonly string[],
): void {
  const states = new Map<string, number>();
  for (const { status } of world.box.signRequests()) states.set(status, (states.get(status) ?? 0) + 1);
  const failed = (of: Mischief['slack']): string =>
    `${of.calls} calls, ${of.failedBefore} failed before and ${of.failedAfter} after taking effect`;
  const kills = plan.steps.filter(({ kills }) => kills !== null).length;
  const all = [
    ...findings.breaches,
    ...(left.length === 0 ? [] : [['work that does not come to rest', left] as const]),
  ];
  const lines = [
    `  requests ${findings.checked['requests']}, at Box: ${[...states].map(([state, many]) => `${many} ${state}`).join(', ')}`,
    `  Slack: ${failed(slack)}`,
    `  Box: ${failed(box)}`,
    ...(values.webhooks
      ? [
          `  ${notifications.sent} notifications of webhooks, ${notifications.lost} lost, ${notifications.doubled} doubled`,
        ]
      : []),
    `  ${kills} kills, ${world.starts.done} starts and ${world.starts.failed} that failed`,
    `  cards compared ${findings.checked['cards']}, notices owed ${findings.checked['notices']}`,
    `  messages doubled because Slack had taken one that it said it had not: ${findings.explained}`,
    ...all.flatMap(([invariant, whom]) => [
      `  ✗ ${invariant}: ${whom.length}`,
      ...whom.map((one) => `      ${one}`),
    ]),
    all.length === 0 ? '  ✓ everything is as it must be' : `  repeat with --seed ${seed}`,
    `  ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = all.length === 0 ? 0 : 1;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
