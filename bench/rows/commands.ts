/**
 * How many `/sign` commands on 20 connections are acknowledged a second, and how many forms are opened, compared with a
 * bare Bolt app that opens a constant view.
 */
import { pause } from '../../sandbox/http.ts';
import { type Load, typeForMs } from '../load.ts';
import { type Program, startProgram } from '../program.ts';
import { atLeast, atMost, type Row } from '../row.ts';
import type { ViewsProxy } from '../views-proxy.ts';
import { type BenchWorld, startWorld } from '../world.ts';

const warmUpMs = 1_500;
const measuredMs = 4_000;
const givesUpAfterMs = 2_000;

export const commands: Row = {
  name: 'commands',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    try {
      const app = await world.startApp();
      world.viewsProxy.answerViews();
      const ours = await underLoad(world, app);
      await app.stop();
      const bare = await startProgram('bare', world.env);
      const theirs = await underLoad(world, bare);
      await bare.stop();
      return [
        {
          what: '/sign acknowledged',
          value: ours.perSecond / theirs.perSecond,
          unit: 'times',
          goal: atLeast(0.9),
        },
        { what: '  the app', value: ours.perSecond, unit: 'a second' },
        { what: '  bare', value: theirs.perSecond, unit: 'a second' },
        { what: 'forms opened', value: ours.opened / theirs.opened, unit: 'times', goal: atLeast(0.9) },
        { what: '  the app', value: ours.opened, unit: 'a second' },
        { what: '  bare', value: theirs.opened, unit: 'a second' },
        { what: 'forms that never came', value: ours.neverOpened, unit: 'of 100', goal: atMost(0) },
        { what: 'processor time for one', value: ours.processorMs / theirs.processorMs, unit: 'times' },
        { what: '  the app, p95 of the acknowledgement', value: ours.p95Ms, unit: 'ms' },
        { what: '  bare, p95 of the acknowledgement', value: theirs.p95Ms, unit: 'ms' },
      ];
    } finally {
      await world.stop();
    }
  },
};

/** The results of a load test with forms. */
interface LoadResult extends Load {
  /** Number of forms that were opened in a second. */
  readonly opened: number;
  /** Percentage of commands whose form never opened. */
  readonly neverOpened: number;
  /** Processor time for one acknowledged command (ms). */
  readonly processorMs: number;
}

/** Types commands for a while and measures the program. */
async function underLoad(world: BenchWorld, program: Program): Promise<LoadResult> {
  const { port } = program;
  const { slack, viewsProxy } = world;
  const typing = {
    port,
    signingSecret: slack.signingSecret,
    teamId: slack.teamId,
    userId: slack.user('ana').id,
    responseUrl: `${slack.baseUrl}/hooks/none`,
  };
  const untyped = viewsProxy.opened;
  await waitForForms(viewsProxy, await typeForMs(typing, warmUpMs), untyped);
  const before = viewsProxy.opened;
  const processorBefore = program.processorMs();
  const startedAt = performance.now();
  const load = await typeForMs(typing, measuredMs);
  // A form opens only after its command was acknowledged, so the time until the last form is measured.
  const lastAt = await waitForForms(viewsProxy, load, before);
  const processorMs = (program.processorMs() - processorBefore) / load.acknowledged;
  const opened = viewsProxy.opened - before;
  return {
    ...load,
    processorMs,
    neverOpened: (100 * (load.acknowledged - opened)) / load.acknowledged,
    opened: (opened * 1000) / (lastAt - startedAt),
  };
}

/**
 * Waits until all forms are open, or no further one opens: a form that takes too long is given up. Resolves with the
 * time (by `performance.now()`) at which the last one opened.
 */
async function waitForForms(viewsProxy: ViewsProxy, { acknowledged }: Load, before: number): Promise<number> {
  let known = viewsProxy.opened;
  let lastAt = performance.now();
  while (known - before < acknowledged && performance.now() - lastAt < givesUpAfterMs) {
    await pause(10);
    if (viewsProxy.opened > known) lastAt = performance.now();
    known = viewsProxy.opened;
  }
  return lastAt;
}
