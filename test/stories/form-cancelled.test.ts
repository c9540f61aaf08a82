/**
 * Cancel on a form that came back: nothing was sent. No card still asks for a next step, except one that the form was
 * opened from.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import { anaInBox, asksFor, holdCalls, messagesAbout, onlyCard } from './acts.ts';
import { aWorldToConnectIn, connects } from './connecting.ts';
import { nothingIsDue } from './quiet.ts';
import { stories } from './world.ts';

const minute = 60_000;

stories('cancelling a form that came back', () => {
  const world = aWorldToConnectIn();
  beforeEach(() => world().ana.reloads());

  /** Ana submits a form that comes back, because the file is in the trash. */
  async function comesBack(name: string): Promise<SeededFile> {
    const file = world().newFile(name);
    world().box.trashFile(file);
    await asksFor(world(), `${file.url} dee@client.com`);
    await world().ana.sees('That file is in the trash in Box', { in: 'modal' });
    return file;
  }

  /** Ana submits a form that comes back, because Box had ended the connection by then. */
  async function comesBackUnconnected(name: string): Promise<SeededFile> {
    const { ana, anaAtBox, box } = world();
    await connects(world(), ana, anaAtBox);
    const file = world().newFile(name);
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    box.removeAppsFrom({ id: anaInBox(world()).id });
    await world().passes(60 * minute);
    await ana.submits();
    await ana.sees('Your Box account was not connected.', { in: 'modal' });
    await ana.sees('Box has ended your connection, so nothing can be sent');
    await nothingIsDue(world());
    return file;
  }

  it('no card remains when Box has ended the connection', async () => {
    const { ana } = world();
    const file = await comesBackUnconnected('Unconnected.pdf');
    expect(await messagesAbout(world(), file.id)).toEqual([]);
    await ana.closes();
    await world().passes(3 * minute);
    await nothingIsDue(world());
    expect(await messagesAbout(world(), file.id)).toEqual([]);
  });

  it('the card says Discarded after a visit to the link to Box', async () => {
    const { ana } = world();
    const file = await comesBackUnconnected('Visitor.pdf');
    await world().passes(3 * minute);
    await onlyCard(world(), file.id, 'Not sent; nobody was emailed.');
    await ana.presses('Connect Box');
    await ana.sees('This link is just for you', { in: 'modal' });
    await ana.presses('Back to the form');
    await ana.sees('New signature request', { in: 'modal' });
    await ana.closes();
    await onlyCard(world(), file.id, 'Discarded. Nothing was sent.');
  });

  it('a card that came while the form was open says Discarded', async () => {
    const { ana, anaAtBox } = world();
    await connects(world(), ana, anaAtBox);
    const file = await comesBack('Slow reader.pdf');
    await world().passes(3 * minute);
    const card = await onlyCard(world(), file.id, 'Not sent; nobody was emailed.');
    await ana.closes();
    const after = await onlyCard(world(), file.id, 'Discarded. Nothing was sent.');
    expect([after.ts, after.buttons]).toEqual([card.ts, []]);
  });

  it('the card from which the form was opened stays', async () => {
    const { ana, box } = world();
    const held = holdCalls(world(), /\/files\//);
    const file = world().newFile('Kept.pdf');
    box.trashFile(file);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    held.release();
    const card = await onlyCard(world(), file.id, 'Not sent; nobody was emailed.');
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('⚠️ Nothing was sent.', { in: 'modal' });
    await ana.closes();
    await nothingIsDue(world());
    await onlyCard(world(), file.id, 'Not sent; nobody was emailed.');
  });
});
