/** The event stream: an event that cannot be used hides no other. */
import { expect, it } from 'vitest';
import { readEventPage } from '../../../src/box/events.ts';
import { cannedBox } from './canned-box.ts';

const signed = {
  event_type: 'SIGN_DOCUMENT_SIGNED',
  created_at: '2026-11-17T10:00:00Z',
  created_by: { login: 'ana@acme.com' },
  additional_details: { sign_request: { sign_request_id: 'b1', signer: { email: 'bo@x.com' } } },
};
const at = Date.parse(signed.created_at);

it('events without a known kind, a request or a time are left out', async () => {
  const entries = [
    null,
    {},
    { ...signed, event_type: undefined },
    { ...signed, event_type: 'SIGN_DOCUMENT_POSTPONED' },
    { ...signed, event_type: 'toString' },
    { ...signed, created_at: 'yesterday' },
    { ...signed, additional_details: null },
    { ...signed, additional_details: { sign_request: { signer: { email: 'bo@x.com' } } } },
    signed,
    { ...signed, created_by: null, additional_details: { sign_request: { sign_request_id: 'b2' } } },
  ];
  const box = await cannedBox({ body: { entries, next_stream_position: 7 } });
  expect(await readEventPage(box.session, 'now')).toEqual({
    events: [
      { kind: 'signed', at, boxId: 'b1', signer: 'bo@x.com', by: 'ana@acme.com' },
      { kind: 'signed', at, boxId: 'b2', signer: null, by: null },
    ],
    isFull: false,
    position: '7',
  });
});

it.each([
  { entries: [signed] },
  { entries: [signed], next_stream_position: null },
  { entries: 'none', next_stream_position: 7 },
])('a page is unreadable without entries, or without the position after it: %j', async (body) => {
  const box = await cannedBox({ body });
  await expect(readEventPage(box.session, 'now')).rejects.toMatchObject({ reason: 'unreadable_answer' });
});
