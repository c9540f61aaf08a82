/** The list of requests of others: it is whole or a failure, and an odd entry hides no other. */
import { expect, it } from 'vitest';
import { listShared } from '../../../src/box/shared-requests.ts';
import { boxError, cannedBox } from './canned-box.ts';
import { aSignRequest } from './sign-request-json.ts';

const page = (entries: readonly unknown[], next_marker: string | null) => ({
  body: { entries, next_marker },
});
const shared = (id: string, collaborator_level: string) => ({ ...aSignRequest({ id }), collaborator_level });

it('all pages are read, without the person’s own requests; an unknown level is a viewer’s', async () => {
  const box = await cannedBox(
    page([shared('a', 'editor'), shared('own', 'owner'), null, { status: 'sent' }], 'm1'),
    page([shared('b', 'viewer'), shared('c', 'overseer'), shared('a', 'editor')], null),
  );
  const found = await listShared(box.session);
  expect(found.map(({ seen, level }) => [seen.boxId, level])).toEqual([
    ['a', 'editor'],
    ['b', 'viewer'],
    ['c', 'viewer'],
  ]);
  expect(box.received.map(({ query }) => [query.get('shared_requests'), query.get('marker')])).toEqual([
    ['true', null],
    ['true', 'm1'],
  ]);
});

it('a part of the list is a failure, and so is a list that never ends', async () => {
  const cutOff = await cannedBox(page([shared('a', 'editor')], 'm1'), boxError(503, 'unavailable'));
  await expect(listShared(cutOff.session)).rejects.toMatchObject({ kind: 'retry', status: 503 });
  const endless = await cannedBox(page([shared('a', 'editor')], 'again'));
  await expect(listShared(endless.session)).rejects.toMatchObject({ reason: 'unreadable_answer' });
  expect(endless.received).toHaveLength(20);
});
