/** Events of the enterprise's stream: they repeat and come in any order, and few of them need a call. */
import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/signing/observe.ts';
import { needsRefresh, observeEvent, type SignEvent } from '../../../src/signing/observe-event.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const bo = 'bo@client.com';
const later = tuesday + 600_000;

const event = (kind: SignEvent['kind'], minutes: number, signer: string | null = null): SignEvent => ({
  ...{ kind, boxId: 'box-1', signer, by: null },
  at: tuesday + minutes * 60_000,
});

/** The record after these answers of Box, ten minutes after the creation of the request. */
const known = (...seen: readonly ReturnType<typeof anObservation>[]): SignRequest =>
  seen.reduce((record, one) => observe(record, one.build(), later).record, aSignRequest().build());

const afterEvents = (record: SignRequest, ...events: readonly SignEvent[]): SignRequest =>
  events.reduce((one, told) => observeEvent(one, told)?.record ?? one, record);

describe('an event', () => {
  it('an event brings the true times, whichever comes first', () => {
    const record = known(anObservation().saying('viewed').viewedBy(bo));
    const told = [event('sent', 2), event('viewed', 5, 'Bo@Client.com'), event('viewed', 7, bo)];
    for (const events of [told, [...told].reverse(), [...told, ...told]]) {
      const { sentAt, signers } = afterEvents(record, ...events);
      expect(sentAt).toBe(tuesday + 120_000);
      expect(signers.find(({ email }) => email === bo)?.viewedSeenAt).toBe(tuesday + 300_000);
    }
  });

  it('an event brings the time of a cancel, but never the state', () => {
    expect(afterEvents(known(anObservation()), event('cancelled', 3)).state).toBe('sent');
    const cancelled = known(anObservation().saying('cancelled'));
    expect(afterEvents(cancelled, event('cancelled', 3)).details.finishedAt).toBe(tuesday + 180_000);
  });

  it('an event that comes again changes nothing, nor does one of another request', () => {
    const once = afterEvents(known(anObservation()), event('viewed', 5, bo));
    expect(observeEvent(once, event('viewed', 5, bo))).toBeNull();
    expect(observeEvent(once, { ...event('viewed', 1, bo), boxId: 'box-2' })).toBeNull();
  });

  it('to whom a request was passed on is said only by signers that were read after that', () => {
    const [cy, dee] = ['cy@client.com', 'dee@client.com'];
    const recipients = ({ details }: SignRequest) => details.forwarded?.map(({ to }) => to);
    const passedOn = event('forwarded', 5, bo);
    // Cy was added in Box.
    const unread = afterEvents(known(anObservation().withSigners(bo, cy)), passedOn);
    expect(recipients(unread)).toEqual([null]);
    const read = anObservation().withSigners(dee).build();
    expect(recipients(observe(afterEvents(known(anObservation()), passedOn), read, later).record)).toEqual([
      dee,
    ]);
    const justRead = known(anObservation(), anObservation().withSigners(dee));
    expect(recipients(observeEvent(justRead, passedOn, true)?.record ?? justRead)).toEqual([dee]);
  });

  it('any event shows that the stream reaches this person, without a redraw', () => {
    const decision = observeEvent(known(anObservation()), event('created', 0));
    expect(decision?.record.details.isTold).toBe(true);
    expect(decision?.steps).toEqual([]);
  });
});

describe('whether Box is asked after an event', () => {
  const sent = known(anObservation());
  const viewed = known(anObservation().saying('viewed').viewedBy(bo));
  const signed = anObservation().saying('signed').signedBy(bo);

  it.each([
    ['when it was converted', known(anObservation().saying('converting')), event('converted', 1), true],
    ['not when that is known', known(anObservation().saying('created')), event('converted', 1), false],
    ['when it was sent', known(anObservation().saying('created')), event('sent', 1), true],
    ['not for every signer who is sent it', sent, event('sent', 1), false],
    ['when the first signer opened it', sent, event('viewed', 1, bo), true],
    ['not when that is known', viewed, event('viewed', 1, bo), false],
    ['when somebody opened it of whom we do not know', viewed, event('viewed', 1, 'cy@client.com'), true],
    ['when somebody signed', viewed, event('signed', 1, bo), true],
    ['not when that is known', known(anObservation().signedBy(bo)), event('signed', 1, bo), false],
    ['when all is done', viewed, event('ended', 1), true],
    ['when all is done and the files may be there', known(signed), event('ended', 1), true],
    ['not when they are', known(signed.with({ filesReady: true })), event('ended', 1), false],
    ['never of one that was created here', sent, event('created', 1), false],
    ['not of one that is over', known(anObservation().saying('declined')), event('viewed', 1, bo), false],
  ])('%s', (_when, record, told, isAsked) => {
    expect(needsRefresh(record, told)).toBe(isAsked);
  });
});
