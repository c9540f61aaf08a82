/** The bytes of a file come from the address that Box redirects to, or not at all. */
import { expect, it } from 'vitest';
import { downloadFile } from '../../../src/box/downloads.ts';
import { type CannedAnswer, cannedBox, token } from './canned-box.ts';

/** Box redirects to an address that gives this answer. */
async function downloads(answer: CannedAnswer) {
  const redirect = { status: 302, headers: { location: '' } };
  const box = await cannedBox(redirect, answer);
  redirect.headers.location = `${box.url}/bytes`;
  return { box, download: downloadFile(box.session, '12') };
}

it('the bytes are read without the token', async () => {
  const { box, download } = await downloads({ headers: { 'content-length': '4' }, body: 'abcd' });
  const { bytes, body } = await download;
  const pieces = await body.toArray();
  expect([bytes, Buffer.concat(pieces).toString()]).toEqual([4, 'abcd']);
  expect(box.received.map(({ path }) => path)).toEqual(['/2.0/files/12/content', '/bytes']);
  expect(box.received[0]?.headers.authorization).toBe(`Bearer ${token}`);
  expect(JSON.stringify(box.received[1])).not.toContain(token);
});

it.each([
  ['has expired', { status: 403, headers: { 'content-length': '4' }, body: 'gone' }, 'http_403'],
  ['has a server that fails', { status: 503, body: 'busy' }, 'http_503'],
  ['gives an empty file', { headers: { 'content-length': '0' }, body: '' }, 'unreadable_answer'],
  ['does not say how much comes', { body: 'abcd' }, 'unreadable_answer'],
])('a download is tried again later if its address %s', async (_what, answer, reason) => {
  const { download } = await downloads(answer);
  await expect(download).rejects.toMatchObject({ kind: 'retry', reason });
});
