/**
 * `im:history` is optional, and some apps may use it once a minute: where the app cannot search for a message whose
 * answer was lost, it posts again, and the older message is marked as replaced once it is found.
 */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, messagesAbout } from './acts.ts';
import { aWorld, stories, type World } from './world.ts';

const replaced = /replaced by a newer (card|message) below/;

/** Slack posts the card of a new request, and its answer is lost. */
async function losesAnswer(world: World, name: string): Promise<void> {
  world.slack.faults.next({ kind: 'drop-after', method: 'chat.postMessage' });
  const file = world.newFile(name);
  await asksFor(world, `${file.url} bo@client.com`);
  await world.ana.sees('Nobody has been emailed yet', { in: 'modal' });
  await world.ana.closes();
}

async function twoCards(world: World, name: string): Promise<SeenMessage[]> {
  await expect.poll(async () => (await messagesAbout(world, name)).length).toBe(2);
  return messagesAbout(world, name);
}

stories('a card whose answer was lost, where history may not be read', () => {
  const world = aWorld();

  it.each([
    {
      what: 'the scope was not granted',
      name: 'Not granted.pdf',
      begin: ({ slack }: World) => {
        const all = [...slack.state.app.scopes];
        slack.setScopes(all.filter((scope) => scope !== 'im:history'));
        return () => slack.setScopes(all);
      },
    },
    {
      what: 'history may be read once a minute',
      name: 'Rare.pdf',
      begin: ({ slack }: World) => {
        slack.faults.isHistoryRestricted = true;
        // The one call that is allowed in this minute is used up.
        slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 55, method: 'conversations.history' });
        return () => slack.faults.clear();
      },
    },
  ])('is posted again when $what, and a press on the older one marks that', async ({ name, begin }) => {
    const { ana } = world();
    const end = begin(world());
    await losesAnswer(world(), name);
    const [older, newer] = await twoCards(world(), name);
    if (!older) throw new Error('there is no card');
    await ana.presses('Refresh', { on: older });
    await expect
      .poll(async () => (await ana.messages('app')).find(({ ts }) => ts === older.ts)?.plain)
      .toMatch(replaced);
    const after = await ana.messages('app');
    expect(after.find(({ ts }) => ts === older.ts)?.buttons).toEqual([]);
    await expect
      .poll(async () => (await ana.messages('app')).find(({ ts }) => ts === newer?.ts)?.buttons)
      .toContain('Place the fields');
    end();
  });
});
