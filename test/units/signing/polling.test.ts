/** When requests are polled, with and without Box's event stream, and when the stream is read. */
import { describe, expect, it } from 'vitest';
import { observe, observeGone, observeReadDenied } from '../../../src/signing/observe.ts';
import { nextPollAt, nextPollIn, nextReadingIn } from '../../../src/signing/polling.ts';
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
    ['rarely when nothing is open', null, 1, 5 * minute],
    ['less often as the calls of the month run low', tuesday, 0.35, 2 * minute],
    ['every ten minutes at the least', tuesday, -1, 10 * minute],
  ])('%s', (_when, answeredAt, reserve, waitMs) => {
    expect(nextReadingIn(answeredAt, tuesday, reserve)).toBe(waitMs);
  });
});
