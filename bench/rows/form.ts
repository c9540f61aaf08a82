/**
 * Time from the press on Continue to the modal with the link for placing the fields. Slack and Box answer immediately
 * here, so what is measured is the app's own time and the little that the sandbox takes.
 */
import { linkOf, until, waitForModal } from '../acts.ts';
import { atMost, p95, type Row } from '../row.ts';
import { type BenchWorld, startWorld } from '../world.ts';

const times = 30;

export const form: Row = {
  name: 'form',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    try {
      await world.startApp();
      const took: number[] = [];
      // The first submission is not measured: code runs for the first time, and people are looked up.
      for (let count = 0; count <= times; count += 1) took.push(await submissionMs(world, count));
      return [
        { what: 'form to link, p95', value: p95(took.slice(1)), unit: 'ms', goal: atMost(100) },
        { what: '  the first one', value: took[0] ?? 0, unit: 'ms' },
      ];
    } finally {
      await world.stop();
    }
  },
};

/** Submits a form. Resolves with the time until the modal has the link to Box (ms). */
async function submissionMs({ slack, ana, newFile }: BenchWorld, count: number): Promise<number> {
  await ana.types(`/sign ${newFile().url} bo${count}@client.com`);
  const { id } = await waitForModal(slack, 'ana', 'create');
  const startedAt = performance.now();
  await ana.submits();
  await until('link to Box', () => linkOf(slack.state.views[id]?.content, 'place_fields'));
  const tookMs = performance.now() - startedAt;
  await ana.closes({ all: true });
  return tookMs;
}
