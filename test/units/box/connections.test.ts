import { describe, expect, it } from 'vitest';
import { createBoxConnections } from '../../../src/box/connections.ts';
import { readEventPage } from '../../../src/box/events.ts';
import { getMe } from '../../../src/box/files.ts';
import { createSignRequest, getSignRequest, resendSignRequest } from '../../../src/box/sign-requests.ts';
import { boxError, type CannedAnswer, cannedBox, token } from './canned-box.ts';

const trial = { kind: 'trial', developerToken: token, developerSlackUser: 'U_ANA' } as const;

const input = {
  source: { kind: 'files', fileIds: ['12'] },
  externalId: 'our-id',
  signers: [{ email: 'bo@x.com', role: 'signer', order: null }],
  options: {},
} as const;

describe('a connection', () => {
  it('only the person whom the developer token belongs to has a connection', async () => {
    const connections = createBoxConnections({ access: trial });
    expect(await connections.sessionFor('T1', 'U_ANA')).not.toBeNull();
    expect(await connections.sessionFor('T1', 'U_BEN')).toBeNull();
    expect(await connections.sessionFor('T1', '')).toBeNull();
  });

  it('a connection uses the configured base addresses', async () => {
    const connections = createBoxConnections({
      apiUrl: 'http://127.0.0.1:1/',
      uploadUrl: 'http://127.0.0.1:2/api',
      accountUrl: 'http://127.0.0.1:3',
      access: trial,
    });
    const session = await connections.sessionFor('T1', 'U_ANA');
    expect((await session?.client())?.networkSession.baseUrls).toMatchObject({
      baseUrl: 'http://127.0.0.1:1',
      uploadUrl: 'http://127.0.0.1:2/api',
      oauth2Url: 'http://127.0.0.1:3/api/oauth2',
    });
  });

  it('a connection sends the token', async () => {
    const box = await cannedBox({ body: { id: '7', type: 'user', login: 'Ana@acme.com', name: 'Ana' } });
    expect(await getMe(box.session)).toEqual({ boxUserId: '7', login: 'ana@acme.com', name: 'Ana' });
    expect(box.received[0]).toMatchObject({ method: 'GET', path: '/2.0/users/me' });
    expect(box.received[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('a login is not another person’s: the Kelvin sign is no k', async () => {
    const login = 'Bo\u212a@acme.com';
    const box = await cannedBox({ body: { id: '7', type: 'user', login, name: 'Bok' } });
    expect(await getMe(box.session)).toMatchObject({ login: 'bo\u212a@acme.com' });
  });
});

describe('a position in the event stream', () => {
  it.each([
    ['a long number', '1152922976252290887', '1152922976252290887'],
    ['a number', '1348790499819', '1348790499819'],
    ['a text', '"1152922976252290887"', '1152922976252290887'],
  ])('keeps its digits as %s', async (_name, sent, position) => {
    const login = String.raw`\" : 1152922976252290887 }\\`;
    const entry = `{ "event_type": "SIGN_DOCUMENT_SIGNED", "created_at": "2026-09-01T10:00:00Z", "odd": -0.12345678901234567e-9,
      "additional_details": { "sign_request": { "sign_request_id": "b1" } }, "created_by": { "login": "${login}" } }`;
    const body = `{ "entries": [${entry}], "next_stream_position": ${sent} }`;
    const { session } = await cannedBox({ body });
    const page = await readEventPage(session, '0');
    expect(page).toMatchObject({ position, events: [{ boxId: 'b1', by: JSON.parse(`"${login}"`) }] });
  });

  it.each([
    [500, true],
    [499, false],
  ])('more may follow a page of %d events: %s', async (count, isFull) => {
    const { session } = await cannedBox({
      body: { entries: Array(count).fill({}), next_stream_position: 7 },
    });
    expect(await readEventPage(session, '0')).toEqual({ events: [], isFull, position: '7' });
  });
});

describe('a call is made exactly once', () => {
  const bad: readonly (readonly [string, CannedAnswer, string, string, number | null])[] = [
    ['503', boxError(503, 'unavailable'), 'unknown', 'retry', 503],
    ...([400, 401, 403, 404] as const).map(
      (status) => [`${status} with a page`, { status, body: '<html>' }, 'final', 'final', status] as const,
    ),
    ...([408, 500, 502, 503, 504] as const).map(
      (status) => [`${status} with a page`, { status, body: '<html>' }, 'unknown', 'retry', status] as const,
    ),
    ['429 with a page', { status: 429, body: '<html>' }, 'retry', 'retry', 429],
    ['429', boxError(429, 'rate_limit_exceeded', { 'Retry-After': '1' }), 'retry', 'retry', 429],
    ['401', { status: 401 }, 'final', 'final', 401],
    ['a dropped connection', { instead: 'drop' }, 'unknown', 'retry', null],
    ['no answer in time', { instead: 'hang' }, 'unknown', 'retry', null],
    ['a page', { body: '<html>' }, 'unknown', 'retry', null],
    ['an empty answer', { status: 201 }, 'unknown', 'retry', 201],
    ['a redirect', { status: 307, headers: { location: '/2.0/other' } }, 'unknown', 'retry', 307],
  ];

  it.each(bad)(
    'a call is not repeated after the answer %s',
    async (_name, answer, writeKind, readKind, status) => {
      const writing = await cannedBox(answer);
      await expect(createSignRequest(writing.session, input)).rejects.toMatchObject({
        name: 'OutsideFailure',
        operation: 'createSignRequest',
        kind: writeKind,
        status,
      });
      expect(writing.received).toHaveLength(1);

      const reading = await cannedBox(answer);
      await expect(getSignRequest(reading.session, 'b1')).rejects.toMatchObject({ kind: readKind, status });
      expect(reading.received).toHaveLength(1);
    },
  );

  it('a resend that Box accepted with Retry-After is not repeated', async () => {
    const box = await cannedBox({ status: 202, headers: { 'Retry-After': '0' } });
    await resendSignRequest(box.session, 'b1');
    expect(box.received).toHaveLength(1);
  });
});
