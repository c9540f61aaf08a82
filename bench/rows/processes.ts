/**
 * Forms that become requests, with a Box that takes 300 ms for each call: two processes on one PostgreSQL compared
 * with one.
 */
import { until, waitForModal } from '../acts.ts';
import { atLeast, type Row } from '../row.ts';
import { startWorld } from '../world.ts';

const boxLatencyMs = 300;
const people = Array.from({ length: 48 }, (_, index) => `person${index + 1}`);

export const processes: Row = {
  name: 'processes',
  stores: ['postgres'],
  rounds: 3,
  async measure() {
    const [one, two] = [await createdPerSecond(1), await createdPerSecond(2)];
    return [
      { what: 'two processes against one', value: two / one, unit: 'times', goal: atLeast(1.7) },
      { what: '  one', value: one, unit: 'a second' },
      { what: '  two', value: two, unit: 'a second' },
    ];
  },
};

/** Number of requests that this number of processes create in a second. */
async function createdPerSecond(count: 1 | 2): Promise<number> {
  const world = await startWorld('postgres', { enterpriseId: '987654' });
  try {
    const { slack, box } = world;
    for (let started = 0; started < count; started += 1) await world.startApp({ PORT: '0' });
    const files = people.map((handle) => {
      slack.addUser({ handle, email: `${handle}@acme.com` });
      const account = box.addUser({ login: `${handle}@acme.com`, name: handle });
      return box.addFile(account, {
        name: `${handle}.pdf`,
        folder: box.addFolder(account, { name: 'Contracts' }),
      });
    });
    // People open their forms one after another: measuring starts once everyone has theirs.
    for (const [index, handle] of people.entries()) {
      await slack.person(handle).types(`/sign ${files[index]?.url} bo@client.com`);
      await waitForModal(slack, handle, 'create');
    }
    box.latencyMs = boxLatencyMs;
    const startedAt = performance.now();
    await Promise.all(people.map((handle) => slack.person(handle).submits()));
    await until('request for everybody', () => box.signRequests().length === people.length);
    return (people.length * 1000) / (performance.now() - startedAt);
  } finally {
    await world.stop();
  }
}
