/** Sending without fields: the check between the form and Box's mails. */
// runs: embedded
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, asksFor, createdFor, formValues, messagesAbout, onlyCard } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories, type World } from './world.ts';

const direct = { 'Send now, without fields': true };

stories('sending without fields', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the check shows file, folder and every recipient with an address; nobody is mailed before Send now', async () => {
    const { ana } = world();
    const file = world().newFile('Checked.pdf');
    await asksFor(world(), `${file.url} @cy dee@client.com`, direct);
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('Checked.pdf');
    expect(check).toContain(
      'File is in Contracts · Signed copy is saved next to the original (or in My Sign Requests)',
    );
    expect(check).toContain('file last changed');
    expect(check).toContain('Goes to Cy Ng (cy@acme.com) and dee@client.com when you press Send now.');
    expect(createdFor(world(), file)).toEqual([]);
    expect(await messagesAbout(world(), 'Checked.pdf')).toEqual([]);

    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Checked.pdf', /Box is preparing|Submitted to Box|Sent/);
    expect(createdFor(world(), file)).toEqual([
      expect.objectContaining({ is_document_preparation_needed: false }),
    ]);
    await world().passes(5_000);
    await ana.sees('✅ Sent to 2 people.', { in: 'modal' });
    await onlyCard(world(), 'Checked.pdf', /Sent .*Nobody has opened it/);
    expect(mailedAbout(world(), 'Checked')).toEqual(['cy@acme.com', 'dee@client.com']);
  });

  it('the check names a folder other than the file’s own, and the requester who signs last', async () => {
    const { ana, box } = world();
    const file = world().newFile();
    const folder = box.addFolder(anaInBox(world()), { name: 'Signed here' });
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    await ana.fills({
      ...direct,
      'I sign too, after everyone else': true,
      'Folder for the signed copy': folder.url,
      'Email subject': 'The lease',
      Message: 'Read page 2.\n\nThen  sign:\n- here\n- there',
      'Expires after (days)': '12',
    });
    expect(await ana.submits()).toEqual({});
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('Goes to dee@client.com when you press Send now.');
    expect(check).toContain('Goes to you (ana@acme.com) later, in turn.');
    expect(check).toMatch(/File is in Contracts.*Signed copy goes to Signed here/);
    expect(check).toContain(
      'Message: Read page 2.\nThen sign:\n- here\n- there\nExpires: after 12 days\nReminders: on days 3, 8, 13 and 18\nEmail subject: The lease',
    );
    await ana.submits();
    await expect.poll(() => createdFor(world(), file)).toHaveLength(1);
    expect(createdFor(world(), file)[0]).toMatchObject({
      signers: [
        { email: 'dee@client.com', order: 1 },
        { email: 'ana@acme.com', order: 2 },
      ],
    });
  });

  it('the check names the folder that Box uses for the signed copy of a file without a folder', async () => {
    const { ana, box, newFile } = world();
    const file = box.addFile(anaInBox(world()), { name: 'Loose.pdf' });
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Signed copy goes to My Sign Requests', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Loose.pdf', 'signed copy goes to My Sign Requests');
    await ana.reloads();
    await asksFor(world(), `${newFile().url} dee@client.com`, direct);
    expect(await ana.sees('Check and send', { in: 'modal' })).toContain('saved next to the original');
  });

  it('the check lists many recipients one by one', async () => {
    const { ana } = world();
    const file = world().newFile();
    await asksFor(world(), `${file.url} @bo @cy d@client.com e@client.com`, direct);
    const check = await ana.sees('Goes to these 4 people', { in: 'modal' });
    expect(check).toMatch(/Bo Lee \(bo@acme\.com\)\nCy Ng \(cy@acme\.com\)\nd@client\.com\ne@client\.com/);
  });

  it('Change something goes back to the form as it was filled in, and Continue leads to the check again', async () => {
    const { ana } = world();
    const file = world().newFile('Changed.pdf');
    await asksFor(world(), `${file.url} wrong@client.com`, { ...direct, Message: 'Hello' });
    await ana.sees('Goes to wrong@client.com', { in: 'modal' });
    await ana.presses('Change something');
    await ana.sees('New signature request', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      'Box link or file ID': file.url,
      'Other signers (email)': 'wrong@client.com',
      'How to send': 'Send now, without fields',
      Message: 'Hello',
    });
    await ana.fills({ 'Other signers (email)': 'right@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to right@client.com', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Changed.pdf', /Box is preparing|Submitted to Box|Sent/);
    expect(createdFor(world(), file)).toMatchObject([{ signers: [{ email: 'right@client.com' }] }]);
    expect(mailedAbout(world(), 'Changed')).not.toContain('wrong@client.com');
  });

  it('Change something and Continue without a change lead to the same check', async () => {
    const { ana } = world();
    const file = world().newFile();
    await asksFor(world(), `${file.url} same@client.com`, direct);
    await ana.sees('Goes to same@client.com', { in: 'modal' });
    await ana.presses('Change something');
    await ana.sees('New signature request', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to same@client.com', { in: 'modal' });
  });

  it('two presses of Send now make one request', async () => {
    const { ana } = world();
    const file = world().newFile('Twice.pdf');
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    expect(await ana.submits({ times: 2 })).toEqual({});
    await onlyCard(world(), 'Twice.pdf', /Box is preparing|Submitted to Box|Sent/);
    await world().passes(5_000);
    await onlyCard(world(), 'Twice.pdf', /Sent .*Nobody has opened it/);
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(mailedAbout(world(), 'Twice')).toEqual(['dee@client.com']);
  });

  it('a closed check leaves a card, from which the request can be checked and sent', async () => {
    const { ana } = world();
    const file = world().newFile('Later.pdf');
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.closes();
    const card = await onlyCard(world(), 'Later.pdf', 'Not sent yet. Check it, then press Send now.');
    expect(card.buttons).toEqual(['Check and send…', 'Discard request']);
    expect(createdFor(world(), file)).toEqual([]);

    await ana.presses('Check and send…', { on: card });
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Later.pdf', /Box is preparing|Submitted to Box|Sent/);
    expect(createdFor(world(), file)).toHaveLength(1);

    // This is a press on an old copy of the card, on a screen that was not updated.
    await ana.closes();
    await ana.presses('Check and send…', { on: card });
    await expect
      .poll(async () => (await ana.modal())?.plain ?? '')
      .toMatch(/Box is preparing|Submitted to Box|Sent/);
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('a card appears by itself when Slack was reloaded over the check', async () => {
    const { ana } = world();
    const file = world().newFile('Reloaded.pdf');
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.reloads();
    // The check appears a moment before the app enqueues the job that posts the card two minutes later.
    await quiet(world());
    await world().passes(2 * 60_000 + 1_000);
    const card = await onlyCard(world(), 'Reloaded.pdf', 'Not sent yet. Check it, then press Send now.');
    await ana.presses('Discard request', { on: card });
    await onlyCard(world(), 'Reloaded.pdf', 'Discarded. Nothing was sent.');
    await ana.presses('Check and send…', { on: card });
    await ana.sees('That is no longer possible, and nothing was changed.');
    expect(createdFor(world(), file)).toEqual([]);
  });
});

function mailedAbout(world: World, name: string): string[] {
  return world.box
    .mails()
    .filter(({ subject }) => subject.includes(name))
    .map(({ to }) => to);
}
