/** Files and folders on the page: browsing, uploads that Box accepts, and the pages that Box's addresses lead to. */
import { describe, expect, it } from 'vitest';
import { aPdf, aWorld, postToControl, textsOf, type World } from './support.ts';

const ana = 'ana@acme.com';
const upload = (world: World, name: string, bytes: Buffer | string, more: object = {}) =>
  postToControl(world, 'upload', {
    person: ana,
    folderId: world.folder.id,
    name,
    base64: Buffer.from(bytes).toString('base64'),
    ...more,
  });
const names = async (world: World, person: string, folderId: string): Promise<string[]> =>
  (await postToControl(world, 'folder', { person, folderId })).body.entries.map(
    (one: { name: string }) => one.name,
  );
const pathOf = async (world: World, url: string) => (await postToControl(world, 'page-of', { url })).body;

describe('folders', () => {
  it('a folder shows what the account owns and what others shared with it', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy Ng' });
    expect(await names(world, ana, '0')).toEqual(['Contracts']);
    expect(await names(world, 'cy@acme.com', '0')).toEqual([]);
    const inside = { person: 'cy@acme.com', folderId: world.folder.id };
    expect((await postToControl(world, 'folder', inside)).status).toBe(404);
    world.box.shareFolder(world.folder, { with: cy });
    expect(
      (await postToControl(world, 'folder', { person: 'cy@acme.com', folderId: '0' })).body.entries,
    ).toMatchObject([{ type: 'folder', name: 'Contracts', size: null, sharedBy: 'Ana Silva' }]);
    const seen = (await postToControl(world, 'folder', inside)).body;
    expect(seen).toMatchObject({ canUpload: false, entries: [{ name: 'Lease.pdf', type: 'file' }] });
    expect(seen.way.map((one: { name: string }) => one.name)).toEqual(['All Files', 'Contracts']);
    expect((await upload(world, 'x.txt', 'x', { person: 'cy@acme.com' })).status).toBe(403);
  });

  it('a name is used once, for a folder or a file', async () => {
    const world = await aWorld();
    const make = (name: string, folderId = '0') =>
      postToControl(world, 'new-folder', { person: ana, folderId, name });
    expect((await make('Offers')).status).toBe(200);
    expect((await make('offers')).body).toMatchObject({ error: 'item_name_in_use' });
    expect((await make('a/b')).status).toBe(400);
    expect(await names(world, ana, '0')).toEqual(['Contracts', 'Offers']);
    expect((await make('lease.pdf', world.folder.id)).body).toMatchObject({ error: 'item_name_in_use' });
    expect((await make('NDA.pdf', world.folder.id)).status).toBe(200);
    expect((await upload(world, 'nda.pdf', await aPdf(0))).body.name).toBe('nda (1).pdf');
  });
});

describe('uploads', () => {
  it('an upload is returned byte for byte, under a free name', async () => {
    const world = await aWorld();
    const bytes = await aPdf(0);
    const { body: first } = await upload(world, 'NDA.pdf', bytes);
    const { body: second } = await upload(world, 'NDA.pdf', bytes);
    expect([first.name, second.name]).toEqual(['NDA.pdf', 'NDA (1).pdf']);
    const downloaded = await postToControl(world, 'download', { person: ana, fileId: first.id });
    expect(downloaded.bytes.equals(bytes)).toBe(true);
    const { body: facts } = await postToControl(world, 'file', { person: ana, fileId: first.id });
    expect(facts).toMatchObject({ name: 'NDA.pdf', size: bytes.length, isPdf: true, canDownload: true });
    expect(facts.versions).toHaveLength(1);
  });

  it.each([
    ['setup.exe', 'x', 415, 'does not accept .exe'],
    ['README', 'x', 415, 'does not accept'],
    ['empty.pdf', '', 400, 'empty'],
    ['large.pdf', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'), 413, '5 MB'],
    ['a/b.pdf', 'x', 400, 'name'],
    [' a.pdf', 'x', 400, 'name'],
    ['a\n.pdf', 'x', 400, 'name'],
    [`${'a'.repeat(252)}.pdf`, 'x', 400, 'name'],
  ])('the upload of %j is refused with a reason', async (name, bytes, status, words) => {
    const world = await aWorld();
    const refused = await upload(world, name, bytes);
    expect(refused.status).toBe(status);
    expect(refused.body.message).toContain(words);
    expect(await names(world, ana, world.folder.id)).toEqual(['Lease.pdf']);
  });

  it('an upload that is no real PDF fails when Box converts it', async () => {
    const world = await aWorld();
    const { body } = await upload(world, 'torn.pdf', '%PDF-1.7 and nothing else');
    const id = await world.sent({ source_files: [{ type: 'file', id: body.id }] });
    expect(await world.status(id)).toBe('error_converting');
  });

  it.each([
    ['notes.txt', 'First line\nSecond line', ['First line', 'Second line']],
    ['offer.docx', 'PK', ['offer.docx', 'Converted to PDF']],
  ])('%s is converted to PDF when it is sent', async (name, bytes, texts) => {
    const world = await aWorld();
    const { body } = await upload(world, name, bytes);
    const id = await world.sent({ source_files: [{ type: 'file', id: body.id }] });
    const copy = (await world.get(id)).body.sign_files.files[0].id;
    const pdf = await postToControl(world, 'download', { person: ana, fileId: copy });
    expect((await textsOf(pdf.bytes)).map(({ text }) => text)).toEqual(texts);
  });
});

describe('addresses at Box', () => {
  it('an address of Box leads to its page in the sandbox', async () => {
    const world = await aWorld();
    const { url: shared } = (
      await postToControl(world, 'share', { person: ana, type: 'file', id: world.file.id })
    ).body;
    const { body: again } = await postToControl(world, 'share', {
      person: ana,
      type: 'file',
      id: world.file.id,
    });
    expect(again.url).toBe(shared);
    const file = `/box/ana%40acme.com/file/${world.file.id}`;
    expect(await pathOf(world, world.file.url)).toEqual({ path: file });
    expect(await pathOf(world, shared)).toEqual({ path: file });
    expect(await pathOf(world, world.folder.url)).toEqual({
      path: `/box/ana%40acme.com/folder/${world.folder.id}`,
    });
    const { body } = await world.create({ is_document_preparation_needed: true });
    expect((await pathOf(world, body.prepare_url)).path).toMatch(
      new RegExp(`^/box/prepare/${body.id}/[0-9a-f]+\\?as=ana%40acme\\.com$`),
    );
    await world.sent();
    const { link = '' } = world.box.mails('bo@client.com')[0] ?? {};
    expect((await pathOf(world, link)).path).toMatch(/^\/box\/sign\/[^/]+\/[^/]+$/);
  });

  it.each([
    'https://app.box.com/file/1',
    'https://app.box.com/s/none',
    'https://app.box.com/sign/document/1/2',
    'https://app.box.com/sign/document/1/2/prepare_doc/',
    'https://app.box.com/notes/1',
    'https://box.com.example.com/file/1',
    'no address',
  ])('%s leads to a sentence that there is no page', async (url) => {
    const world = await aWorld();
    const answer = await postToControl(world, 'page-of', { url });
    expect(answer.status).toBe(404);
    expect(answer.body.message).toMatch(/Box/);
  });
});
