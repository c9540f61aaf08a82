/** When requests are polled, with and without Box's event stream, and when the stream is read. */
import { describe, expect, it } from 'vitest';
import { observe, observeGone, observeReadDenied } from '../../../src/signing/observe.ts';
import {
  callBudgetOf,
  isPollingSlowed,
  nextPollAt,
  nextPollIn,
  nextReadingIn,
  planPoll,
  tierOf,
} from '../../../src/signing/polling.ts';
import type { Details } from '../../../src/signing/sign-request.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const known = (status: string) =>
  observe(aSignRequest().build(), anObservation().saying(status).build(), tuesday).record;

describe('requests that the event stream reports on', () => {
  it('a request is polled once a day, also right after news and at its expiry', () => {
    const sent = known('sent');
    const record = { ...sent, details: { ...sent.details, expiresAt: tuesday + 60 * minute } };
    expect(nextPollAt(record, tuesday, 1, true)).toBe(tuesday + day);
    expect(nextPollAt(record, tuesday, 1)).toBe(tuesday + 10_000);
  });

  it('signed files are polled more often, because no event reports them', () => {
    expect(nextPollAt(known('signed'), tuesday, 1, true)).toBe(tuesday + 2 * minute);
  });

  it('a poll notices within minutes that the stream stopped', () => {
    const wait = nextPollIn([known('sent')], { now: tuesday, reserve: 1, isCovered: true, chance: 0 });
    expect(wait).toBe(15 * minute);
  });
});

describe('requests that are not polled', () => {
  it('the request is not polled, even if it was signed and Box still saved the files', () => {
    const signed = known('signed');
    const decision = observeGone(signed, tuesday);
    if (!decision || !('record' in decision)) throw new Error('nothing was decided');
    expect(nextPollAt(signed, tuesday, 1)).not.toBeNull();
    expect(nextPollAt(decision.record, tuesday, 1)).toBeNull();
  });

  it('a request that needs no poll does not hasten the next poll of others, nor plan one alone', () => {
    const over = known('declined');
    const facts = { now: tuesday, reserve: 1, chance: 0 };
    expect(nextPollIn([over], facts)).toBeNull();
    expect(nextPollIn([over, known('sent')], facts)).toBe(nextPollIn([known('sent')], facts));
  });

  it('neither a request without a card is polled, nor one that Box does not have', () => {
    const sent = aSignRequest().sentTo('bo@client.com');
    expect(nextPollAt(sent.build(), tuesday, 1)).not.toBeNull();
    expect(nextPollAt(sent.withDetails({ isFollowed: false }).build(), tuesday, 1)).toBeNull();
    expect(nextPollAt(sent.with({ boxId: null }).build(), tuesday, 1)).toBeNull();
  });

  it('the request is polled again half an hour after a refusal', () => {
    const decision = observeReadDenied(known('sent'), tuesday);
    if (!decision || !('record' in decision)) throw new Error('nothing was decided');
    expect(nextPollAt(decision.record, tuesday + minute, 1)).toBe(tuesday + 30 * minute);
  });
});

describe('when the event stream is read next', () => {
  it.each([
    ['every minute while something happens', tuesday - minute, 1, minute],
    ['rarely when nothing does', tuesday - day, 1, 5 * minute],
    ['rarely when the last answer is two hours old', tuesday - 120 * minute, 1, 5 * minute],
    ['rarely when nothing is open', null, 1, 5 * minute],
    ['less often as the calls of the month run low', tuesday, 0.35, 2 * minute],
    ['every ten minutes at the least', tuesday, -1, 10 * minute],
  ])('%s', (_when, answeredAt, reserve, waitMs) => {
    expect(nextReadingIn(answeredAt, tuesday, reserve)).toBe(waitMs);
  });
});

/** A request about which Box has reported nothing for ten hours. */
const longAgo = tuesday - 600 * minute;
const quiet = aSignRequest().sentTo('bo@client.com').withDetails({ newsAt: longAgo });

describe('how often a request is polled', () => {
  const tier = (details: Partial<Details>) => tierOf(quiet.withDetails(details).build(), tuesday);

  it.each([
    ['a person waits for news', { interestUntil: tuesday + 1 }, 'awaited'],
    ['a person has waited long enough', { interestUntil: tuesday }, 'quiet'],
    ['there was news just now', { newsAt: tuesday - 3 * minute + 1 }, 'awaited'],
    ['there was news a while ago', { newsAt: tuesday - 3 * minute }, 'moving'],
    ['there was news almost two hours ago', { newsAt: tuesday - 120 * minute + 1 }, 'moving'],
    ['there was news two hours ago', { newsAt: tuesday - 120 * minute }, 'quiet'],
    ['it is about to expire', { expiresAt: tuesday + 2 * minute }, 'awaited'],
    ['it should have expired', { expiresAt: tuesday - 3 * minute }, 'awaited'],
    ['it expires in two and a half minutes', { expiresAt: tuesday + 2.5 * minute }, 'quiet'],
    ['it expires later', { expiresAt: tuesday + 3 * minute }, 'quiet'],
    ['it should have expired long ago', { expiresAt: tuesday - 4 * minute }, 'quiet'],
  ] as const)('when %s', (_when, details, expected) => {
    expect(tier(details)).toBe(expected);
  });

  it('without news, the time counts since the request was sent, or else made', () => {
    const silent = aSignRequest().sentTo('bo@client.com').with({ createdAt: longAgo });
    const since = (sentAt: number | null) => tierOf(silent.with({ sentAt }).build(), tuesday);
    expect([tuesday, tuesday - 60 * minute, null].map(since)).toEqual(['awaited', 'moving', 'quiet']);
    expect(tierOf(silent.with({ sentAt: null, createdAt: tuesday }).build(), tuesday)).toBe('awaited');
  });

  it('news is awaited for ten minutes while Box works on files', () => {
    for (const state of ['converting', 'finalizing', 'signed'] as const) {
      const busy = quiet.inState(state).withDetails({ newsAt: tuesday - 10 * minute + 1 });
      expect(tierOf(busy.build(), tuesday)).toBe('awaited');
      expect(tierOf(busy.withDetails({ newsAt: tuesday - 10 * minute }).build(), tuesday)).toBe('moving');
    }
  });

  it.each([
    ['awaited', { newsAt: tuesday }, 1, 10_000],
    ['awaited', { newsAt: tuesday }, 0.3, 10_000],
    ['awaited', { newsAt: tuesday }, 0.15, 40_000],
    ['awaited', { newsAt: tuesday }, 0, 8 * minute],
    ['awaited', { newsAt: tuesday }, -0.1, 16 * minute],
    ['moving', { newsAt: tuesday - 60 * minute }, 0.7, 80_000],
    ['moving', { newsAt: tuesday - 60 * minute }, 0.35, 640_000],
    ['moving', { newsAt: tuesday - 60 * minute }, 0, 60 * minute],
    ['quiet', {}, 1, 5 * minute],
    ['quiet', {}, 0.5, 60 * minute],
    ['quiet', {}, 0, 240 * minute],
    ['quiet', { newsAt: tuesday - 3 * day }, 0, 360 * minute],
  ] as const)('the pace of %s requests, %j, with %d of the calls left', (_tier, details, left, waitMs) => {
    const record = quiet.withDetails(details).with({ observedAt: tuesday }).build();
    expect((nextPollAt(record, tuesday, left) ?? 0) - tuesday).toBeCloseTo(waitMs, 3);
  });

  it('a request is read again half a minute after its expiry', () => {
    const expires = (inMs: number) => quiet.withDetails({ expiresAt: tuesday + inMs });
    const at = (request: typeof quiet, observedAt: number) =>
      nextPollAt(request.with({ observedAt }).build(), tuesday, 1);
    expect(at(expires(4 * minute), tuesday)).toBe(tuesday + 4.5 * minute);
    expect(at(expires(5 * minute), tuesday)).toBe(tuesday + 5 * minute);
    expect(at(expires(-10 * minute), tuesday - minute)).toBe(tuesday + 4 * minute);
  });

  it('people notice that polling has slowed down when less than three tenths of the calls are left', () => {
    expect([0.3, 0.29].map(isPollingSlowed)).toEqual([false, true]);
  });
});

describe('how the requests of a person are read', () => {
  const seen = (agoMs: number) => quiet.with({ observedAt: tuesday - agoMs }).build();
  const due = seen(5 * minute);
  const soon = seen(2.5 * minute);
  const fresh = seen(2.5 * minute - 1);
  const over = quiet.inState('declined').build();
  const plan = (records: readonly (typeof due)[], pages = 1) =>
    planPoll(records, { now: tuesday, reserve: 1, pages });

  it.each([
    ['nothing is due', [fresh, soon, over], { kind: 'none' }],
    ['one is due', [due, fresh, over], { kind: 'get', records: [due] }],
    ['one is due, and one soon', [due, soon], { kind: 'list' }],
    ['several are due', [due, due], { kind: 'list' }],
  ] as const)('when %s', (_when, records, expected) => {
    expect(plan(records)).toEqual(expected);
  });

  it('a long list is read only if many requests are due', () => {
    expect(plan([due, due], 2)).toEqual({ kind: 'get', records: [due, due] });
    expect(plan([due, due, soon], 2)).toEqual({ kind: 'list' });
    expect(plan([due, soon, soon], 2)).toEqual({ kind: 'get', records: [due] });
    expect(plan([due, soon, soon, soon], 2)).toEqual({ kind: 'list' });
  });
});

describe('the month’s calls', () => {
  const { fill, share } = callBudgetOf(3_000);

  it('a tenth can be used at any time, and the others come evenly over thirty days', () => {
    expect(fill(null, tuesday)).toEqual({ calls: 300, at: tuesday });
    const later = fill({ calls: 0, at: tuesday }, tuesday + day);
    expect(later.calls).toBeCloseTo(90, 6);
    expect(later.at).toBe(tuesday + day);
    expect(fill({ calls: -10, at: tuesday }, tuesday + day).calls).toBeCloseTo(80, 6);
    expect(fill({ calls: 250, at: tuesday }, tuesday + day).calls).toBe(300);
  });

  it('a clock that was set back neither adds calls nor takes any', () => {
    expect(fill({ calls: 7, at: tuesday }, tuesday - day)).toEqual({ calls: 7, at: tuesday });
  });

  it('the share is at most one, and negative when too many calls were made', () => {
    expect([600, 300, 150, -30].map((calls) => share({ calls, at: tuesday }))).toEqual([1, 1, 0.5, -0.1]);
  });

  it('even the smallest budget has a call', () => {
    expect(callBudgetOf(1).fill(null, tuesday).calls).toBe(1);
  });
});
