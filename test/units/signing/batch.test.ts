/** The pace of a batch, and how its actions have ended. */
import { describe, expect, it } from 'vitest';
import {
  type BatchEntry,
  batchRefusal,
  nextRunIn,
  outcomeOf,
  roomIn,
  startInBatch,
  tallyOf,
} from '../../../src/signing/batch.ts';
import type { ActionFailure, Pending } from '../../../src/signing/pending.ts';
import type { Details } from '../../../src/signing/sign-request.ts';
import { resendEveryMs } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const now = tuesday + resendEveryMs;
const sent = aSignRequest().sentTo('bo@client.com');
const entry = (askedAt: number | null, result: BatchEntry['result'] = null): BatchEntry => ({
  id: 'request',
  askedAt,
  result,
});
const times = (count: number, one: BatchEntry) => Array.from({ length: count }, () => one);

describe('the pace', () => {
  const next = entry(null);
  const recent = entry(now - 14_999, 'done');
  const old = entry(now - 15_000, 'done');
  const open = entry(now - 60_000);

  it.each([
    ['nothing was started', [next], 10],
    ['some were started just now', [next, ...times(3, recent)], 7],
    ['some have not ended', [next, ...times(4, open)], 6],
    ['others were started before', [next, ...times(20, old)], 10],
    ['some have not ended, and others were started just now', [...times(4, open), ...times(6, recent)], 4],
    ['as many as allowed were started just now', times(10, recent), 0],
    ['more than allowed were started just now', times(12, recent), 0],
    ['one could not be done', [next, entry(null, 'over')], 10],
  ])('when %s, there is room for the right number of requests', (_when, entries, room) => {
    expect(roomIn({ entries }, now)).toBe(room);
  });

  it.each([
    ['immediately while there is room', [next, ...times(9, recent)], 0],
    ['once the oldest start is 15 seconds ago', [next, entry(now - 4_000), ...times(9, entry(now))], 11_000],
    ['when an action ends, or after a minute', [next, ...times(10, open)], 60_000],
    ['after a minute, when all were started', times(3, recent), 60_000],
    ['after a minute, when the others could not be', [...times(3, recent), entry(null, 'over')], 60_000],
  ])('the batch continues %s', (_when, entries, waitMs) => {
    expect(nextRunIn({ entries }, now)).toBe(waitMs);
  });
});

it('the tally counts what is done, what failed and what is left', () => {
  const entries = [entry(1, 'done'), entry(1, 'done'), entry(1, 'too_early'), entry(null, 'over'), entry(1)];
  expect(tallyOf({ entries: [...entries, entry(null)] })).toEqual({
    done: 2,
    failed: [
      { id: 'request', why: 'too_early' },
      { id: 'request', why: 'over' },
    ],
    left: 2,
  });
});

describe('an action of a batch', () => {
  const batch = { id: 'batch-1', user: 'U_ANA', verb: 'resend', reason: null } as const;

  it('the action belongs to its batch, and draws no card before Box has answered', () => {
    const listed = sent.withDetails({ isFollowed: false }).build();
    const decision = startInBatch(batch, listed, now);
    expect(decision).toMatchObject({
      record: {
        ...listed,
        details: { ...listed.details, pending: { verb: 'resend', by: 'U_ANA', batch: 'batch-1' } },
      },
      steps: [work.resend({ requestId: listed.id })],
    });
    const cancel = startInBatch({ ...batch, verb: 'cancel', reason: 'Wrong file' }, listed, now);
    expect(cancel).toMatchObject({
      record: { details: { pending: { verb: 'cancel', reason: 'Wrong file' } } },
    });
    expect(startInBatch(batch, listed, now - 1)).toBeNull();
    expect(batchRefusal('resend', listed, now - 1)).toBe('too_early');
    expect(batchRefusal('resend', listed, now)).toBeNull();
  });

  const pending: Pending = { verb: 'resend', by: 'U_ANA', at: now, callSentAt: null, reason: null };
  const trouble = (verb: Pending['verb'], at: number): ActionFailure => ({
    verb,
    code: 'refused',
    at,
    status: 400,
  });
  const cancelled = (by: string, at: number) => ({ cancelled: { by, at, reason: null } });
  const outcome = (verb: Pending['verb'], details: Partial<Details>, state: 'sent' | 'cancelled' = 'sent') =>
    outcomeOf({ ...batch, verb }, entry(now), sent.inState(state).withDetails(details).build());

  it('a reminder is done once Box accepted it, and failed once it says why', () => {
    expect(outcome('resend', { pending: { ...pending, batch: 'batch-1' } })).toBe('under_way');
    expect(outcome('resend', { pending: { ...pending, batch: 'batch-2' } })).toBeNull();
    expect(outcome('resend', { remindedAt: now })).toBe('done');
    expect(outcome('resend', { remindedAt: now - 1 })).toBeNull();
    expect(outcome('resend', {})).toBeNull();
    expect(outcome('resend', { trouble: trouble('resend', now) })).toBe('refused');
    expect(outcome('resend', { trouble: trouble('resend', now - 1) })).toBeNull();
    expect(outcome('resend', { trouble: trouble('cancel', now) })).toBeNull();
  });

  it('a cancel is done once the person’s own cancel worked', () => {
    expect(outcome('cancel', cancelled('U_ANA', now), 'cancelled')).toBe('done');
    expect(outcome('cancel', cancelled('U_ANA', now - 1), 'cancelled')).toBeNull();
    expect(outcome('cancel', cancelled('U_CY', now), 'cancelled')).toBeNull();
    expect(outcome('cancel', {}, 'cancelled')).toBeNull();
    expect(outcome('cancel', { remindedAt: now })).toBeNull();
    expect(outcome('cancel', { trouble: trouble('cancel', now) })).toBe('refused');
  });
});
