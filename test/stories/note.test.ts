/** The note where the command was typed, which only the requester sees: when it comes, and when there is none. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { asksFor, holdCalls, onlyCard, opensForm } from './acts.ts';
import { nothingIsDue } from './quiet.ts';
import { aWorld, stories } from './world.ts';

stories('the note where the command was typed', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the requester alone gets a note when the form was closed before its result', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Closed.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Asking Box', { in: 'modal' });
    await ana.closes();
    held.release();
    await ana.sees('Closed.pdf is ready.', { in: '#contracts' });
    await onlyCard(world(), 'Closed.pdf', 'Not sent yet. Place the fields');
    const notes = await ana.ephemerals('#contracts');
    expect(notes).toHaveLength(1);
    expect(notes[0]?.buttons).toEqual(['Place the fields']);
    const press = await ana.presses('Place the fields', notes[0] ? { on: notes[0] } : {});
    expect(press).toMatchObject({ shown: null, url: expect.stringMatching(/^https:/) });
    for (const other of ['bo', 'cy', 'eve', 'gil']) {
      const person = slack.person(other);
      expect(await person.messages('#contracts')).toEqual([]);
      expect(await person.messages('app')).toEqual([]);
    }
  });

  it('the note also comes for a request made with Send another request', async () => {
    const { ana } = world();
    const file = world().newFile('Again.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('You created a request with the same document', { in: 'modal' });
    const held = holdCalls(world(), /\/2\.0\//);
    await ana.presses('Send another request');
    await ana.sees('Asking Box', { in: 'modal' });
    await ana.closes();
    held.release();
    await ana.sees('Again.pdf is ready.', { in: '#contracts' });
  });

  it.each(['#contracts', 'app'])(
    'a note after a form that was corrected comes as after any other: %s',
    async (where) => {
      const { ana, box } = world();
      const gone = world().newFile('Wrong.pdf');
      box.trashFile(gone);
      const file = world().newFile(`Corrected in ${where}.pdf`);
      await opensForm(world(), `${gone.url} dee@client.com`, where);
      expect(await ana.submits()).toEqual({});
      await ana.sees('⚠️ Nothing was sent.', { in: 'modal' });
      await ana.fills({ 'Box link or file ID': file.url });
      const held = holdCalls(world(), /\/2\.0\//);
      expect(await ana.submits()).toEqual({});
      await ana.sees('Asking Box', { in: 'modal' });
      await ana.closes();
      held.release();
      if (where !== 'app') await ana.sees(`${file.name} is ready.`, { in: where });
      await onlyCard(world(), file.name, 'Not sent yet. Place the fields');
      await nothingIsDue(world());
      // In the messages with the app the card is there already.
      if (where === 'app') expect(await ana.ephemerals('app')).toEqual([]);
    },
  );

  it('a note that Slack does not accept is not missed: the card comes, and nothing is said about it', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Refused note.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    slack.faults.next({ kind: 'status', status: 404, method: 'response_url' });
    held.release();
    await expect.poll(() => slack.faults.planned()).toEqual([]);
    await nothingIsDue(world());
    await onlyCard(world(), 'Refused note.pdf', 'Not sent yet. Place the fields');
    expect(await ana.ephemerals('#contracts')).toEqual([]);
  });

  it('there is no note when the form showed the result', async () => {
    const { ana } = world();
    const file = world().newFile('Open.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), 'Open.pdf', 'Not sent yet. Place the fields');
    await ana.closes();
    await nothingIsDue(world());
    expect(await ana.ephemerals('#contracts')).toEqual([]);
  });

  it('there is no note after a reload, which Slack does not report: the card comes all the same', async () => {
    const { ana } = world();
    const file = world().newFile('Gone.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.reloads();
    held.release();
    await onlyCard(world(), 'Gone.pdf', 'Not sent yet. Place the fields');
    await nothingIsDue(world());
    expect(await ana.ephemerals('#contracts')).toEqual([]);
  });

  it('there is no note in the messages with the app, where the card is', async () => {
    const { ana } = world();
    const file = world().newFile('Here.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await opensForm(world(), `${file.url} dee@client.com`, 'app');
    await ana.submits();
    await ana.closes();
    held.release();
    await onlyCard(world(), 'Here.pdf', 'Not sent yet. Place the fields');
    await nothingIsDue(world());
    expect(await ana.ephemerals('app')).toEqual([]);
  });

  it('there is no note when nothing was sent, or without fields to place', async () => {
    const { ana, box } = world();
    const gone = world().newFile('Trashed.pdf');
    box.trashFile(gone);
    const check = world().newFile('To check.pdf');
    const held = holdCalls(world(), /\/2\.0\//);
    await asksFor(world(), `${gone.url} dee@client.com`);
    await ana.closes();
    await asksFor(world(), `${check.url} dee@client.com`, { 'Send now, without fields': true });
    await ana.closes();
    held.release();
    await onlyCard(world(), gone.id, 'Not sent; nobody was emailed.');
    await onlyCard(world(), 'To check.pdf', 'Not sent yet. Check it');
    await nothingIsDue(world());
    expect(await ana.ephemerals('#contracts')).toEqual([]);
  });

  it('there is no note half an hour after the command, when Slack no longer accepts one', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Long thought.pdf');
    await opensForm(world(), `${file.url} dee@client.com`);
    await world().passes(31 * 60_000);
    const held = holdCalls(world(), /\/2\.0\//);
    await ana.submits();
    await ana.closes();
    const posts = () => slack.log.filter(({ method }) => method === 'response_url').length;
    const before = posts();
    held.release();
    await onlyCard(world(), 'Long thought.pdf', 'Not sent yet. Place the fields');
    await nothingIsDue(world());
    expect(await ana.ephemerals('#contracts')).toEqual([]);
    expect(posts()).toBe(before);
  });
});
