/** Events of the enterprise's stream: they repeat and come in any order, and few of them need a call. */
import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/signing/observe.ts';
import {
  needsAnswerFirst,
  needsRefresh,
  observeEvent,
  type SignEvent,
  withRecipient,
} from '../../../src/signing/observe-event.ts';
import type { Forwarded, Signer, SignRequest } from '../../../src/signing/sign-request.ts';
import { chosenTemplate } from '../../../src/signing/template.ts';
import { work } from '../../../src/signing/work.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';

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

  it('Box is asked first about a cancel that is not known yet, and about each time it was passed on', () => {
    const cancelled = known(anObservation().saying('cancelled'));
    expect(needsAnswerFirst(sent, event('cancelled', 1))).toBe(true);
    expect(needsAnswerFirst(cancelled, event('cancelled', 1))).toBe(false);
    const passedOn = event('forwarded', 1, bo);
    expect(needsAnswerFirst(sent, passedOn)).toBe(true);
    expect(needsAnswerFirst(afterEvents(sent, passedOn), passedOn)).toBe(false);
    expect(needsAnswerFirst(afterEvents(sent, passedOn), event('forwarded', 2, bo))).toBe(true);
    expect(needsAnswerFirst(sent, event('viewed', 1, bo))).toBe(false);
  });
});

describe('what an event adds', () => {
  const cancelled = known(anObservation().saying('cancelled'));
  const prepared = known(anObservation().saying('created'));

  it('a cancel says by whom, and keeps that when another event does not', () => {
    const byCy = { ...event('cancelled', 2), by: 'Cy@Acme.com' };
    const record = afterEvents(cancelled, byCy, event('cancelled', 1));
    expect(record.details).toMatchObject({ cancelledBy: 'cy@acme.com', finishedAt: tuesday + 60_000 });
    expect(afterEvents(cancelled, event('cancelled', 1)).details).not.toHaveProperty('cancelledBy');
  });

  it('the time of sending is taken of an open request, and of an ended one only if it was sent', () => {
    expect(afterEvents(prepared, event('sent', 2))).toMatchObject({
      sentAt: tuesday + 120_000,
      lastSentAt: tuesday + 120_000,
    });
    expect(afterEvents(cancelled, event('sent', 2)).sentAt).toBeNull();
    const sent = known(anObservation(), anObservation().saying('cancelled'));
    const { sentAt, lastSentAt } = afterEvents(sent, event('sent', 2));
    expect([sentAt, lastSentAt]).toEqual([tuesday + 120_000, later]);
  });

  it('a view is that of the signer whom the event names', () => {
    const seen = known(anObservation().withSigners(bo, 'cy@client.com'));
    const viewed = afterEvents(seen, event('viewed', 5, 'Bo@Client.com')).signers;
    expect(viewed.map(({ hasViewed, viewedSeenAt }) => [hasViewed, viewedSeenAt])).toEqual([
      [true, tuesday + 300_000],
      [false, null],
    ]);
    const { steps } = observeEvent(seen, event('viewed', 5, bo)) ?? {};
    expect(steps).toEqual([work.redraw({ requestId: seen.id })]);
  });

  it('people who passed the request on are listed in the order in which they did', () => {
    const record = afterEvents(known(anObservation()), event('forwarded', 3, bo), event('forwarded', 2, bo));
    expect(record.details.forwarded?.map(({ at }) => at)).toEqual([tuesday + 120_000, tuesday + 180_000]);
    expect(afterEvents(record, event('forwarded', 2, 'BO@client.com')).details.forwarded).toHaveLength(2);
  });
});

describe('to whom a request was passed on', () => {
  const passed = (from: string, to: string | null = null): Forwarded => ({ from, to, at: tuesday });
  const eli = aSigner('eli@client.com');
  const flo = aSigner('flo@client.com');
  const recipients = (
    forwarded: readonly Forwarded[],
    signers: readonly Signer[],
    form: SignRequest['form'] = { ...plainForm, others: 'bo@client.com, cy@client.com' },
  ) => {
    const request = aSignRequest().sentTo().with({ form, signers }).withDetails({ forwarded });
    return withRecipient(request.build()).details.forwarded?.map(({ to }) => to);
  };

  it('it is the only signer who was not asked', () => {
    expect(recipients([passed(bo)], [eli, aSigner('cy@client.com')])).toEqual(['eli@client.com']);
    expect(recipients([passed(bo)], [aSigner('Bo@Client.com'), aSigner('cy@client.com')])).toEqual([null]);
    expect(recipients([passed(bo)], [eli, flo])).toEqual([null]);
    expect(recipients([passed(bo), passed('cy@client.com')], [eli])).toEqual([null, null]);
  });

  it('people who got it earlier or were picked, and readers, are not taken for the new signer', () => {
    const twice = [passed(bo, 'eli@client.com'), passed('cy@client.com')];
    expect(recipients(twice, [eli, flo])).toEqual(['eli@client.com', 'flo@client.com']);
    const again = [passed('di@client.com', 'eli@client.com'), passed('eli@client.com')];
    expect(recipients(again, [aSigner('di@client.com'), flo])).toEqual(['eli@client.com', 'flo@client.com']);
    const others = [
      aSigner('dan@acme.com', { slackUserId: 'U_DAN' }),
      aSigner('ana@acme.com', { role: 'final_copy_reader' }),
      aSigner(null),
    ];
    expect(recipients([passed(bo)], others)).toEqual([null]);
    expect(recipients([passed(bo)], [...others, eli])).toEqual(['eli@client.com']);
  });

  it('with a template, those who were asked are the people in its roles', () => {
    const role = { label: '', role: 'signer', order: null, groupId: null, needs: null, mustLogIn: false };
    const roles = [
      { ...role, email: null },
      { ...role, email: 'cy@client.com' },
    ];
    const texts = { id: 't', name: 'T', subject: '', message: '', daysValid: null, folder: null };
    const template = {
      ...chosenTemplate('t', 'T'),
      template: { ...texts, locks: [], tags: [], roles },
      people: [{ slackUserId: null, address: 'flo@client.com' }],
    };
    const form = { ...plainForm, way: 'template', others: '', template } as const;
    expect(recipients([passed(bo)], [eli, flo, aSigner('cy@client.com')], form)).toEqual(['eli@client.com']);
  });
});
