/** `/sign` at 20 connections: acknowledged, and forms opened, against a bare Bolt app that opens a constant view. */
import { pause } from '../../sandbox/http.ts';
import { type Load, typesForMs } from '../load.ts';
import { type Program, startProgram } from '../program.ts';
import { atLeast, type Row } from '../row.ts';
import type { Shortcut } from '../shortcut.ts';
import { type BenchWorld, startWorld } from '../world.ts';

const warmUpMs = 1_500;
const measuredMs = 4_000;
const drainsWithinMs = 30_000;

export const commands: Row = {
  name: 'commands',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    try {
      const app = await world.startApp();
      world.shortcut.open();
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
        { what: 'processor time for one', value: ours.processorMs / theirs.processorMs, unit: 'times' },
        { what: '  the app, p95 of the acknowledgement', value: ours.p95Ms, unit: 'ms' },
        { what: '  bare, p95 of the acknowledgement', value: theirs.p95Ms, unit: 'ms' },
      ];
    } finally {
      await world.stop();
    }
  },
};

interface Taken extends Load {
  /** Forms a second. */
  readonly opened: number;
  /** Processor time for one form (ms). */
  readonly processorMs: number;
}

async function underLoad(world: BenchWorld, program: Program): Promise<Taken> {
  const { port } = program;
  const { slack, shortcut } = world;
  const typing = {
    port,
    signingSecret: slack.signingSecret,
    teamId: slack.teamId,
    userId: slack.user('ana').id,
    responseUrl: `${slack.baseUrl}/hooks/none`,
  };
  const untyped = shortcut.opened;
  await drained(shortcut, await typesForMs(typing, warmUpMs), untyped);
  const before = shortcut.opened;
  const processorBefore = program.processorMs();
  const startedAt = performance.now();
  const load = await typesForMs(typing, measuredMs);
  // What is acknowledged is not done yet: the last form counts too.
  await drained(shortcut, load, before);
  const processorMs = (program.processorMs() - processorBefore) / load.typed;
  return {
    ...load,
    processorMs,
    opened: ((shortcut.opened - before) * 1000) / (performance.now() - startedAt),
  };
}

async function drained(shortcut: Shortcut, { typed }: Load, before: number): Promise<void> {
  const deadline = performance.now() + drainsWithinMs;
  while (shortcut.opened - before < typed) {
    if (performance.now() > deadline) throw new Error(`${shortcut.opened - before} of ${typed} forms opened`);
    await pause(10);
  }
}
