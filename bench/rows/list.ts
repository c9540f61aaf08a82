/** Time from the command to a list of 1,000 requests, and from a press to its next page. */
import { modalOf, pressInModal, until, waitForModal } from '../acts.ts';
import { atMost, p95, type Row } from '../row.ts';
import { startWorld } from '../world.ts';

const many = 1_000;
const times = 10;

export const list: Row = {
  name: 'list',
  stores: ['sqlite', 'postgres'],
  rounds: 2,
  async measure(store) {
    const world = await startWorld(store);
    try {
      const { slack, box, ana, anaAtBox } = world;
      const file = world.newFile();
      for (let count = 0; count < many; count += 1) {
        box.addSignRequest(anaAtBox, { file, to: [`bo${count}@client.com`], name: `Contract ${count}` });
      }
      await world.startApp();
      const shown = (): string => JSON.stringify(modalOf(slack, 'ana')?.content ?? null);
      // The first opening imports Box's list.
      await ana.types('/sign list');
      await until('page of requests in Box', () => shown().includes('list_older'));
      await ana.closes({ all: true });
      const opened: number[] = [];
      const turned: number[] = [];
      for (let count = 0; count < times; count += 1) {
        const typedAt = performance.now();
        await ana.types('/sign list');
        await waitForModal(slack, 'ana', 'list');
        opened.push(performance.now() - typedAt);
        const before = firstRow(shown());
        const pressedAt = performance.now();
        await pressInModal(slack, 'ana', 'list_older');
        await until('next page', () => firstRow(shown()) !== before);
        turned.push(performance.now() - pressedAt);
        await ana.closes({ all: true });
      }
      return [
        { what: 'list of 1,000 opens, p95', value: p95(opened), unit: 'ms', goal: atMost(300) },
        { what: 'its next page, p95', value: p95(turned), unit: 'ms', goal: atMost(100) },
      ];
    } finally {
      await world.stop();
    }
  },
};

/** The name of the first request on the page, which identifies the page. */
function firstRow(content: string): string | undefined {
  return /Contract \d+/.exec(content)?.[0];
}
