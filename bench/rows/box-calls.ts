/** How many calls to Box each action makes, not counting look-ups of tokens and people. */
import { startAppProcess } from '../../sandbox/app-process.ts';
import { pause } from '../../sandbox/http.ts';
import { linkOf, pressOnMessage, until, waitForModal } from '../acts.ts';
import { exactly, type Figure, type Row } from '../row.ts';
import { type BenchWorld, startWorld } from '../world.ts';

/** Every effect of an action comes within this time (ms). */
const restsAfterMs = 700;

/** A time (ms) a little longer than the ten minutes after which Box accepts the next reminder. */
const elevenMinutesMs = 11 * 60_000;

const lookUps = /^\/(oauth2|api\/oauth2|2\.0\/users)\b/;

export const boxCalls: Row = {
  name: 'box-calls',
  stores: ['sqlite'],
  rounds: 1,
  async measure(store) {
    let aheadMs = 0;
    const world = await startWorld(store, { clock: () => Date.now() + aheadMs });
    const app = await startAppProcess({ env: world.env });
    try {
      await world.connectTo(app.port);
      return await countCalls(world, async () => {
        aheadMs = elevenMinutesMs;
        await app.setClock(aheadMs);
      });
    } finally {
      await app.stop();
      await world.stop();
    }
  },
};

async function countCalls(world: BenchWorld, elevenMinutesPass: () => Promise<void>): Promise<Figure[]> {
  const { slack, box, ana } = world;
  const figures: Figure[] = [];
  const count = async (what: string, goal: number, act: () => Promise<unknown>): Promise<void> => {
    await pause(restsAfterMs);
    const before = box.traffic.length;
    await act();
    await pause(restsAfterMs);
    const calls = box.traffic.slice(before).filter(({ path }) => !lookUps.test(path));
    figures.push({ what, value: calls.length, unit: 'calls', goal: exactly(goal) });
  };
  await count('create from a shared link', 3, () => createRequest(world, box.sharedLink(world.newFile())));
  let prepareUrl = '';
  await count('create from a file link', 2, async () => {
    prepareUrl = await createRequest(world, world.newFile().url);
  });
  await count('list of up to 1,000', 1, async () => {
    await ana.types('/sign list');
    await waitForModal(slack, 'ana', 'list');
    await pause(restsAfterMs);
    await ana.closes({ all: true });
  });
  await box.person('ana@acme.com').placesFieldsAndSends(prepareUrl);
  await count('Refresh', 1, () => pressOnMessage(slack, 'ana', 'refresh'));
  await elevenMinutesPass();
  // The card may need to be drawn again before it offers a reminder.
  await pressOnMessage(slack, 'ana', 'refresh');
  await count('resend', 1, () => pressOnMessage(slack, 'ana', 'resend'));
  await count('cancel', 1, async () => {
    await pressOnMessage(slack, 'ana', 'cancel');
    await waitForModal(slack, 'ana', 'cancel');
    await ana.submits();
  });
  return figures;
}

/** Creates a request. Resolves with the URL for placing its fields. */
async function createRequest({ slack, ana }: BenchWorld, url: string): Promise<string> {
  await ana.types(`/sign ${url} bo@client.com`);
  const { id } = await waitForModal(slack, 'ana', 'create');
  await ana.submits();
  const prepareUrl = await until('link to Box', () => linkOf(slack.state.views[id]?.content, 'place_fields'));
  await ana.closes({ all: true });
  return prepareUrl;
}
