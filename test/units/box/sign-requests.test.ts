import { describe, expect, it } from 'vitest';
import {
  cancelSignRequest,
  createSignRequest,
  findByExternalId,
  getSignRequest,
  listSignRequests,
  resendSignRequest,
} from '../../../src/box/sign-requests.ts';
import { boxError, cannedBox } from './canned-box.ts';
import { aSignRequest } from './sign-request-json.ts';

const signer = { email: 'bo@x.com', role: 'signer' };
const least = {
  source: { kind: 'files', fileIds: ['12'] },
  externalId: 'our-id',
  signers: [signer],
  options: {},
} as const;

/** Answers that the SDK's own types reject. */
const odd = [
  { ...aSignRequest({ id: 'odd-decision' }), signers: [{ signer_decision: { type: 'postponed' } }] },
  { ...aSignRequest({ id: 'odd-input' }), signers: [{ inputs: [{ type: 'attachment' }] }] },
  aSignRequest({ id: 'odd-type', type: 'sign_request', signers: 'none', sign_files: [] }),
  aSignRequest({ id: 'odd-status', status: 'downloaded' }),
  { id: 'bare' },
];

describe('create', () => {
  it('create sends exactly what was asked for', async () => {
    const box = await cannedBox({ status: 201, body: aSignRequest() });
    await createSignRequest(box.session, least);
    expect(box.received[0]).toMatchObject({ method: 'POST', path: '/2.0/sign_requests' });
    expect(JSON.parse(box.received[0]?.body ?? '')).toEqual({
      source_files: [{ type: 'file', id: '12' }],
      signers: [{ email: 'bo@x.com', role: 'signer' }],
      external_id: 'our-id',
    });
    expect(box.received[0]?.headers['boxapi']).toBeUndefined();
  });

  it('create sends every option', async () => {
    const box = await cannedBox({ status: 201, body: aSignRequest() });
    await createSignRequest(box.session, {
      ...least,
      signers: [
        { ...signer, order: 1 },
        { email: 'ana@x.com', role: 'signer', order: 2 },
      ],
      source: { ...least.source, sharedLink: 'https://app.box.com/s/abc' },
      folderId: '45',
      options: { name: 'NDA', a_field_newer_than_the_sdk: true },
    });
    expect(JSON.parse(box.received[0]?.body ?? '')).toEqual({
      source_files: [{ type: 'file', id: '12' }],
      signers: [
        { email: 'bo@x.com', role: 'signer', order: 1 },
        { email: 'ana@x.com', role: 'signer', order: 2 },
      ],
      parent_folder: { type: 'folder', id: '45' },
      external_id: 'our-id',
      name: 'NDA',
      a_field_newer_than_the_sdk: true,
    });
    expect(box.received[0]?.headers['boxapi']).toBe('shared_link=https://app.box.com/s/abc');
  });

  it('create from a template sends the typed values, and names none where none was typed', async () => {
    const box = await cannedBox({ status: 201, body: aSignRequest() });
    for (const prefillTags of [[], [{ document_tag_id: 'rate', text_value: '7' }]]) {
      const source = { kind: 'template', templateId: 't-1', prefillTags } as const;
      await createSignRequest(box.session, { ...least, source });
    }
    const sent = { template_id: 't-1', signers: [signer], external_id: 'our-id' };
    expect(box.received.map(({ body }) => JSON.parse(body))).toEqual([
      sent,
      { ...sent, prefill_tags: [{ document_tag_id: 'rate', text_value: '7' }] },
    ]);
  });

  it.each(odd)('create accepts an answer that the SDK cannot read: $id', async (answer) => {
    const box = await cannedBox({ status: 201, body: answer });
    const observation = await createSignRequest(box.session, least);
    expect(observation.boxId).toBe(answer['id']);
    expect(box.received).toHaveLength(1);
  });
});

describe('get', () => {
  it.each(odd)('get reads an answer that the SDK cannot read: $id', async (answer) => {
    const box = await cannedBox({ body: answer });
    expect((await getSignRequest(box.session, 'b-1')).boxId).toBe(answer['id']);
    expect(box.received.map(({ path }) => path)).toEqual(['/2.0/sign_requests/b-1']);
  });

  it.each([
    ['a/../b?c#d', '/2.0/sign_requests/a%2F..%2Fb%3Fc%23d'],
    ['..', '/2.0/sign_requests/_'],
  ])('get stays within its path for the id %s', async (id, path) => {
    const box = await cannedBox(boxError(404, 'not_found'));
    await expect(getSignRequest(box.session, id)).rejects.toMatchObject({ kind: 'final', status: 404 });
    expect(box.received[0]?.path).toBe(path);
  });
});

describe('list', () => {
  const page = (entries: unknown, next_marker: unknown) => ({ body: { limit: 1000, entries, next_marker } });

  it('list reads all pages, and one odd entry hides no other', async () => {
    const box = await cannedBox(
      page([aSignRequest({ id: 'first' }), null, ...odd, 'x', { status: 'sent' }], 'm1'),
      page([aSignRequest({ id: 'second' })], 'm2'),
      page([], null),
    );
    const ids: string[] = [];
    for await (const { boxId } of listSignRequests(box.session)) ids.push(boxId);
    expect(ids).toEqual(['first', ...odd.map((entry) => entry['id']), 'second']);
    expect(box.received.map(({ path, query }) => [path, query.get('limit'), query.get('marker')])).toEqual([
      ['/2.0/sign_requests', '1000', null],
      ['/2.0/sign_requests', '1000', 'm1'],
      ['/2.0/sign_requests', '1000', 'm2'],
    ]);
  });

  it('an incomplete list is a failure', async () => {
    const box = await cannedBox(page([aSignRequest()], 'm1'), boxError(503, 'unavailable'));
    await expect(findByExternalId(box.session, 'our-id')).rejects.toMatchObject({ kind: 'retry' });
    const noList = await cannedBox({ body: { entries: {} } });
    await expect(findByExternalId(noList.session, 'our-id')).rejects.toMatchObject({
      reason: 'unreadable_answer',
    });
  });

  it('list stops when a marker repeats', async () => {
    const box = await cannedBox(page([], 'm1'));
    await expect(findByExternalId(box.session, 'our-id')).rejects.toMatchObject({ kind: 'retry' });
    expect(box.received).toHaveLength(2);
  });

  it('list stops when new markers never end', async () => {
    const pages = Array.from({ length: 300 }, (_, index) => page([], `m${index}`));
    const box = await cannedBox(...pages);
    await expect(findByExternalId(box.session, 'our-id')).rejects.toMatchObject({ kind: 'retry' });
    expect(box.received).toHaveLength(200);
  });

  it('list finds all requests with our id, to the last page', async () => {
    const box = await cannedBox(
      page([aSignRequest({ id: 'one' }), aSignRequest({ id: 'other', external_id: 'our-id2' })], 'm1'),
      page([aSignRequest({ id: 'none', external_id: null })], 'm2'),
      page([aSignRequest({ id: 'two' })], null),
    );
    const found = await findByExternalId(box.session, 'our-id');
    expect(found.map(({ boxId }) => boxId)).toEqual(['one', 'two']);
  });
});

describe('resend', () => {
  it('resend accepts an empty answer', async () => {
    const box = await cannedBox({ status: 202 });
    await resendSignRequest(box.session, 'b-1');
    expect(box.received[0]).toMatchObject({ method: 'POST', path: '/2.0/sign_requests/b-1/resend' });
  });

  it("resend has Box's code when it is too early, and is unknown when the answer is lost", async () => {
    const early = await cannedBox(boxError(400, 'bad_request'));
    await expect(resendSignRequest(early.session, 'b-1')).rejects.toMatchObject({
      kind: 'final',
      status: 400,
      reason: 'bad_request',
    });
    const lost = await cannedBox({ instead: 'drop' });
    await expect(resendSignRequest(lost.session, 'b-1')).rejects.toMatchObject({ kind: 'unknown' });
  });
});

describe('cancel', () => {
  it('cancel sends a reason only if there is one', async () => {
    const box = await cannedBox({ body: aSignRequest({ status: 'cancelled' }) });
    expect((await cancelSignRequest(box.session, 'b-1', 'Wrong file')).status).toBe('cancelled');
    await cancelSignRequest(box.session, 'b-1');
    await cancelSignRequest(box.session, 'b-1', '');
    expect(box.received.map(({ body }) => body)).toEqual(['{"reason":"Wrong file"}', '', '']);
    expect(box.received[0]).toMatchObject({ method: 'POST', path: '/2.0/sign_requests/b-1/cancel' });
  });
});
