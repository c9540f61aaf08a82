/** When a view that Slack did not open is tried again: while its trigger lives, and only if that may help. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FailureFields, OutsideFailure } from '../../../src/failure.ts';
import { whileTriggerLives } from '../../../src/slack/while-trigger-lives.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const busy: FailureFields = {
  service: 'slack',
  operation: 'views.open',
  kind: 'retry',
  status: 503,
  reason: 'http_error',
};

/** Opens a view that fails in these ways, one after another, each after this long (ms), and then opens. */
async function opens(failures: readonly unknown[], eachAfterMs = 0) {
  let tries = 0;
  const opened = whileTriggerLives(async () => {
    const failure = failures[tries];
    tries += 1;
    vi.advanceTimersByTime(eachAfterMs);
    if (failure !== undefined) throw failure;
    return 'opened';
  });
  const result = await opened.catch((error: unknown) => error);
  return { result, tries };
}

it.each<[string, Partial<FailureFields>]>([
  ['is busy', {}],
  ['does not answer', { kind: 'unknown', status: null, reason: 'timeout' }],
  ['asks to wait for no longer than that', { retryAfterSeconds: 0 }],
])('a view that Slack does not open because it %s is opened a moment later', async (_what, more) => {
  const failure = new OutsideFailure({ ...busy, ...more });
  expect(await opens([failure])).toEqual({ result: 'opened', tries: 2 });
});

it.each<[string, unknown]>([
  ['Slack refuses it', new OutsideFailure({ ...busy, kind: 'final', reason: 'invalid_arguments' })],
  ['the token is dead', new OutsideFailure({ ...busy, reason: 'token_revoked' })],
  ['Slack asks for a longer wait than that', new OutsideFailure({ ...busy, retryAfterSeconds: 3 })],
  ['the failure is our own', new TypeError('of ours')],
])('it is not tried again when %s', async (_what, failure) => {
  expect(await opens([failure])).toEqual({ result: failure, tries: 1 });
});

it('the first failure is told, whatever the later ones say', async () => {
  const first = new OutsideFailure(busy);
  const expired = new OutsideFailure({ ...busy, kind: 'final', reason: 'expired_trigger_id' });
  expect(await opens([first, expired])).toEqual({ result: first, tries: 2 });
  const all = [first, new OutsideFailure(busy), new OutsideFailure(busy), new OutsideFailure(busy)];
  expect(await opens([...all, new OutsideFailure(busy)])).toEqual({ result: first, tries: 4 });
});

it('a trigger has two and a half seconds left, the wait included', async () => {
  const failure = new OutsideFailure(busy);
  expect(await opens([failure], 2_300)).toMatchObject({ result: 'opened', tries: 2 });
  expect(await opens([failure], 2_301)).toMatchObject({ result: failure, tries: 1 });
  const asks = new OutsideFailure({ ...busy, retryAfterSeconds: 1 });
  expect(await opens([asks], 1_500)).toMatchObject({ result: 'opened', tries: 2 });
  expect(await opens([asks], 1_501)).toMatchObject({ result: asks, tries: 1 });
});
