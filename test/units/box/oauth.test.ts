/** OAuth against the sandbox's Box over HTTP: the whole flow, each refusal, and that each call is sent only once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type BoxOAuth, createBoxOAuth } from '../../../src/box/oauth.ts';

const redirectUri = 'https://sign.example.com/box/oauth_redirect';
const state = 'a state & more';
let now = Date.parse('2026-11-22T10:00:00Z');
let box: SandboxBox;
let oauth: BoxOAuth;
let app: { clientId: string; clientSecret: string };

beforeAll(async () => {
  box = await startBox({ clock: () => now });
  box.addUser({ login: 'ana@acme.com', name: 'Ana Alvarez' });
  app = box.addApp({ redirectUris: [redirectUri] });
  oauth = oauthOf();
});
afterAll(() => box.close());

function oauthOf(more: { clientId?: string; clientSecret?: string; callTimeoutMs?: number } = {}): BoxOAuth {
  const urls = { apiUrl: box.url, accountUrl: box.url };
  return createBoxOAuth({ ...app, redirectUri, ...urls, now: () => now, callTimeoutMs: 20_000, ...more });
}

async function newCode(): Promise<string> {
  const back = new URL(await box.person('ana@acme.com').grants(oauth.authorizeUrl(state)));
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get('state')).toBe(state);
  return back.searchParams.get('code') ?? '';
}

async function connectAna() {
  const tokens = await oauth.exchange(await newCode());
  if ('refused' in tokens) throw new Error(tokens.refused);
  return { tokens, user: await oauth.userOf(tokens) };
}

test('granting access gives a pair of tokens and the person’s identity', async () => {
  const { tokens, user } = await connectAna();
  expect(user).toMatchObject({ login: 'ana@acme.com', name: 'Ana Alvarez' });
  expect(tokens.expiresAt).toBe(now + 3_600_000);
  expect(tokens.accessToken).not.toBe(tokens.refreshToken);
});

test('denying access redirects with an error and no code', async () => {
  const back = new URL(await box.person('ana@acme.com').denies(oauth.authorizeUrl(state)));
  expect(back.searchParams.get('error')).toBe('access_denied');
  expect(back.searchParams.get('state')).toBe(state);
  expect(back.searchParams.get('code')).toBeNull();
});

test('a code works once, for thirty seconds, for this app', async () => {
  const code = await newCode();
  now += 29_999;
  expect(await oauth.exchange(code)).toHaveProperty('refreshToken');
  expect(await oauth.exchange(code)).toEqual({ refused: 'invalid_grant' });
  const late = await newCode();
  now += 30_000;
  expect(await oauth.exchange(late)).toEqual({ refused: 'invalid_grant' });
  const other = oauthOf(box.addApp({}));
  expect(await other.exchange(await newCode())).toEqual({ refused: 'invalid_grant' });
});

test('a refresh token works once, for sixty days, and gives a new pair', async () => {
  const { tokens } = await connectAna();
  now += 60 * 24 * 3_600_000 - 1;
  const next = await oauth.refresh(tokens.refreshToken);
  if ('refused' in next) throw new Error(next.refused);
  expect(next.refreshToken).not.toBe(tokens.refreshToken);
  expect(await oauth.refresh(tokens.refreshToken)).toEqual({ refused: 'invalid_grant' });
  now += 60 * 24 * 3_600_000;
  expect(await oauth.refresh(next.refreshToken)).toEqual({ refused: 'invalid_grant' });
});

test('a revoked pair is void, and revoking it again is no failure', async () => {
  const { tokens } = await connectAna();
  await oauth.revoke(tokens.accessToken);
  expect(await oauth.refresh(tokens.refreshToken)).toEqual({ refused: 'invalid_grant' });
  await expect(oauth.revoke(tokens.refreshToken)).resolves.toBeUndefined();
});

test('a wrong client secret does not count as the person’s refusal', async () => {
  const { tokens } = await connectAna();
  const wrong = oauthOf({ clientSecret: 'planted-wrong' });
  const failure = { kind: 'final', reason: 'invalid_client', operation: 'refreshToken' };
  await expect(wrong.refresh(tokens.refreshToken)).rejects.toMatchObject(failure);
  await expect(wrong.revoke(tokens.refreshToken)).rejects.toMatchObject({
    ...failure,
    operation: 'revokeToken',
  });
  expect(await oauth.refresh(tokens.refreshToken)).toHaveProperty('accessToken');
});

test.each([
  ['503', { kind: 'status', status: 503 }, { kind: 'unknown', status: 503 }],
  ['429', { kind: 'status', status: 429, retryAfterSeconds: 7 }, { kind: 'retry', retryAfterSeconds: 7 }],
  [
    'a dropped connection',
    { kind: 'drop-after' },
    { kind: 'unknown', status: null, reason: 'UND_ERR_SOCKET' },
  ],
  ['no answer in time', { kind: 'hang' }, { kind: 'unknown', status: null, reason: 'timeout' }],
  ['a page', { kind: 'garbage' }, { kind: 'unknown', status: 200, reason: 'unreadable_answer' }],
] as const)('%s is a failure without secrets, and the call is not repeated', async (_name, fault, fields) => {
  const { tokens } = await connectAna();
  const before = box.traffic.length;
  const client = fault.kind === 'hang' ? oauthOf({ callTimeoutMs: 1_000 }) : oauth;
  box.faults.next({ path: /token/, ...fault });
  const failure: unknown = await client.refresh(tokens.refreshToken).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'OutsideFailure', ...fields });
  expect(box.traffic.length).toBe(before + 1);
  const told = JSON.stringify(failure, Object.getOwnPropertyNames(failure));
  for (const secret of [tokens.refreshToken, app.clientSecret, app.clientId])
    expect(told).not.toContain(secret);
});

test.each([
  ['another app', { client_id: 'nobody' }, 400],
  ['an address that is not registered', { redirect_uri: `${redirectUri}/more` }, 400],
  ['no address', { redirect_uri: '' }, 400],
])('the consent page redirects nobody for %s', async (_name, changed, status) => {
  const url = new URL(oauth.authorizeUrl(state));
  for (const [name, value] of Object.entries(changed)) url.searchParams.set(name, value);
  const answer = await fetch(url, { redirect: 'manual' });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('location')).toBeNull();
});
