/** The page's mailboxes: who has one, what is in it, and where its links lead. */
import { expect, it } from 'vitest';
import { plainText } from '../../../sandbox/box/plain-text.ts';
import { aWorld, postToControl } from './support.ts';

it('everyone with an account or mail has a mailbox with a count of unread mail', async () => {
  const world = await aWorld();
  await world.sent({ email_message: 'Dear <b>Bo</b>, a &lt; b\nBye' });
  const boxes = async () => (await postToControl(world, 'mail/boxes', {})).body.boxes;
  expect(await boxes()).toEqual([
    { address: 'ana@acme.com', name: 'Ana Silva', count: 0, unread: 0, bounces: false },
    { address: 'bo@client.com', name: null, count: 1, unread: 1, bounces: false },
  ]);
  const { mails } = (await postToControl(world, 'mail/list', { person: 'Bo@client.com' })).body;
  expect(mails).toMatchObject([
    { kind: 'invitation', sender: 'Ana Silva', document: 'Lease (1).pdf', message: 'Dear Bo, a < b\nBye' },
  ]);
  const read = (person: string) => postToControl(world, 'mail/read', { person, id: mails[0].id });
  expect((await read('eve@client.com')).status).toBe(404);
  expect((await read('bo@client.com')).status).toBe(200);
  expect((await boxes())[1]).toMatchObject({ count: 1, unread: 0 });
});

it('the final mail leads the sender to the files and a signer to the signed copy', async () => {
  const world = await aWorld();
  await world.sent();
  await world.box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
  world.pass(300);
  const newest = async (person: string) =>
    (await postToControl(world, 'mail/list', { person })).body.mails[0];
  const toAna = await newest('ana@acme.com');
  expect(toAna).toMatchObject({ kind: 'completed', link: null });
  expect(toAna.links.map((one: { title: string }) => one.title)).toEqual([
    'Lease (1).pdf',
    'Lease (1) Signing Log.pdf',
  ]);
  for (const { url } of toAna.links)
    expect((await postToControl(world, 'page-of', { url })).status).toBe(200);
  const [{ url: link }] = (await newest('bo@client.com')).links;
  expect((await postToControl(world, 'sign/look', { link })).body).toMatchObject({
    turn: 'signed',
    status: 'signed',
  });
  expect((await postToControl(world, 'sign/document', { link })).bytes.subarray(0, 5).toString()).toBe(
    '%PDF-',
  );
});

it.each([
  ['a <b>bold</b> <a href="x">link</a>', 'a bold link'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['1 &lt; 2 &amp;amp; &#233; &#99999999; &bogus;', '1 < 2 &amp; é &#99999999; &bogus;'],
])('the message %s is shown as %s', (html, text) => expect(plainText(html)).toBe(text));
