/**
 * Time from a letter typed into the search for the document, or for the folder, to the entries. Box answers immediately
 * here, so what is measured is what the app adds to Box's own time.
 */
import { pause } from '../../sandbox/http.ts';
import { modalOf, pressInModal, until, waitForModal } from '../acts.ts';
import { atMost, p95, type Row } from '../row.ts';
import { startWorld } from '../world.ts';

const times = 15;
/** Pause between searches (ms). Box accepts six searches a second from a person. */
const betweenMs = 200;

export const search: Row = {
  name: 'search',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    const { slack, ana } = world;
    try {
      await world.startApp();
      for (let count = 0; count < 30; count += 1) world.newFile();
      await ana.types('/sign');
      await waitForModal(slack, 'ana', 'create');
      await ana.fills({ Document: 'Search Box' });
      await until('search', () => JSON.stringify(modalOf(slack, 'ana')?.content).includes('document_found'));
      await pressInModal(slack, 'ana', 'more_options');
      await until('folder', () => JSON.stringify(modalOf(slack, 'ana')?.content).includes('"folder"'));
      const took = async (name: string, text: string): Promise<number[]> => {
        const all: number[] = [];
        // The first search is not measured: code runs for the first time.
        for (let count = 0; count <= times; count += 1) {
          await pause(betweenMs);
          const startedAt = performance.now();
          const found = await ana.searches(name, text);
          all.push(performance.now() - startedAt);
          if (found.length === 0) throw new Error(`${name} found nothing`);
        }
        return all.slice(1);
      };
      const documents = await took('Search Box', 'contract');
      const folders = await took('Folder for the signed copy', 'contr');
      return [
        { what: 'a letter to the files found, p95', value: p95(documents), unit: 'ms', goal: atMost(300) },
        { what: 'a letter to the folders found, p95', value: p95(folders), unit: 'ms', goal: atMost(300) },
      ];
    } finally {
      await world.stop();
    }
  },
};
