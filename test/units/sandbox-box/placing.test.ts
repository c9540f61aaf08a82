/** Fields placed on the preparation page, and signatures drawn at their places. */
import { describe, expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import { aPdf, aWorld, postToControl, textsOf, type World } from './support.ts';

const ana = 'ana@acme.com';
const bo = 'bo@client.com';
const place = { page: 0, x: 0.2, y: 0.5, width: 0.4, height: 0.08 };
const field = (id: string, type: string, more: object = {}, signer = bo) => ({
  id,
  type,
  signer,
  place: { ...place, ...more },
});

/** Uploads a PDF and creates a request for it that is in preparation. Returns the prepare URL. */
async function createInPreparation(
  world: World,
  angles: readonly number[],
  more: object = {},
): Promise<string> {
  const base64 = (await aPdf(...angles)).toString('base64');
  const about = { person: ana, folderId: world.folder.id, name: 'Offer.pdf', base64 };
  const { body: file } = await postToControl(world, 'upload', about);
  const source = { source_files: [{ type: 'file', id: file.id }], is_document_preparation_needed: true };
  const { body } = await world.create({ ...source, ...more });
  world.pass(300);
  return body.prepare_url;
}

const send = (world: World, url: string, fields: readonly object[]) =>
  postToControl(world, 'prepare/send', { person: ana, url, fields });
const linkOf = (world: World, address = bo): string => world.box.mails(address).at(-1)?.link ?? '';
const signedDocument = async (world: World): Promise<Buffer> => {
  const { link, files } = await openSigningPage(world);
  return (await postToControl(world, 'sign/document', { link, fileId: files[0].id })).bytes;
};
const openSigningPage = async (world: World) => {
  const link = linkOf(world);
  return { link, ...(await postToControl(world, 'sign/look', { link })).body };
};

describe('placing', () => {
  it('placed fields are saved during the work, and sent as they were placed', async () => {
    const world = await aWorld();
    const url = await createInPreparation(world, [0]);
    const keep = { person: ana, url, fields: [field('a', 'signature')] };
    expect((await postToControl(world, 'prepare/keep', keep)).status).toBe(200);
    const { body: opened } = await postToControl(world, 'prepare/open', { person: ana, url });
    expect(opened).toMatchObject({
      asked: [bo],
      fields: [{ id: 'a', type: 'signature', signer: bo, place }],
    });
    expect((await postToControl(world, 'prepare/keep', { ...keep, person: bo })).status).toBe(403);
    await send(world, url, [field('a', 'signature'), field('b', 'date', { y: 0.7 })]);
    expect((await openSigningPage(world)).fields).toMatchObject([{ id: 'a' }, { id: 'b', type: 'date' }]);
    const { inputs } = (await world.get((await openSigningPage(world)).requestId)).body.signers[1];
    expect(inputs).toMatchObject([{ type: 'signature' }, { type: 'date', page_index: 0 }]);
  });

  it.each([
    ['off the page', [field('a', 'signature', { x: 0.9 })]],
    ['of no size', [field('a', 'signature', { width: 0 })]],
    ['on half a page', [field('a', 'signature', { page: 0.5 })]],
    ['of an unknown type', [field('a', 'stamp')]],
    ['of somebody who is not asked', [field('a', 'signature', {}, 'eve@client.com')]],
    ['of the sender, who only reads', [field('a', 'signature', {}, ana)]],
    ['on another file', [{ ...field('a', 'signature'), fileId: '1' }]],
    ['in no list', 'signature' as unknown as object[]],
  ])('a field %s is refused', async (_, fields) => {
    const world = await aWorld();
    const url = await createInPreparation(world, [0]);
    expect((await send(world, url, fields)).status).toBe(400);
    expect(world.box.mails()).toEqual([]);
  });

  it('signers without a field are named, unless there are no fields at all', async () => {
    const world = await aWorld();
    const signers = [{ email: bo }, { email: 'cy@client.com' }];
    const url = await createInPreparation(world, [0], { signers });
    const refused = await send(world, url, [
      field('a', 'signature'),
      field('b', 'date', {}, 'cy@client.com'),
    ]);
    expect(refused.body).toEqual({
      error: 'signature_field_missing',
      message: 'Place a signature field for cy@client.com',
    });
    expect((await send(world, url, [])).status).toBe(200);
  });
});

describe('signing', () => {
  it('every field is filled at its place, and all pages stay', async () => {
    const world = await aWorld();
    const url = await createInPreparation(world, [0, 0]);
    const fields = [
      field('s', 'signature', { page: 1 }),
      field('d', 'date', { y: 0.1, height: 0.04 }),
      field('n', 'name', { y: 0.2, height: 0.04 }),
      field('t', 'text', { y: 0.3, height: 0.04 }),
      field('c', 'checkbox', { y: 0.4, width: 0.03, height: 0.03 }),
    ];
    await send(world, url, fields);
    const link = linkOf(world);
    const sign = (values: object) => postToControl(world, 'sign/sign', { link, typing: 'Bo Łukasz', values });
    expect((await sign({ c: 'yes' })).body.message).toContain('text field');
    expect((await openSigningPage(world)).turn).toBe('yours');
    expect((await sign({ t: '<b>Director</b>', c: 'yes' })).status).toBe(200);
    const texts = await textsOf(await signedDocument(world));
    const near = (text: string, page: number, y: number) => {
      const found = texts.find((one) => one.text.startsWith(text));
      expect(found, text).toMatchObject({ page });
      expect(found?.x).toBeCloseTo(0.2, 2);
      expect(Math.abs((found?.y ?? 0) - y)).toBeLessThan(0.06);
    };
    near('Bo Lukasz', 0, 0.24);
    near('2026-11-22', 0, 0.14);
    near('<b>Director</b>', 0, 0.34);
    near('Signed by Bo Lukasz (bo@client.com)', 1, 0.58);
    expect(texts.filter(({ text }) => text.startsWith('Clause'))).toHaveLength(2);
    expect(await readPdf(await signedDocument(world))).toMatchObject({ pages: 2, keywords: 'Bo Łukasz' });
  });

  it.each([0, 90, 180, 270])('a signature is upright on a page rotated by %i degrees', async (angle) => {
    const world = await aWorld();
    const url = await createInPreparation(world, [angle]);
    await send(world, url, [field('s', 'signature')]);
    await postToControl(world, 'sign/sign', { link: linkOf(world), typing: 'Bo Lee' });
    const name = (await textsOf(await signedDocument(world))).find(({ text }) => text === 'Bo Lee');
    expect(name?.x).toBeCloseTo(0.2, 2);
    expect(name?.y).toBeGreaterThan(0.5);
    expect(name?.y).toBeLessThan(0.58);
  });

  it('a picture of the signature is drawn if there is one', async () => {
    const world = await aWorld();
    const url = await createInPreparation(world, [0]);
    await send(world, url, [field('s', 'signature')]);
    const link = linkOf(world);
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const torn = await postToControl(world, 'sign/sign', { link, typing: '李', picture: png.slice(0, 40) });
    expect(torn.status).toBe(400);
    expect((await postToControl(world, 'sign/sign', { link, typing: '李', picture: png })).status).toBe(200);
    const { text, keywords } = await readPdf(await signedDocument(world));
    expect(keywords).toBe('李');
    expect(text).toContain('Signed by ? (bo@client.com)');
    expect((await signedDocument(world)).toString('latin1')).toContain('/Image');
  });

  it('on a document without fields the signature is where the signer put it', async () => {
    const world = await aWorld();
    const url = await createInPreparation(world, [0, 0]);
    await send(world, url, []);
    const { link, files, fields } = await openSigningPage(world);
    expect(fields).toEqual([]);
    const wrong = { link, typing: 'Bo Lee', placed: { fileId: files[0].id, place: { ...place, y: 2 } } };
    expect((await postToControl(world, 'sign/sign', wrong)).status).toBe(400);
    const placed = { fileId: files[0].id, place: { ...place, page: 1 } };
    await postToControl(world, 'sign/sign', { link, typing: 'Bo Lee', placed });
    const name = (await textsOf(await signedDocument(world))).find(({ text }) => text === 'Bo Lee');
    expect(name).toMatchObject({ page: 1 });
  });

  it('the signing page says whose turn it is, and shows nothing without the password', async () => {
    const world = await aWorld();
    await world.sent({
      signers: [
        { email: bo, order: 1, password: 'pearl' },
        { email: 'cy@client.com', order: 2 },
      ],
    });
    const link = linkOf(world);
    expect((await postToControl(world, 'sign/look', { link })).body).toEqual({ needsPassword: true });
    expect((await postToControl(world, 'sign/look', { link, password: 'x' })).body.error).toBe(
      'password_required',
    );
    expect((await postToControl(world, 'sign/document', { link })).body.error).toBe('password_required');
    const key = { link, password: 'pearl' };
    expect((await postToControl(world, 'sign/look', key)).body).toMatchObject({
      turn: 'yours',
      others: { length: 3 },
    });
    expect((await postToControl(world, 'sign/document', key)).bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await postToControl(world, 'sign/decline', { ...key, reason: 'Clause 4' });
    expect((await postToControl(world, 'sign/look', key)).body).toMatchObject({
      turn: 'declined',
      status: 'declined',
    });
  });
});
