/**
 * Time from Box's notification to the card that shows the news. Box and Slack answer immediately here, so what is
 * measured is the app's own time.
 */
import { webhookEnvironment } from '../../sandbox/own/box-app.ts';
import { linkOf, until, waitForModal } from '../acts.ts';
import { atMost, p95, type Row } from '../row.ts';
import { type BenchWorld, startWorld } from '../world.ts';

const times = 10;

export const webhook: Row = {
  name: 'webhook',
  stores: ['sqlite', 'postgres'],
  rounds: 1,
  async measure(store) {
    const world = await startWorld(store);
    try {
      await world.startApp(webhookEnvironment(world.box));
      const took: number[] = [];
      for (let count = 0; count <= times; count += 1) took.push(await notificationToCardMs(world, count));
      return [
        { what: 'webhook to card, p95', value: p95(took.slice(1)), unit: 'ms', goal: atMost(150) },
        { what: '  the first one', value: took[0] ?? 0, unit: 'ms' },
      ];
    } finally {
      await world.stop();
    }
  },
};

/**
 * Sends a request, and has one signer sign it. Resolves with the time from Box's notification to the changed card (ms).
 */
async function notificationToCardMs(
  { slack, box, ana, anaAtBox, newFile }: BenchWorld,
  count: number,
): Promise<number> {
  const signer = `bo${count}@client.com`;
  // Only one of two signers signs, so that Box does not start finalizing the files, which takes time.
  await ana.types(`/sign ${newFile().url} ${signer} dee${count}@client.com`);
  const { id } = await waitForModal(slack, 'ana', 'create');
  await ana.submits();
  const url = await until('link to Box', () => linkOf(slack.state.views[id]?.content, 'place_fields'));
  await box.person(anaAtBox.login).placesFieldsAndSends(url);
  await ana.closes({ all: true });
  await until('webhook', () => Object.values(box.state.webhooks)[0]);
  const drawn = (words: string) =>
    slack.state.messages.find(
      ({ text }) => text.includes(`Contract ${count + 1}.pdf`) && text.includes(words),
    );
  await until('card that says Sent', () => drawn('Nobody has opened it'));
  const told = box.notifications.length;
  await box.person(signer).signs();
  const { at } = await until('notification', () => box.notifications[told]);
  await until('card that says who has signed', () => drawn('1 of 2 signed'));
  return Date.now() - at;
}
