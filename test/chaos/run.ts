/** Runs one scenario: starts its world, lets people act while things go wrong, and then checks the invariants. */
import { writeFileSync } from 'node:fs';
import { watchAnswers } from './answers.ts';
import { startChaosWorld } from './chaos-world.ts';
import { effectsOnOthers } from './crossed.ts';
import { examine } from './invariants.ts';
import { planOf } from './plan.ts';
import { play, settle } from './play.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  readonly seed: number;
  readonly requests: number;
  readonly isPostgres: boolean;
  readonly hasWebhooks: boolean;
}

/** The result of a run. */
export interface Outcome {
  /** The report: what happened and was checked, as counts; each late answer also has a line of its own. */
  readonly lines: readonly string[];
  /** The breaches of each invariant, by the invariant's name. */
  readonly breaches: ReadonlyMap<string, readonly string[]>;
}

export async function run(scenario: Scenario, options: RunOptions): Promise<Outcome> {
  const { seed, requests, isPostgres, hasWebhooks } = options;
  const processes = isPostgres ? scenario.processes : 1;
  const world = await startChaosWorld({
    store: isPostgres ? 'postgres' : 'sqlite',
    processes,
    hasWebhooks,
    isSocketMode: scenario.isSocketMode ?? false,
  });
  try {
    const trouble = scenario.starts(seed, world);
    const answers = watchAnswers(world.slack, () => world.killed + (trouble.excuses?.() ?? 0));
    const stage = Object.assign(world, { answers });
    const plan =
      scenario.plans?.(seed, requests) ?? planOf(seed, requests, scenario.hasKills ? processes : 0);
    const asked = await play(stage, plan, trouble);
    await trouble.stop();
    const left = await settle(world);
    const findings = await examine({ world, asked, lostPosts: trouble.lostPosts ?? new Map() });
    const ended = world.starts.done - processes - world.killed;
    const breaches = new Map([
      ...findings.breaches,
      ['effects on other requests or people', await effectsOnOthers(world, asked)],
      ['presses, commands and forms without an answer', answers.silent],
      ['work that does not come to rest', left],
      ['processes that ended by themselves', ended > 0 ? [`${ended}`] : []],
      ...(trouble.breaches?.() ?? []),
    ]);
    const states = new Map<string, number>();
    for (const { status } of world.box.signRequests()) states.set(status, (states.get(status) ?? 0) + 1);
    const lines = [
      `requests ${findings.checked['requests']}, at Box: ${[...states].map(([state, many]) => `${many} ${state}`).join(', ')}`,
      ...trouble.lines(),
      `${world.killed} kills, ${world.starts.done} starts and ${world.starts.failed} that failed`,
      `cards compared ${findings.checked['cards']}, notices owed ${findings.checked['notices']}`,
      `presses, commands and forms ${answers.acts}; without an answer because of a kill or a refusal of Slack: ${answers.explained}; late: ${answers.late.length}`,
      ...answers.late.map((one) => `    ${one}`),
      `messages doubled because Slack had taken one that it said it had not: ${findings.explained}`,
    ];
    return { lines, breaches };
  } finally {
    if (process.env['CHAOS_OUTPUT']) writeFileSync(process.env['CHAOS_OUTPUT'], world.output());
    await world.stop();
  }
}
