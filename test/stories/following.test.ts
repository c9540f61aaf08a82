/** The card follows by itself, without a press on Refresh, and its requester is told, without a flood. */
import { beforeEach, expect, it } from 'vitest';
import { asksFor, noticesAbout, onlyCard } from './acts.ts';
import { aWorld, stories } from './world.ts';

const minute = 60_000;

stories('following by itself', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** A request for a fresh file that is ready to be prepared; the address of its prepare page. */
  async function readyRequest(name: string, who: string): Promise<string> {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), file.url, { 'Other people who sign': who });
    await ana.sees('Nobody has been mailed yet', { in: 'modal' });
    return (await ana.presses('Place the fields')).url ?? '';
  }

  const notices = (name: string) => noticesAbout(world(), name);

  it('from Place the fields to Completed, in the modal and on the card, with one notice for each outcome', async () => {
    const { ana, anaAtBox, box } = world();
    const prepare = await readyRequest('Followed.pdf', 'bo@client.com, dee@client.com');
    await anaAtBox.placesFieldsAndSends(prepare);
    await world().passes(15_000);
    await ana.sees('Sent to 2 people', { in: 'modal' });
    await ana.closes();
    await onlyCard(world(), 'Followed.pdf', /Sent .*Nobody has opened it/);
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    await world().passes(15_000);
    await onlyCard(world(), 'Followed.pdf', /1 of 2 signed/);
    await expect.poll(async () => (await notices('Followed.pdf')).length).toBe(1);
    expect((await notices('Followed.pdf'))[0]).toMatch(/bo@client\.com signed Followed\.pdf\. 1 of 2 signed/);
    await world().passes(5 * minute);
    await box.person('dee@client.com').signs(undefined, { typing: 'Dee' });
    await world().passes(2 * minute);
    await onlyCard(world(), 'Followed.pdf', /Completed.*2 of 2 signed/);
    await expect.poll(async () => (await notices('Followed.pdf')).length).toBe(2);
    expect((await notices('Followed.pdf')).at(-1)).toMatch(/Followed\.pdf is complete/);
  });
});
