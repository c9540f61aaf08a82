/**
 * The app is killed while it asks Box about the document of an accepted form, and started again immediately. Measures
 * the time from that start to the link for placing the fields.
 */
import { linkOf, until, waitForModal } from '../acts.ts';
import { atMost, type Row } from '../row.ts';
import { startWorld } from '../world.ts';

export const resume: Row = {
  name: 'resume',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    const { slack, box, ana, newFile } = world;
    try {
      const app = await world.startApp();
      let isAsked = false;
      const removeHook = box.onCall(async ({ path }) => {
        if (!path.startsWith('/2.0/files/')) return 'go';
        isAsked = true;
        await app.kill();
        return 'drop';
      });
      await ana.types(`/sign ${newFile().url} bo@client.com`);
      const { id } = await waitForModal(slack, 'ana', 'create');
      await ana.submits();
      await until('call to Box', () => isAsked);
      await app.kill();
      removeHook();
      const startedAt = performance.now();
      await world.startApp();
      await until('link to Box', () => linkOf(slack.state.views[id]?.content, 'place_fields'));
      return [
        { what: 'kill -9 to link', value: performance.now() - startedAt, unit: 'ms', goal: atMost(15_000) },
      ];
    } finally {
      await world.stop();
    }
  },
};
