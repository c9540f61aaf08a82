/** Harmful documents in the sandbox: each is checked within a time limit, and other people can continue meanwhile. */
// runs: ci
import { expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import { isConvertible, render } from '../../../sandbox/box/pdf.ts';
import { endless, hopeless, odd, png } from './hostile.ts';
import { aPdf, aWorld, postToControl } from './support.ts';

const ana = 'ana@acme.com';
/** Time limit for a document whose check would never end (ms). */
const maxMs = 1_000;

it.each(Object.entries(hopeless))('no PDF is made of %s', async (_what, make) => {
  expect(await isConvertible('a.pdf', make())).toBe(false);
});

it.each(Object.entries(endless))('no PDF is made of %s', async (_what, make) => {
  expect(await isConvertible('a.pdf', make(), maxMs)).toBe(false);
});

it.each(Object.entries(odd))('a PDF is made of %s', async (_what, make) => {
  expect(await isConvertible('a.pdf', make())).toBe(true);
});

it.each([
  ['that says to be larger than all memory', png(0x7fffffff, 0x7fffffff, 1)],
  ['that is cut off', png(600, 800, 1).subarray(0, 60)],
  ['that is text', Buffer.from('no picture')],
])('a picture %s is not converted', async (_what, bytes) => {
  expect(await isConvertible('a.png', bytes)).toBe(false);
});

it('Box answers others while it checks an endless document, and continues afterwards', async () => {
  const never = endless['a trillion pages that are one']?.() ?? Buffer.alloc(0);
  const world = await aWorld();
  const answersDuringCheck = async (limitMs: number): Promise<boolean> => {
    let isOver = false;
    const checked = isConvertible('a.pdf', never, limitMs).finally(() => {
      isOver = true;
    });
    expect((await world.call('GET', '/2.0/users/me')).status).toBe(200);
    const isFirst = !isOver;
    expect(await checked).toBe(false);
    return isFirst;
  };
  // A busy machine may take longer for the answer than the short limit.
  expect((await answersDuringCheck(maxMs)) || (await answersDuringCheck(10_000))).toBe(true);
  expect(await isConvertible('a.pdf', await aPdf(0, 90))).toBe(true);
});

it('an upload that cannot be signed is marked, and its folder can be listed after it was sent', async () => {
  const world = await aWorld();
  const place = { person: ana, folderId: world.folder.id };
  const base64 = png(1, 1, 1).subarray(0, 60).toString('base64');
  const { body } = await postToControl(world, 'upload', { ...place, name: 'torn.png', base64 });
  expect((await postToControl(world, 'file', { person: ana, fileId: body.id })).body.isBroken).toBe(true);
  const id = await world.sent({ source_files: [{ type: 'file', id: body.id }] });
  expect(await world.status(id)).toBe('error_converting');
  const { body: folder } = await postToControl(world, 'folder', place);
  expect(folder.entries).toHaveLength(3);
});

it('a document that cannot be drawn becomes a page that says so', async () => {
  const { text } = await readPdf(await render({ kind: 'converted', name: 'a.png', base64: 'AAAA' }));
  expect(text).toContain('could not be turned into a PDF');
});

it('a signature of more than four million pixels is refused', async () => {
  const world = await aWorld();
  await world.sent();
  const { link } = world.box.mails('bo@client.com')[0] ?? {};
  const picture = png(3_000, 3_000, 34).toString('base64');
  const refused = await postToControl(world, 'sign/sign', { link, typing: 'Bo', picture });
  expect(refused).toMatchObject({ status: 400, body: { message: 'picture must be a small PNG' } });
});

it('an upload of fifty megabytes is refused, and Box answers the next call', async () => {
  const world = await aWorld();
  const base64 = 'A'.repeat(50 * 1024 * 1024);
  const upload = { person: ana, folderId: world.folder.id, name: 'a.pdf', base64 };
  expect((await postToControl(world, 'upload', upload)).status).toBe(413);
  expect((await world.call('GET', '/2.0/users/me')).status).toBe(200);
});
