/** Documents from Slack: uploaded in the form, or attached to a message on which the shortcut is used. */
// runs: http, embedded, ci
import { PDFDocument } from '@cantoo/pdf-lib';
import { beforeEach, expect, it } from 'vitest';
import type { FileFacts } from '../../sandbox/slack/files.ts';
import { anaInBox, cardOnceSent, formValues, messagesAbout, onlyCard, opensForm } from './acts.ts';
import { aWorld, stories, type World } from './world.ts';

const others = 'Other signers (email)';
const direct = 'Send now, without fields';
const shortcut = 'Request signature';

async function aPdf(title: string): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([500, 700]).drawText(title, { x: 50, y: 600, size: 16 });
  return Buffer.from(await document.save());
}

/** The files in Box whose names begin with this, with their folders. */
const inBox = ({ box }: World, name: string) =>
  Object.values(box.state.files)
    .filter((file) => file.name.startsWith(name) && !file.deleted)
    .map((file) => `${box.state.folders[file.folderId]?.name}/${file.name}`);

const uploadsOf = ({ box }: World) =>
  box.traffic.filter(({ method, path }) => method === 'POST' && path === '/api/2.0/files/content');

/** The names of the source files of the newest request, in order. */
function sourcesOf({ box }: World): (string | undefined)[] {
  const request = box.signRequests().at(-1);
  return (request?.sourceIds ?? []).map((id) => box.state.files[id]?.name);
}

/** Ana opens the form, and chooses to upload. */
async function opensUpload(world: World): Promise<void> {
  await opensForm(world);
  await world.ana.fills({ Document: 'Upload' });
  await expect.poll(async () => Object.keys(await formValues(world))).toContain('Upload');
}

stories('documents from Slack', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** Bo shares files in the channel, and Ana uses the shortcut on the message. */
  async function opensOnFiles(
    ids: readonly string[],
    where = '#contracts',
    text = 'Have a look',
  ): Promise<string> {
    const { ana, slack } = world();
    const bo = slack.person('bo');
    await bo.sharesFiles(where, ids, text);
    const message = (await bo.messages(where)).at(-1);
    if (!message) throw new Error('Bo has shared nothing');
    expect(await ana.usesShortcut(shortcut, { on: message })).toEqual({ shown: null });
    return ana.sees('New signature request', { in: 'modal' });
  }

  it('a file in a message becomes a signed copy in Box without an upload by hand', async () => {
    const { ana, box, slack } = world();
    const id = await slack.person('bo').addsFile('Lease.pdf', await aPdf('The lease'));
    const form = await opensOnFiles([id]);
    expect(form).toContain('Lease.pdf');
    expect(form).not.toContain('Have a look');
    await ana.fills({ [others]: 'dee@client.com', [direct]: true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await cardOnceSent(world(), 'Lease.pdf');
    await box.person('dee@client.com').signs();
    await world().passes(60_000);
    await onlyCard(world(), 'Lease.pdf', 'Completed');
    const names = ['Lease.pdf', 'Lease (1).pdf', 'Lease (1) Signing Log.pdf'];
    expect(inBox(world(), 'Lease')).toEqual(names.map((name) => `My Sign Requests/${name}`));
    expect(sourcesOf(world())).toEqual(['Lease.pdf']);
  });

  it('several files chosen in the form keep their order, and go into the chosen folder under free names', async () => {
    const { ana, box } = world();
    const folder = box.addFolder(anaInBox(world()), { name: 'Inbox' });
    box.addFile(anaInBox(world()), { name: 'Terms.PDF', folder });
    const names = ['Order: a/b.pdf', 'Terms.pdf', 'Annex.docx'];
    const ids: string[] = [];
    for (const name of names) ids.push(await ana.addsFile(name, await aPdf(name)));
    await opensUpload(world());
    expect(await ana.submits()).toEqual({ errors: { Upload: 'Please complete this required field.' } });
    const film = await ana.addsFile('Film.mp4', await aPdf('Film'));
    await ana.fills({ Upload: [film], [others]: 'dee@client.com' });
    const wrongType = 'Box Sign does not accept .mp4 files. Save it as a PDF, then upload it here.';
    expect(await ana.submits()).toEqual({ errors: { Upload: wrongType } });
    await ana.fills({ Upload: ids });
    await ana.presses('More options');
    const shown = await ana.sees('Request name', { in: 'modal' });
    expect(shown).toContain('1. Order: a/b.pdf · 2. Terms.pdf · 3. Annex.docx');
    await ana.fills({ 'Folder for the signed copy': folder.url });
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Order: a b.pdf and 2 more files', 'Not sent yet');
    expect(sourcesOf(world())).toEqual(['Order: a b.pdf', 'Terms (1).pdf', 'Annex.docx']);
    expect(inBox(world(), 'Annex')).toContain('Inbox/Annex.docx');
  });

  it('the fields below More options stay when chosen files are refused', async () => {
    const { ana } = world();
    await opensUpload(world());
    const film = await ana.addsFile('Film.mp4', await aPdf('Film'));
    await ana.fills({ Upload: [film], [others]: 'dee@client.com' });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.fills({ 'Request name': 'A film' });
    // Slack cannot show an error at files that are shown as text, so the form is drawn anew.
    expect(await ana.submits()).toEqual({});
    await ana.sees('Box Sign does not accept .mp4 files.', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({ 'Request name': 'A film' });
  });

  it('of a link and a file in one message, the form takes the link', async () => {
    const { ana, slack } = world();
    const linked = world().newFile('Linked.pdf');
    const id = await slack.person('bo').addsFile('Attached.pdf', await aPdf('Attached'));
    const form = await opensOnFiles([id], '#contracts', `Please sign ${linked.url}`);
    expect(form).not.toMatch(/Attached\.pdf|no Box link/);
    expect(await formValues(world())).toMatchObject({ 'Box link or file ID': linked.url });
    await ana.fills({ [others]: 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(sourcesOf(world())).toEqual(['Linked.pdf']);
  });

  it('uploads stay in Box when the request is changed, and can be replaced in the change', async () => {
    const { ana } = world();
    await opensUpload(world());
    await ana.fills({
      Upload: [await ana.addsFile('Offer.pdf', await aPdf('Offer'))],
      [others]: 'dee@client.com',
    });
    expect(await ana.submits()).toEqual({});
    const card = await onlyCard(world(), 'Offer.pdf', 'Not sent yet');
    const before = uploadsOf(world()).length;
    await ana.closes();
    await ana.presses('Change…', { on: card });
    expect(await ana.sees('The old request is cancelled', { in: 'modal' })).toContain('Offer.pdf');
    await ana.fills({ [others]: 'fay@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await expect.poll(() => sourcesOf(world())).toEqual(['Offer.pdf']);
    expect(uploadsOf(world())).toHaveLength(before);
    await ana.closes();
    // The first request is already being changed, so a newer one is changed here.
    const newer = async () =>
      (await messagesAbout(world(), 'Offer.pdf')).find(
        ({ ts, buttons }) => ts !== card.ts && buttons.includes('Change…'),
      );
    await expect.poll(newer).toBeDefined();
    await ana.presses('Change…', { on: (await newer()) ?? card });
    await ana.presses('Replace');
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Upload');
    await ana.fills({ Upload: [await ana.addsFile('Offer 2.pdf', await aPdf('Offer 2'))] });
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => sourcesOf(world())).toEqual(['Offer 2.pdf']);
    expect(uploadsOf(world())).toHaveLength(before + 1);
  });

  it('large files are uploaded to Box in parts', async () => {
    const { ana, slack } = world();
    const bytes = Buffer.concat([await aPdf('Large'), Buffer.alloc(20_000_000, ' ')]);
    await opensOnFiles([await slack.person('bo').addsFile('Large.pdf', bytes)]);
    await ana.fills({ [others]: 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal', within: 45_000 });
    await onlyCard(world(), 'Large.pdf', 'Not sent yet');
    const [file] = Object.values(world().box.state.files).filter(({ name }) => name === 'Large.pdf');
    const content = file?.versions[0]?.content;
    expect(content?.kind === 'bytes' && Buffer.from(content.base64, 'base64').equals(bytes)).toBe(true);
  });

  const refused: [string, string, FileFacts & { readonly bytes?: Buffer }, string][] = [
    ['of a kind that has no pages', 'Film.mp4', {}, 'Box Sign does not accept .mp4 files.'],
    ['that is empty', 'Empty.pdf', { bytes: Buffer.alloc(0) }, 'This file is empty.'],
    ['that is stored elsewhere', 'Drive.pdf', { mode: 'external' }, 'This file is stored outside Slack'],
    ['that is a snippet', 'notes.txt', { mode: 'snippet' }, 'This is a Slack snippet, post or canvas'],
    [
      'of another organization',
      'Theirs.pdf',
      { foreign: 'access_denied' },
      'Slack does not let us read this file.',
    ],
  ];
  it.each(refused)('a file %s is refused with a sentence', async (_, name, { bytes, ...facts }, sentence) => {
    const { ana, slack } = world();
    const bo = slack.person('bo');
    const good = await bo.addsFile('Good.pdf', await aPdf('Good'));
    const bad = await bo.addsFile(name, bytes ?? (await aPdf(name)), facts);
    await opensOnFiles([good, bad]);
    await ana.fills({ [others]: 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    const form = await ana.sees(sentence, { in: 'modal' });
    expect(form).toContain('Nothing was sent.');
    expect(form).toContain(facts.foreign ? `"${bad}": ${sentence}` : `"${name}": ${sentence}`);
    await ana.presses('Replace');
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain(sentence);
  });

  it('files that were deleted meanwhile, or are in a conversation without the app, are refused', async () => {
    const { ana, slack } = world();
    await opensUpload(world());
    const id = await ana.addsFile('Gone.pdf', await aPdf('Gone'));
    await ana.fills({ Upload: [id], [others]: 'dee@client.com' });
    await ana.deletesFile(id);
    expect(await ana.submits()).toEqual({});
    await ana.sees('This file is no longer in Slack. Upload it again.', { in: 'modal' });
    await ana.reloads();
    const hidden = await slack.person('bo').addsFile('Hidden.pdf', await aPdf('Hidden'));
    await slack.person('bo').sharesFiles('dm:ana', [hidden]);
    const message = (await ana.messages('dm:bo')).at(-1);
    await ana.usesShortcut(shortcut, { on: message ?? { channel: '', ts: '' } });
    await ana.sees('Hidden.pdf', { in: 'modal' });
    await ana.fills({ [others]: 'dee@client.com' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Slack does not let us read this file.', { in: 'modal' });
  });

  it.each([
    ['that the app does not know', 'a_new_reason', 'Slack does not let us read this file.'],
    ['for a missing permission', 'missing_scope', 'This app may not read files in Slack.'],
  ])('a refusal by Slack %s is not taken for one by Box', async (_, error, sentence) => {
    const { ana, slack } = world();
    await opensUpload(world());
    await ana.fills({
      Upload: [await ana.addsFile('New.pdf', await aPdf('New'))],
      [others]: 'dee@client.com',
    });
    slack.faults.next({ kind: 'error', method: 'files.info', error });
    expect(await ana.submits()).toEqual({});
    await ana.sees(sentence, { in: 'modal' });
  });

  it.each([
    ['has no room left', 'Full', { quota: 10 }, 'Your Box account is full.'],
    ['takes only smaller files', 'Big', { maxUpload: 10 }, 'Your Box plan does not take files of this size.'],
  ])('the form comes back when Box %s', async (_, name, limits, sentence) => {
    const { ana, box } = world();
    const user = box.state.users[anaInBox(world()).id];
    if (!user) throw new Error('no such user');
    Object.assign(user, limits);
    await opensUpload(world());
    await ana.fills({
      Upload: [await ana.addsFile(`${name}.pdf`, await aPdf(name))],
      [others]: 'dee@client.com',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees(sentence, { in: 'modal' });
    delete user.quota;
    delete user.maxUpload;
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), `${name}.pdf`, 'Not sent yet');
  });

  it('each file is in Box once, although the app is killed in the middle of the upload', async () => {
    const { ana, box } = world();
    const stop = box.onCall(({ path, phase }) => {
      if (path !== '/api/2.0/files/content' || phase !== 'applied') return 'go';
      stop();
      process.kill(world().app.pid, 'SIGKILL');
      return 'drop';
    });
    await opensUpload(world());
    await ana.fills({
      Upload: [await ana.addsFile('Once.pdf', await aPdf('Once'))],
      [others]: 'dee@client.com',
    });
    expect(await ana.submits()).toEqual({});
    await expect.poll(() => inBox(world(), 'Once')).toHaveLength(1);
    await world().restart();
    await world().passes(60_000);
    await onlyCard(world(), 'Once.pdf', 'Not sent yet');
    expect(sourcesOf(world())).toEqual(['Once.pdf']);
    expect(inBox(world(), 'Once')).toEqual(['My Sign Requests/Once.pdf', 'My Sign Requests/Once (1).pdf']);
  });
});

stories('a workspace that does not let the app read files', () => {
  const world = aWorld({ withoutApp: true });

  it('the form offers no upload, and the shortcut on a message with a file says so', async () => {
    const { ana, slack } = world();
    slack.setScopes(slack.state.app.scopes.filter((scope) => scope !== 'files:read'));
    await world().restart();
    await opensForm(world());
    await expect(ana.fills({ Document: 'Upload' })).rejects.toThrow('does not offer "Upload"');
    await ana.reloads();
    const file = await ana.addsFile('Lease.pdf', await aPdf('Lease'));
    for (const text of ['Here it is', `Here and ${world().newFile().url}`]) {
      await ana.sharesFiles('#contracts', [file], text);
      const message = (await ana.messages('#contracts')).at(-1);
      await ana.usesShortcut(shortcut, { on: message ?? { channel: '', ts: '' } });
      const form = await ana.sees('New signature request', { in: 'modal' });
      expect(form.includes('This app may not read files in Slack.')).toBe(text === 'Here it is');
      await ana.reloads();
    }
  });
});
