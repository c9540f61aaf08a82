/** The same file sent to the same people again, within two minutes and later. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, cardOnceSent, createdFor, holdCalls, onlyCard } from './acts.ts';
import { setsRules } from './rules.ts';
import { aWorld, stories } from './world.ts';

stories('the same request again', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** Ana submits the form for this file twice. */
  async function submitsTwice(name: string) {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} @cy dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await asksFor(world(), `DEE@client.com @cy ${file.url}`);
    await ana.sees('You created a request with the same document and the same people a moment ago.', {
      in: 'modal',
    });
    expect(createdFor(world(), file)).toHaveLength(1);
    return file;
  }

  it('a second identical form shows the first request instead of making another', async () => {
    const { ana } = world();
    const file = await submitsTwice('First.pdf');
    await ana.presses('Show that request');
    await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
    expect((await ana.presses('Place the fields')).url).toMatch(/^https:/);
    await onlyCard(world(), 'First.pdf', 'Not sent yet');
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('Show that request opens its form when nothing was sent, and says why', async () => {
    const { ana, box } = world();
    const file = world().newFile('Withheld.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Asking Box', { in: 'modal' });
    await ana.closes();
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('You created a request with the same document', { in: 'modal' });
    box.trashFile(file);
    held.release();
    await ana.sees('That file is in the trash');
    await ana.presses('Show that request');
    await ana.sees(/Nothing was sent.*That file is in the trash/s, { in: 'modal' });
    expect((await ana.modal())?.submit).toBe('Continue');
    expect(createdFor(world(), file)).toEqual([]);
  });

  it('two presses of Send another request create one more request', async () => {
    const { ana } = world();
    const file = await submitsTwice('Another.pdf');
    expect((await ana.presses('Send another request', { times: 2 })).shown).toBeNull();
    await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
    await expect
      .poll(async () => (await ana.messages('app')).filter(({ plain }) => plain.includes('Another')).length)
      .toBe(2);
    const ids = createdFor(world(), file).map((body) => body['external_id']);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toHaveLength(2);
  });

  it('Send another request sends nothing when an admin has forbidden it meanwhile', async () => {
    const { ana } = world();
    const file = await submitsTwice('Forbidden.pdf');
    await setsRules(world(), { 'Who may send': 'Sales' });
    await ana.presses('Send another request');
    await ana.sees('Your workspace lets only Sales send signature requests.', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
    await setsRules(world(), { 'Who may send': null });
  });

  it('the second form says when the first request was sent already', async () => {
    const { ana, anaAtBox } = world();
    const file = world().newFile('Out.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Out.pdf', 'Not sent yet') });
    await cardOnceSent(world(), 'Out.pdf', /Sent .*Nobody has opened it/);
    await world().passes(70_000);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('You sent the same document to the same people a minute ago.', { in: 'modal' });
    await ana.presses('Show that request');
    await ana.sees('✅ Sent to 1 person.', { in: 'modal' });
  });

  it('other signers, or the same ones two minutes later, make another request', async () => {
    const { ana } = world();
    const file = world().newFile('Often.pdf');
    for (const [index, who] of ['dee@client.com', 'eli@client.com', 'dee@client.com'].entries()) {
      if (index === 2) await world().passes(2 * 60_000 + 1_000);
      await asksFor(world(), `${file.url} ${who}`);
      await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
      await ana.closes();
    }
    expect(createdFor(world(), file)).toHaveLength(3);
  });
});
