/** The form's menus that search Box for a document, a folder or a template: what they list, and what they say instead. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findDocument } from '../../../src/features/create/find-document.ts';
import { findFolder } from '../../../src/features/create/find-folder.ts';
import { findTemplate } from '../../../src/features/create/find-template.ts';
import type { Services } from '../../../src/features/services.ts';
import { noChoice } from '../../../src/signing/options.ts';
import type { MenuEntries } from '../../../src/slack/payloads.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest } from '../../builders/sign-requests.ts';
import { type Desk, type DeskAnswer, setDesk } from './desk.ts';
import { byAna } from './payloads.ts';

const t = texts('en-GB', null);
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
const notConnected = { box: { sessionFor: async () => null, asApp: null } };
const list = (...entries: readonly object[]): DeskAnswer => ({ body: { entries } });
const aFile = (id: string, fields: object = {}) => ({
  ...{ type: 'file', id, name: `File ${id}.pdf`, extension: 'pdf', permissions: { can_download: true } },
  ...{ parent: { id: '9', name: 'Contracts' }, ...fields },
});
const aFolder = (id: string, canUpload: boolean, fields: object = {}) => ({
  ...{ type: 'folder', id, name: `Folder ${id}`, permissions: { can_upload: canUpload }, ...fields },
});

type Find = (services: Services, payload: Parameters<typeof findDocument>[1]) => Promise<MenuEntries>;

const typedBy = (typed: string, actor = byAna) =>
  ({ kind: 'options', actor, actionId: 'menu', typed }) as const;

/** Types the text into the menu. Returns its entries by value, with their text, and what Box was asked. */
async function listed(find: Find, typed: string, answers: Desk['answers'], given: object = {}) {
  const desk = await setDesk();
  Object.assign(desk.answers, answers);
  const entries = await find({ ...desk.services, ...given }, typedBy(typed));
  const asked = desk.calls.filter(({ to }) => to.startsWith('GET'));
  return {
    entries,
    shown: entries.map(({ text, value }) => [value, text.text]),
    asked: asked.map(({ to }) => to),
    query: asked[0]?.body,
    log: desk.log,
  };
}

/** The one entry that says this. */
const note = (sentence: string) => [[noChoice, sentence]];

describe.each<
  [string, Find, string, string, Record<'slow' | 'refused' | 'badLink' | 'notConnected', string>]
>([
  ['documents', findDocument, 'nda', 'GET /search', t.document.notes],
  ['folders', findFolder, 'nda', 'GET /search', t.folderField.notes],
  [
    'templates',
    findTemplate,
    'nda',
    'GET /sign_templates',
    { ...t.template.notes, badLink: t.template.notes.refused },
  ],
])('the menu of %s', (_what, find, typed, call, notes) => {
  it.each([
    [503, 'slow'],
    [403, 'refused'],
    [404, 'badLink'],
  ] as const)('says why nothing is listed when Box answers %d', async (status, why) => {
    const { shown, log } = await listed(find, typed, { [call]: refused(status) });
    expect(shown).toEqual(note(notes[why]));
    expect(log).toMatchObject([{ level: 30, msg: 'a search in Box failed' }]);
  });

  it('says that the person is not connected, and asks nothing', async () => {
    const { shown, asked } = await listed(find, typed, {}, notConnected);
    expect(shown).toEqual(note(notes.notConnected));
    expect(asked).toEqual([]);
  });

  it('lists nothing for a stranger', async () => {
    const desk = await setDesk();
    expect(await find(desk.services, typedBy(typed, { ...byAna, teamId: 'T2' }))).toEqual([]);
    expect(desk.calls).toEqual([]);
  });

  it('fails when the store does', async () => {
    const desk = await setDesk();
    desk.answers[call] = list();
    const broken = {
      sessionFor: async () => ({
        client: () => Promise.reject(new Error('store')),
        clientAfter: async () => null,
      }),
      asApp: null,
    };
    await expect(find({ ...desk.services, box: broken }, typedBy(typed))).rejects.toThrow('store');
  });
});

describe('the menu of documents', () => {
  const link = 'https://acme.box.com/s/abc';
  const recent = 'GET /recent_items';
  const search = 'GET /search';

  it('lists the files used last, without those that cannot be signed', async () => {
    const shared = { type: 'recent_item', item: aFile('2'), interaction_shared_link: link };
    const own = (file: object) => ({ type: 'recent_item', item: file, interaction_shared_link: null });
    const { entries, asked, query } = await listed(findDocument, '', {
      [recent]: list(
        own(aFile('1')),
        shared,
        shared,
        own(aFile('3', { trashed_at: '2026-11-11T00:00:00Z' })),
        own(aFile('4', { extension: 'mp4' })),
        own(aFile('5', { parent: null })),
        own(aFile('6'.repeat(30))),
      ),
    });
    const entry = (name: string, value: string) => ({
      ...{ text: { text: name }, value },
      ...(name.includes('5') ? {} : { description: { text: 'Contracts' } }),
    });
    expect(entries).toMatchObject([
      entry('File 1.pdf', 'https://app.box.com/file/1'),
      entry('File 2.pdf', `${link}/file/2`),
      entry('File 5.pdf', 'https://app.box.com/file/5'),
    ]);
    expect(entries[2]).not.toHaveProperty('description');
    expect(asked).toEqual([recent]);
    expect(query).toMatchObject({ limit: '20' });
  });

  it.each(['nda', '12345'])('searches by name for the word or number %s', async (typed) => {
    const { shown, asked, query } = await listed(findDocument, typed, { [search]: list(aFile('1')) });
    expect(shown).toEqual([['https://app.box.com/file/1', 'File 1.pdf']]);
    expect(asked).toEqual([search]);
    expect(query).toMatchObject({ query: typed, type: 'file', limit: '20' });
  });

  it('lists nothing, and says nothing, where no name has the words', async () => {
    expect((await listed(findDocument, 'nda', { [search]: list() })).shown).toEqual([]);
  });

  it('takes words of up to 255 characters', async () => {
    const { query } = await listed(findDocument, `${'a'.repeat(254)}bc`, { [search]: list() });
    expect(query?.['query']).toBe(`${'a'.repeat(254)}b`);
  });

  it.each(['!', '   '])('takes %j for nothing typed', async (typed) => {
    expect((await listed(findDocument, typed, { [recent]: list() })).asked).toEqual([recent]);
  });

  it('lists the file of a pasted link', async () => {
    const { shown, asked } = await listed(findDocument, 'https://app.box.com/file/111', {
      'GET /files/111': { body: aFile('111') },
    });
    expect(shown).toEqual([['https://app.box.com/file/111', 'File 111.pdf']]);
    expect(asked).toEqual(['GET /files/111']);
  });

  it('lists the file of a shared link, which is kept', async () => {
    const through = `${link}/file/111`;
    const inFolder = await listed(findDocument, through, { 'GET /files/111': { body: aFile('111') } });
    expect(inFolder.shown).toEqual([[through, 'File 111.pdf']]);
    const answers = {
      'GET /shared_items': { body: { type: 'file', id: '111', name: 'x' } },
      'GET /files/111': { body: aFile('111') },
    };
    expect((await listed(findDocument, link, answers)).shown).toEqual([[through, 'File 111.pdf']]);
    const long = `https://acme.box.com/s/${'a'.repeat(52)}`;
    const { shown } = await listed(findDocument, long, answers);
    expect(shown).toEqual([[long, 'File 111.pdf']]);
  });

  it.each([
    ['a folder', 'https://app.box.com/folder/45', []],
    ['a signing page', 'https://app.box.com/sign/document/abc', []],
    ['a shared folder', link, ['GET /shared_items']],
    ['a file in the trash', 'https://app.box.com/file/3', ['GET /files/3']],
  ])('says that a link leads to no file: %s', async (_what, typed, calls) => {
    const { shown, asked } = await listed(findDocument, typed, {
      'GET /shared_items': { body: { type: 'folder', id: '45', name: 'x' } },
      'GET /files/3': { body: aFile('3', { trashed_at: '2026-11-11T00:00:00Z' }) },
    });
    expect(shown).toEqual(note(t.document.notes.badLink));
    expect(asked).toEqual(calls);
  });

  it('shows nothing of a search that newer ones overtake', async () => {
    const desk = await setDesk();
    let answerFirst = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    const asked: string[] = [];
    desk.answers[search] = async ({ body }) => {
      asked.push(body['query'] ?? '');
      if (asked.length === 1) await held;
      return list(aFile(String(asked.length)));
    };
    let waiting = 0;
    const sessionFor: Services['box']['sessionFor'] = (...of) => {
      waiting += 1;
      return desk.services.box.sessionFor(...of);
    };
    const services = { ...desk.services, box: { asApp: null, sessionFor } };
    const first = findDocument(services, typedBy('a'));
    await expect.poll(() => asked).toEqual(['a']);
    const second = findDocument(services, typedBy('ab'));
    await expect.poll(() => waiting).toBe(2);
    const third = findDocument(services, typedBy('abc'));
    await expect.poll(() => waiting).toBe(3);
    answerFirst();
    expect(await first).toMatchObject([{ text: { text: 'File 1.pdf' } }]);
    expect(await second).toEqual([]);
    expect(await third).toMatchObject([{ text: { text: 'File 2.pdf' } }]);
    expect(asked).toEqual(['a', 'abc']);
  });
});

it('a menu says that Box is slow once two seconds have passed', async () => {
  const desk = await setDesk();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    desk.answers['GET /search'] = async () => {
      resolve();
      await held;
      return list();
    };
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let entries: MenuEntries | null = null;
  void findDocument(desk.services, typedBy('nda')).then((found) => {
    entries = found;
  });
  await asked;
  await vi.advanceTimersByTimeAsync(1_900);
  expect(entries).toBeNull();
  await vi.advanceTimersByTimeAsync(100);
  expect(entries).toMatchObject([{ text: { text: t.document.notes.slow }, value: noChoice }]);
  answer();
});

describe('the menu of folders', () => {
  const search = 'GET /search';
  const folder45 = 'https://app.box.com/folder/45';

  it('lists those that the workspace allows, else those of the latest requests, without Box', async () => {
    const desk = await setDesk();
    await desk.given(
      aSignRequest()
        .withDetails({ folder: { id: '46', name: 'Recent' } })
        .build(),
    );
    const shown = async () =>
      (await findFolder(desk.services, typedBy(''))).map(({ text, value }) => [value, text.text]);
    expect(await shown()).toEqual([['https://app.box.com/folder/46', 'Recent']]);
    await desk.store.settings.put('T1', null, { allowedFolders: [{ id: '45', name: 'Signed' }] });
    expect(await shown()).toEqual([[folder45, 'Signed']]);
    expect(desk.callsTo('GET')).toEqual([]);
  });

  it.each(['signed', '12345'])(
    'searches for %s, and lists those that files can be added to',
    async (typed) => {
      const { entries, query } = await listed(findFolder, typed, {
        [search]: list(
          aFolder('45', true, { parent: { id: '9', name: 'Legal' } }),
          aFolder('46', false),
          aFolder('not an id', true),
        ),
      });
      expect(entries).toMatchObject([
        { value: folder45, text: { text: 'Folder 45' }, description: { text: 'Legal' } },
      ]);
      expect(entries).toHaveLength(1);
      expect(query).toMatchObject({ query: typed, type: 'folder', limit: '20' });
    },
  );

  it('lists the folder of a pasted link, under its id while Box is silent', async () => {
    const answers = { 'GET /folders/45': { body: aFolder('45', true) } };
    expect((await listed(findFolder, folder45, answers)).shown).toEqual([[folder45, 'Folder 45']]);
    const silent = await listed(findFolder, folder45, { 'GET /folders/45': refused(503) });
    expect(silent.shown).toEqual([[folder45, t.folderField.unnamed('45')]]);
    expect((await listed(findFolder, folder45, {}, notConnected)).shown).toEqual(silent.shown);
  });

  it('lists the folder of a shared link', async () => {
    const { shown, asked } = await listed(findFolder, 'https://acme.box.com/s/abc', {
      'GET /shared_items': { body: { type: 'folder', id: '45', name: 'x' } },
      'GET /folders/45': { body: aFolder('45', true) },
    });
    expect(shown).toEqual([[folder45, 'Folder 45']]);
    expect(asked).toEqual(['GET /shared_items', 'GET /folders/45']);
  });

  it.each([
    ['to a folder that files cannot be added to', folder45, ['GET /folders/45']],
    ['to a file', 'https://app.box.com/file/111', []],
    ['shared, to a file', 'https://acme.box.com/s/abc', ['GET /shared_items']],
    ['to a signing page', 'https://app.box.com/sign/document/abc', []],
    ['to another service', 'https://example.com/folder/45', []],
  ])('says that a link is of no use: %s', async (_what, typed, calls) => {
    const { shown, asked } = await listed(findFolder, typed, {
      'GET /shared_items': { body: { type: 'file', id: '45', name: 'x' } },
      'GET /folders/45': { body: aFolder('45', false) },
    });
    expect(shown).toEqual(note(t.folderField.notes.badLink));
    expect(asked).toEqual(calls);
  });
});

describe('the menu of templates', () => {
  const call = 'GET /sign_templates';
  const named = (...names: readonly string[]): DeskAnswer => ({
    body: { entries: names.map((name, index) => ({ id: `t-${index}`, name })), next_marker: null },
  });

  it('lists those whose names have the words, by name', async () => {
    const { shown } = await listed(findTemplate, 'a', { [call]: named('Zebra', 'Apple', 'Lion') });
    expect(shown).toEqual([
      ['t-1', 'Apple'],
      ['t-0', 'Zebra'],
    ]);
  });

  it('says when there are none, and when none matches', async () => {
    expect((await listed(findTemplate, 'a', { [call]: named() })).shown).toEqual(note(t.template.notes.none));
    expect((await listed(findTemplate, 'x', { [call]: named('Apple') })).shown).toEqual(
      note(t.template.notes.noMatch),
    );
  });

  it('lists a hundred at most, as many as Slack takes', async () => {
    const many = named(...Array.from({ length: 101 }, (_, index) => `Template ${1000 + index}`));
    expect((await listed(findTemplate, '', { [call]: many })).shown).toHaveLength(100);
  });

  it('leaves out one whose id is too long for Slack', async () => {
    const long = {
      body: {
        entries: [
          { id: 'x'.repeat(76), name: 'Apple' },
          { id: 't', name: 'Apple 2' },
        ],
      },
    };
    expect((await listed(findTemplate, '', { [call]: long })).shown).toEqual([['t', 'Apple 2']]);
  });
});
