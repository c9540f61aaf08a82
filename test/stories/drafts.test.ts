/** A request that was not sent yet can be continued from its status, Details and the list, as from its card. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, createdFor, holdCalls, onlyCard } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const inChannel = { in: '#contracts' } as const;
const inModal = { in: 'modal' } as const;
const direct = { 'How to send': 'Send now, without fields' };

stories('a request that was not sent yet', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** Ana submits a form with "Send now, without fields", and closes the modal "Check and send". Returns the file. */
  async function leavesUnsent(name: string): Promise<SeededFile> {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', inModal);
    await ana.closes();
    await onlyCard(world(), name, 'Not sent yet. Check it, then press Send now.');
    return file;
  }

  /** Ana submits a form whose file is in the trash, and closes the modal before Box says so. Returns the file. */
  async function submitsTrashed(name: string): Promise<SeededFile> {
    const { ana, box } = world();
    const file = world().newFile(name);
    box.trashFile(file);
    const held = holdCalls(world(), /\/files\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    held.release();
    await onlyCard(world(), file.id, 'That file is in the trash in Box.');
    return file;
  }

  /** Ana submits a form, and closes the modal once she can place the fields. Returns the file. */
  async function leavesFieldsUnplaced(name: string): Promise<SeededFile> {
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} dee@client.com`);
    await world().ana.sees('Nobody has been emailed yet', inModal);
    await world().ana.closes();
    await onlyCard(world(), name, 'Place the fields');
    return file;
  }

  /** Returns the message that `/sign status` shows for these words. */
  async function statusOf(words: string): Promise<SeenMessage> {
    await world().ana.reloads();
    await world().ana.types(`/sign status ${words}`, inChannel);
    await world().ana.sees('History', inChannel);
    return (await world().ana.ephemerals('#contracts')).at(-1) as SeenMessage;
  }

  it('an unsent request can be checked and sent from its status', async () => {
    const { ana } = world();
    const file = await leavesUnsent('By status.pdf');
    const status = await statusOf('by status');
    expect(status.buttons).toEqual(['Check and send…', 'Discard request', 'Details', 'All my requests']);
    await ana.presses('Check and send…', { on: status });
    await ana.sees('Goes to dee@client.com when you press Send now.', inModal);
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
  });

  it('an unsent request can be checked and sent from Details, which then show its state in Box', async () => {
    const { ana } = world();
    const file = await leavesUnsent('In full.pdf');
    await ana.presses('Details', { on: await statusOf('in full') });
    await ana.sees('History', inModal);
    expect((await ana.modal())?.buttons).toEqual(['Check and send…', 'Discard request']);
    await ana.presses('Check and send…');
    await ana.sees('Goes to dee@client.com when you press Send now.', inModal);
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
    await ana.closes();
    await ana.sees('Submitted to Box', inModal);
    expect((await ana.modal())?.buttons).not.toContain('Check and send…');
  });

  it('an unsent request can be checked and sent from the list', async () => {
    const { ana } = world();
    const file = await leavesUnsent('By list.pdf');
    await ana.types('/sign list by list', inChannel);
    await ana.sees('By list.pdf', inModal);
    await ana.presses('Check and send…', { beside: 'By list.pdf' });
    await ana.sees('Goes to dee@client.com when you press Send now.', inModal);
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
  });

  it('an unsent request can be discarded from its status', async () => {
    const { ana } = world();
    await leavesUnsent('Away.pdf');
    const status = await statusOf('away');
    const { confirm } = await ana.presses('Discard request', { on: status });
    expect(confirm).toContain('What you filled in will be lost.');
    await ana.sees('Discarded. Nothing was sent.', inChannel);
    const [after, ...more] = await ana.ephemerals('#contracts');
    expect([after?.buttons, more]).toEqual([['Details', 'All my requests'], []]);
    await onlyCard(world(), 'Away.pdf', 'Discarded. Nothing was sent.');
  });

  it('a press takes effect without a complaint although Slack does not let its message be changed', async () => {
    const { ana, slack } = world();
    await leavesUnsent('Kept as it was.pdf');
    const status = await statusOf('kept');
    slack.faults.next({ kind: 'status', status: 404, method: 'response_url' });
    await ana.presses('Discard request', { on: status });
    await onlyCard(world(), 'Kept as it was.pdf', 'Discarded. Nothing was sent.');
    await expect.poll(() => slack.faults.planned()).toEqual([]);
    await quiet(world());
    expect((await ana.ephemerals('#contracts')).map(({ plain }) => plain)).toEqual([status.plain]);
  });

  it('a request that Box refused can be corrected from its status, Details and the list', async () => {
    const { ana, box } = world();
    const file = await submitsTrashed('Trashed.pdf');
    const form = async () => {
      await ana.sees('⚠️ Nothing was sent. That file is in the trash in Box.', inModal);
      await ana.closes();
    };
    const status = await statusOf(file.id);
    expect(status.buttons).toEqual(['Fix and send…', 'Discard request', 'Details', 'All my requests']);
    await ana.presses('Fix and send…', { on: status });
    await form();
    await ana.types('/sign list', inChannel);
    await ana.sees('Not sent (1)', inModal);
    await ana.presses('Not sent (1)');
    await ana.sees(file.id, inModal);
    await ana.presses('Fix and send…', { beside: file.id });
    await form();
    await ana.presses('Details', { beside: file.id });
    await ana.sees('History', inModal);
    await ana.presses('Fix and send…');
    await ana.sees('⚠️ Nothing was sent. That file is in the trash in Box.', inModal);
    const known = box.state.files[file.id];
    if (known) known.trashedAt = null;
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
  });

  it('fields can be placed, and the request cancelled, from its status, the list and Details', async () => {
    const { ana } = world();
    await leavesFieldsUnplaced('Blank.pdf');
    const status = await statusOf('blank');
    expect(status.buttons).toEqual([
      'Place the fields',
      'Change…',
      'Cancel request',
      'Refresh',
      'Details',
      'All my requests',
    ]);
    await ana.types('/sign list blank', inChannel);
    await ana.sees('Blank.pdf', inModal);
    expect((await ana.presses('Place the fields', { beside: 'Blank.pdf' })).url).toContain('http');
    await ana.presses('Details', { beside: 'Blank.pdf' });
    await ana.sees('History', inModal);
    expect((await ana.modal())?.buttons).toEqual([
      'Place the fields',
      'Change…',
      'Cancel request',
      'Refresh',
    ]);
    await ana.presses('Cancel request');
    await ana.sees('Cancel this request?', inModal);
    expect(await ana.submits()).toEqual({});
    await ana.sees('Cancelled by you', inModal);
    expect((await ana.modal())?.buttons).toEqual(['Send again like this…']);
  });

  it('an unsent request can be cancelled even with three open modals, the most that Slack allows', async () => {
    const { ana } = world();
    await asksFor(world(), `${world().newFile('Deep.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', inModal);
    await ana.presses('All my requests');
    await ana.sees('My signature requests', inModal);
    await ana.presses('Details', { beside: 'Deep.pdf' });
    await ana.sees('History', inModal);
    expect(await ana.views()).toHaveLength(3);
    await ana.presses('Cancel request');
    await ana.sees('Cancel this request?', inModal);
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Deep.pdf', 'Cancelled by you');
    expect(await ana.views()).toHaveLength(2);
  });
});
