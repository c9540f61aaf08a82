/**
 * Refusals that only Box or Slack can give. The form comes back with everything in it and says why; if it was closed,
 * the card says why. Once corrected, the request is sent.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { Filling } from '../../sandbox/slack/filling.ts';
import {
  anaInBox,
  asksFor,
  createdFor,
  formValues,
  holdCalls,
  messagesAbout,
  onlyCard,
  opensForm,
} from './acts.ts';
import { nothingIsDue } from './quiet.ts';
import { storedRows } from './stored.ts';
import { until } from './until.ts';
import { aWorld, stories } from './world.ts';

const aDocument = 'Box link or file ID';
const others = 'Other signers (email)';
const colleagues = 'Signers from your workspace';
const aFolder = 'Folder for the signed copy';

/** A refusal that a form gets, and how the form is corrected. */
interface RefusalCase {
  /** For a file: the input that Box will refuse, and the input that corrects it. */
  readonly arrange: (file: { id: string; url: string }) => {
    readonly filled?: Record<string, Filling>;
    /** What changes in Box after the form was filled in, before it is submitted for the first time. */
    readonly afterwards?: () => void;
    readonly mended: Record<string, Filling> | (() => void);
    /** The file that is sent in the end, if it is not the first one. */
    readonly sends?: { readonly id: string };
  };
  readonly says: string;
}

stories('refusals that only Box or Slack can give', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  const refusals: Record<string, RefusalCase> = {
    'a file that Ana has no access to': {
      arrange: () => {
        const theirs = box().addFile(zoe(), { name: 'Hidden.pdf' });
        const share = () => box().shareFile(theirs, { with: anaInBox(world()) });
        return { filled: { [aDocument]: theirs.url }, mended: share, sends: theirs };
      },
      says: 'Box cannot find that file: it was deleted, or you do not have access. Check the link, or ask its owner for access. (BX-404)',
    },
    'a file in the trash': {
      arrange: (file) => {
        box().trashFile(file);
        return { mended: () => restore(file.id) };
      },
      says: 'That file is in the trash in Box. Restore it there, or paste another link. (BX-404)',
    },
    'a file that is gone': {
      arrange: (file) => {
        box().deleteFile(file);
        const other = world().newFile();
        return { mended: { [aDocument]: other.url }, sends: other };
      },
      says: 'Box cannot find that file',
    },
    'a file that may not be downloaded': {
      arrange: () => {
        const theirs = box().addFile(zoe(), { name: 'Preview.pdf' });
        box().shareFile(theirs, { with: anaInBox(world()), canDownload: false });
        const mended = () => box().shareFile(theirs, { with: anaInBox(world()) });
        return { filled: { [aDocument]: theirs.url }, mended, sends: theirs };
      },
      says: 'You can see this file but not download it. Ask its owner, or paste another link. (BX-403)',
    },
    'a film': {
      arrange: (file) => ({
        filled: { [aDocument]: world().newFile('Film.mp4').url },
        mended: { [aDocument]: file.url },
        sends: file,
      }),
      says: 'Box Sign does not accept .mp4 files. Save it as a PDF in Box, or paste another link. (BX-415)',
    },
    'a kind of file that Box does not take': {
      arrange: (file) => ({
        filled: { [aDocument]: world().newFile('Drawing.cad').url },
        mended: { [aDocument]: file.url },
        sends: file,
      }),
      says: 'Box did not accept the request. Its reason was "bad_request".',
    },
    'a shared link to a folder': {
      arrange: (file) => ({
        filled: { [aDocument]: box().sharedLink(box().addFolder(anaInBox(world()), { name: 'Shared' })) },
        mended: { [aDocument]: file.url },
        sends: file,
      }),
      says: 'That link leads to a folder. Open the file and copy its link. (BX-911)',
    },
    'a shared link to a bookmark': {
      arrange: (file) => ({
        filled: {
          [aDocument]: box().sharedLink(
            box().addWebLink(anaInBox(world()), { name: 'News', url: 'https://x.org' }),
          ),
        },
        mended: { [aDocument]: file.url },
        sends: file,
      }),
      says: 'That link leads to a bookmark, not to a file. Open the file and copy its link. (BX-912)',
    },
    'a shared link with a password': {
      arrange: (file) => ({
        filled: { [aDocument]: box().sharedLink({ ...file, type: 'file' }, { password: 'open sesame' }) },
        mended: { [aDocument]: file.url },
        sends: file,
      }),
      says: 'That link is protected by a password, which we cannot enter. Open the file in Box and copy the link from your browser. (BX-403)',
    },
    'a folder that nothing may be put into': {
      arrange: (file) => {
        const { id } = anaInBox(world());
        const folder = box().addFolder(anaInBox(world()), { name: 'Read only' });
        const readOnly = () => {
          Object.assign(box().state.folders[folder.id]?.access ?? {}, {
            [id]: { canDownload: true, canUpload: false },
          });
        };
        return {
          filled: { [aFolder]: folder.url },
          afterwards: readOnly,
          mended: { [aFolder]: null },
          sends: file,
        };
      },
      says: 'You cannot add files to the folder for the signed copy. Choose another one under More options, or ask its owner. (BX-922)',
    },
    'a folder that is not there': {
      arrange: (file) => {
        const folder = box().addFolder(anaInBox(world()), { name: 'Emptied' });
        const gone = () => box().deleteFolder(folder);
        return {
          filled: { [aFolder]: folder.url },
          afterwards: gone,
          mended: { [aFolder]: null },
          sends: file,
        };
      },
      says: 'Box cannot find the folder for the signed copy, or you do not have access. Choose another one under More options. (BX-404)',
    },
    'a plan without Box Sign': {
      arrange: () => {
        box().setSignEnabled(anaInBox(world()), false);
        return { mended: () => box().setSignEnabled(anaInBox(world()), true) };
      },
      says: 'Your Box plan does not include Box Sign. Ask your Box admin. (BX-403)',
    },
    'a Box app without the scope': {
      arrange: () => {
        const body = { type: 'error', status: 403, code: 'insufficient_scope', message: 'no' };
        box().faults.next({
          kind: 'status',
          status: 403,
          method: 'POST',
          path: /^\/2\.0\/sign_requests$/,
          body,
        });
        return { mended: {} };
      },
      says: 'The Box app that this app uses may not do this. Ask the person who runs this app to tick "Manage signature requests" in the Box Developer Console. (BX-403)',
    },
    'a token that has ended': {
      arrange: () => {
        const tokens = Object.entries(box().state.tokens);
        const [token] = tokens.find(([, { userId }]) => userId === anaInBox(world()).id) ?? [''];
        box().expireToken(token);
        return { mended: () => renew(token) };
      },
      says: 'Your connection to Box has ended. Ask the person who runs this app to renew it, then try again. (BX-401)',
    },
    'a person who is named twice': {
      arrange: () => ({
        filled: { [colleagues]: ['@bo'], [others]: 'BO@acme.com' },
        mended: { [others]: 'dee@client.com' },
      }),
      says: '"bo@acme.com" is here twice. Remove one of them. (BX-935)',
    },
  };

  it.each(Object.entries(refusals))(
    'the form comes back for %s, and is sent once corrected',
    async (_, refusal) => {
      const { ana } = world();
      const file = world().newFile();
      const { filled = {}, afterwards, mended, sends = file } = refusal.arrange(file);
      await opensForm(world(), `${file.url} dee@client.com`);
      await ana.fills({ Message: 'All of this is kept', 'I sign too, after everyone else': true });
      if (aFolder in filled) {
        await ana.presses('More options');
        await ana.sees(aFolder, { in: 'modal' });
      }
      await ana.fills(filled);
      afterwards?.();
      const before = await formValues(world());
      expect(await ana.submits()).toEqual({});
      const back = await ana.sees('⚠️ Nothing was sent.', { in: 'modal' });
      expect(back).toContain(refusal.says);
      expect(await formValues(world())).toEqual(before);
      expect(await messagesAbout(world(), file.name)).toEqual([]);

      if (typeof mended === 'function') mended();
      else {
        await ana.fills(mended);
        const now = {
          ...before,
          ...Object.fromEntries(Object.entries(mended).map(([label, value]) => [label, value ?? ''])),
        };
        // After the correction the reason is gone from the form.
        if (Object.keys(mended).length > 0)
          await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Nothing was sent');
        expect(await formValues(world())).toEqual(now);
      }
      expect(await ana.submits()).toEqual({});
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      expect(createdFor(world(), sends)).toMatchObject([{ email_message: 'All of this is kept' }]);
    },
  );

  it('the reason disappears as soon as the person types, and what they type is kept', async () => {
    const { ana, slack } = world();
    const missing = world().newFile();
    await opensForm(world(), `${missing.url}99 dee@client.com`);
    await ana.submits();
    await ana.sees('Box cannot find that file', { in: 'modal' });
    slack.faults.next({ kind: 'delay', ms: 700, method: 'views.update' });
    for (const typed of ['h', 'ht', 'https://app', missing.url]) await ana.fills({ [aDocument]: typed });
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Nothing was sent');
    expect(await formValues(world())).toMatchObject({ [aDocument]: missing.url });
    expect((await ana.views()).length).toBe(1);
    await ana.closes();
  });

  it('the person is not disturbed when Slack refuses to redraw the form while they type', async () => {
    const { ana, app, slack } = world();
    const missing = world().newFile();
    await opensForm(world(), `${missing.url}99 dee@client.com`);
    await ana.submits();
    await ana.sees('Box cannot find that file', { in: 'modal' });
    const form = await ana.modal();
    const before = app.output().length;
    slack.onCall(async ({ method, args }) =>
      method === 'views.update' && args['view_id'] === form?.id ? { status: 503 } : 'go',
    );
    await ana.fills({ [aDocument]: missing.url });
    await expect.poll(() => app.output().slice(before)).toContain('the form could not be redrawn');
    expect((await ana.modal())?.plain).toContain('Nothing was sent');
    slack.onCall(null);
    await ana.fills({ [aDocument]: missing.id });
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Nothing was sent');
    expect(app.output().slice(before)).not.toContain('interaction failed');
    expect(await messagesAbout(world(), 'did not work just now')).toEqual([]);
    await ana.closes();
  });

  it('the card gives the reason when the form was closed, and Fix and send uses the same card', async () => {
    const { ana } = world();
    // Slack accepts one message a second in a conversation, and earlier stories have many cards left to post.
    const putOff = async () => {
      await world().passes(10_000);
      const jobs = (await storedRows(world().store))['jobs'] ?? [];
      return jobs.filter((row) => /"state": ?"waiting"/.test(row) && row.includes('one message a second'));
    };
    await until(putOff, (jobs) => jobs.length === 0, { withinMs: 20_000, everyMs: 500 });
    const theirs = box().addFile(zoe(), { name: 'Closed early.pdf' });
    box().shareFile(theirs, { with: anaInBox(world()), canDownload: false });
    const held = holdCalls(world(), /\/files\//);
    await asksFor(world(), `${theirs.url} dee@client.com`, { Message: 'Keep this' });
    await ana.closes();
    held.release();
    const says = 'Not sent; nobody was emailed. You can see this file but not download it.';
    const card = await onlyCard(world(), theirs.id, says);
    expect(card.plain).toContain('(BX-403)');
    expect(card.buttons).toEqual(['Fix and send…', 'Discard request']);

    await ana.presses('Fix and send…', { on: card });
    await ana.sees('⚠️ Nothing was sent. You can see this file but not download it.', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      [aDocument]: theirs.url,
      [others]: 'dee@client.com',
      Message: 'Keep this',
    });
    const mended = world().newFile('Mended on the card.pdf');
    await ana.fills({ [aDocument]: mended.url });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const after = await onlyCard(world(), 'Mended on the card.pdf', 'Not sent yet. Place the fields');
    expect(after.ts).toBe(card.ts);
    expect(await messagesAbout(world(), theirs.id)).toEqual([]);

    // A press on the old rendering of the card does not bring the old request back.
    await ana.closes();
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('That is no longer possible, and nothing was changed.');
    const asked = await ana.presses('Discard request', { on: card, confirm: false });
    expect(asked.confirm).toContain('What you filled in will be lost.');
    await ana.presses('Discard request', { on: card });
    await onlyCard(world(), 'Mended on the card.pdf', 'Not sent yet. Place the fields');
  });

  it('closing the form that came back leaves nothing behind', async () => {
    const { ana } = world();
    const file = world().newFile('Not after all.pdf');
    box().trashFile(file);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('That file is in the trash in Box', { in: 'modal' });
    await ana.closes();
    await ana.types('/sign list');
    expect(await ana.sees('My signature requests', { in: 'modal' })).not.toContain(file.id);
    await ana.reloads();
    await world().passes(3 * 60_000);
    await nothingIsDue(world());
    expect(await messagesAbout(world(), file.id)).toEqual([]);
  });

  it('a form closed before Box has answered becomes a card, and the card opens the form again', async () => {
    const { ana } = world();
    const file = world().newFile('Second try.pdf');
    box().setSignEnabled(anaInBox(world()), false);
    const held = holdCalls(world(), /\/files\//);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    held.release();
    const card = await onlyCard(
      world(),
      'Second try.pdf',
      'Your Box plan does not include Box Sign. Ask your Box admin. (BX-403)',
    );
    // The request is submitted again before Box Sign is enabled, which Box refuses, and once more after that, which
    // works. The card is the same message throughout.
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('Nothing was sent', { in: 'modal' });
    await ana.submits();
    await ana.sees('⚠️ Nothing was sent. Your Box plan does not include Box Sign', { in: 'modal' });
    box().setSignEnabled(anaInBox(world()), true);
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect((await onlyCard(world(), 'Second try.pdf', 'Not sent yet. Place the fields')).ts).toBe(card.ts);
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  it('Discard puts the request aside', async () => {
    const { ana } = world();
    const file = world().newFile('Never mind.pdf');
    const held = holdCalls(world(), /\/files\//);
    box().trashFile(file);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.closes();
    held.release();
    const card = await onlyCard(world(), file.id, 'That file is in the trash in Box.');
    await ana.types('/sign list');
    await ana.sees(/Not sent \([1-9]/, { in: 'modal' });
    await ana.presses((await ana.modal())?.buttons.find((text) => text.startsWith('Not sent')) ?? '');
    await ana.sees(file.id, { in: 'modal' });
    await ana.closes();
    await ana.presses('Discard request', { times: 2 });
    const done = await onlyCard(world(), file.id, 'Discarded. Nothing was sent.');
    expect(done.ts).toBe(card.ts);
    expect(done.buttons).toEqual([]);
    await ana.presses('Fix and send…', { on: card });
    await ana.sees('That is no longer possible, and nothing was changed.');
    expect(await ana.modal()).toBeNull();
    expect(createdFor(world(), file)).toEqual([]);
  });

  const box = () => world().box;
  const zoe = () => {
    const known = Object.values(box().state.users).find(({ login }) => login === 'zoe@client.com');
    return known ?? box().addUser({ login: 'zoe@client.com', name: 'Zoe' });
  };
  const restore = (id: string) => {
    const file = box().state.files[id];
    if (file) file.trashedAt = null;
  };
  const renew = (token: string) => {
    const known = box().state.tokens[token];
    if (known) known.expiresAt = Number.MAX_SAFE_INTEGER;
  };
});
