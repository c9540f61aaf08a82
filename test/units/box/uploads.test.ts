/** Names that are taken in Box: a folder of the name is used, and a file of the name is a refusal. */
import { expect, it } from 'vitest';
import { checkUpload, findOrCreateFolder } from '../../../src/box/uploads.ts';
import { type CannedAnswer, cannedBox } from './canned-box.ts';

/** Box says that this item has the name already. */
const taken = (conflicts: unknown): CannedAnswer => ({
  status: 409,
  body: { type: 'error', status: 409, code: 'item_name_in_use', context_info: { conflicts } },
});

it.each([
  ['a new folder', { status: 201, body: { type: 'folder', id: '77' } }],
  ['a folder that exists, in a list', taken([{ type: 'folder', id: '77', name: 'Documents' }])],
  ['a folder that exists, alone', taken({ type: 'folder', id: '77', name: 'Documents' })],
])('the id is read of %s', async (_what, answer) => {
  const box = await cannedBox(answer);
  expect(await findOrCreateFolder(box.session, 'Documents')).toBe('77');
  expect(box.received).toMatchObject([{ method: 'POST', path: '/2.0/folders' }]);
  expect(JSON.parse(box.received[0]?.body ?? '')).toMatchObject({ name: 'Documents', parent: { id: '0' } });
});

it.each([
  ['a file has its name', taken([{ type: 'file', id: '5', sha1: 'ab' }]), 'item_name_in_use'],
  ['Box does not name the item', taken([]), 'item_name_in_use'],
  ['another conflict', { status: 409, body: { type: 'error', status: 409, code: 'conflict' } }, 'conflict'],
])('the folder cannot be made: %s', async (_what, answer, reason) => {
  const box = await cannedBox(answer);
  const refusal = { kind: 'final', status: 409, reason };
  await expect(findOrCreateFolder(box.session, 'Documents')).rejects.toMatchObject(refusal);
});

it('an answer without an id is unreadable, and the call can be retried', async () => {
  const box = await cannedBox({ status: 201, body: { type: 'folder' } });
  const unreadable = { kind: 'retry', reason: 'unreadable_answer' };
  await expect(findOrCreateFolder(box.session, 'Documents')).rejects.toMatchObject(unreadable);
});

it('a name is free, or the item that has it is told with its hash', async () => {
  const file = { folderId: '77', name: 'NDA.pdf', size: 8 };
  const free = await cannedBox({ body: { upload_url: 'https://upload.box.test' } });
  expect(await checkUpload(free.session, file)).toEqual({ state: 'free' });
  const other = await cannedBox(taken({ type: 'file', id: '5', sha1: 'AB12' }));
  expect(await checkUpload(other.session, file)).toEqual({ state: 'taken', id: '5', name: '', sha1: 'ab12' });
});
