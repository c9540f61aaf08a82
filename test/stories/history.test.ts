/**
 * The scope `im:history` is optional, and some apps may read history only once a minute. In both cases the app cannot
 * search for a message when Slack's answer to its posting was lost. So it posts the message again, and marks the older
 * one as replaced when somebody presses a button on it.
 */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, messagesAbout } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories, type World } from './world.ts';

const replaced = /replaced by a newer (card|message) below/;

/** Ana creates a request. Slack posts its card, but Slack's answer is lost. */
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

stories('a card for which Slack’s answer was lost, where history cannot be read', () => {
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
        // Slack refuses further calls of this method in this minute, because the allowed one is used up.
        slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 55, method: 'conversations.history' });
        return () => slack.faults.clear();
      },
    },
  ])(
    'the card is posted again when $what, and a press on the older one marks it as replaced',
    async ({ name, begin }) => {
      const { ana } = world();
      const end = begin(world());
      await losesAnswer(world(), name);
      const [older, newer] = await twoCards(world(), name);
      if (!older) throw new Error('there is no card');
      // Slack may not let the app change the older one. Nobody is told, and the next press tries again.
      const { app, slack } = world();
      const failures = () => app.output().split('could not be marked').length;
      const before = failures();
      slack.onCall(async ({ method, args }) =>
        method === 'chat.update' && args['ts'] === older.ts ? { status: 503 } : 'go',
      );
      await ana.presses('Details', { on: older });
      await expect.poll(failures).toBeGreaterThan(before);
      await quiet(world());
      slack.onCall(null);
      await ana.closes();
      expect(await ana.ephemerals('app')).toEqual([]);
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
    },
  );
});
