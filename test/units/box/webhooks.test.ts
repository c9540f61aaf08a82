/** Webhooks in Box: one that exists is found and taken over, and a refusal is not a failure. */
import { expect, it } from 'vitest';
import { createWebhook, deleteWebhook } from '../../../src/box/webhooks.ts';
import { boxError, cannedBox } from './canned-box.ts';

const address = 'https://sign.example.com/box/webhooks';
const exists = boxError(409, 'conflict');
const hook = (id: string, type: string, folderId: string) => ({ id, target: { type, id: folderId } });
const page = (entries: readonly object[], next_marker: string | null) => ({ body: { entries, next_marker } });

it('a webhook that exists is found on any page, and from then on notifies this address', async () => {
  const box = await cannedBox(
    exists,
    page([hook('w1', 'file', '45'), hook('w2', 'folder', '46')], 'm1'),
    page([hook('w3', 'folder', '45')], null),
    { body: { id: 'w3' } },
  );
  expect(await createWebhook(box.session, '45', address)).toEqual({ boxId: 'w3' });
  expect(box.received.map(({ method, path, query }) => [method, path, query.get('marker')])).toEqual([
    ['POST', '/2.0/webhooks', null],
    ['GET', '/2.0/webhooks', null],
    ['GET', '/2.0/webhooks', 'm1'],
    ['PUT', '/2.0/webhooks/w3', null],
  ]);
  const sent = [box.received[0], box.received[3]].map((request) => JSON.parse(request?.body ?? ''));
  expect(sent[0]).toEqual({ ...sent[1], target: { type: 'folder', id: '45' } });
  expect(sent[1]).toMatchObject({ address, triggers: expect.arrayContaining(['SIGN_REQUEST.COMPLETED']) });
});

it('Box may refuse to change a webhook, or not list the one that it says exists', async () => {
  const found = page([hook('w3', 'folder', '45')], null);
  const refusing = await cannedBox(exists, found, boxError(403, 'forbidden'));
  const refused = { status: 403, reason: 'forbidden' };
  expect(await createWebhook(refusing.session, '45', address)).toMatchObject({ refused });
  const hiding = await cannedBox(exists, page([hook('w2', 'folder', '46')], null));
  const hidden = { kind: 'retry', reason: 'unreadable_answer' };
  await expect(createWebhook(hiding.session, '45', address)).rejects.toMatchObject(hidden);
});

it.each([403, 404])('after %i nothing is created, and a webhook counts as deleted', async (status) => {
  const box = await cannedBox(boxError(status, 'refused'));
  expect(await createWebhook(box.session, '45', address)).toMatchObject({ refused: { status } });
  await expect(deleteWebhook(box.session, 'w1')).resolves.toBeUndefined();
  expect(box.received.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});

it.each([
  [401, 'final'],
  [503, 'retry'],
])('after the answer %i both fail, because they may work later', async (status, kind) => {
  const box = await cannedBox(boxError(status, 'failed'));
  await expect(createWebhook(box.session, '45', address)).rejects.toMatchObject({ status, kind });
  await expect(deleteWebhook(box.session, 'w1')).rejects.toMatchObject({ status, kind });
});
