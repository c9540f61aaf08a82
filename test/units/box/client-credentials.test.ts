/** Tokens of the Client Credentials Grant: how long one is used, and when Box is asked for another. */
import { expect, it } from 'vitest';
import { createClientCredentials } from '../../../src/box/client-credentials.ts';
import { type CannedAnswer, cannedBox } from './canned-box.ts';

const token = (accessToken: string): CannedAnswer => ({
  body: { access_token: accessToken, expires_in: 3600 },
});

/** The app's credentials at a Box with these answers, and the clock. */
async function credentialsAt(...answers: readonly CannedAnswer[]) {
  const box = await cannedBox(...answers);
  let now = Date.parse('2026-11-22T10:00:00Z');
  const credentials = createClientCredentials({
    apiUrl: box.url,
    clientId: 'id',
    clientSecret: 'secret',
    enterpriseId: '9',
    memberOf: async () => ({ isFullMember: false, confirmedAddress: null }),
    pin: async () => null,
    callTimeoutMs: 30_000,
    now: () => now,
  });
  const passes = (ms: number): void => {
    now += ms;
  };
  return { box, credentials, passes };
}

it('a token is used until two minutes before its end', async () => {
  const { box, credentials, passes } = await credentialsAt(token('first'), token('second'));
  expect(await credentials.enterpriseToken()).toBe('first');
  passes(58 * 60_000 - 1);
  expect(await credentials.enterpriseToken()).toBe('first');
  expect(box.received).toHaveLength(1);
  passes(1);
  expect(await credentials.enterpriseToken()).toBe('second');
});

it('concurrent callers share one call, also when Box has refused the token of all of them', async () => {
  const { box, credentials } = await credentialsAt(token('first'), token('second'));
  const threeTimes = (refused: string | null) =>
    Promise.all(Array.from({ length: 3 }, () => credentials.enterpriseToken(refused)));
  expect(await threeTimes(null)).toEqual(['first', 'first', 'first']);
  expect(await threeTimes('first')).toEqual(['second', 'second', 'second']);
  expect(box.received).toHaveLength(2);
  // A caller whose token was refused earlier gets the newer one.
  expect(await credentials.enterpriseToken('first')).toBe('second');
  expect(box.received).toHaveLength(2);
});

it.each([
  ['503', { status: 503 }, 'http_503'],
  ['no token', { body: { access_token: null, expires_in: 3600 } }, 'unreadable_answer'],
  ['no lifetime', { body: { access_token: 'first', expires_in: 'soon' } }, 'unreadable_answer'],
] as const)('after the answer %s, the next caller asks again', async (_what, answer, reason) => {
  const { credentials } = await credentialsAt(answer, token('second'));
  await expect(credentials.enterpriseToken()).rejects.toMatchObject({ kind: 'retry', reason });
  expect(await credentials.enterpriseToken()).toBe('second');
});
