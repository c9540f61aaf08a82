/** Reminder and cancel, from the press to what the person is told, whatever happens in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchRefusal } from '../../../src/signing/batch.ts';
import {
  aboutToCall,
  actionFailureOf,
  actionGivenUpAt,
  cancelAnswered,
  finishWithFailure,
  giveUpAction,
  notCalled,
  requestCancel,
  requestResend,
  requestWithdrawal,
  resendAccepted,
  resendRefusal,
  retryForMs,
} from '../../../src/signing/resend-cancel.ts';
import type { Decision, SignRequest } from '../../../src/signing/sign-request.ts';
import { resendEveryMs } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { expectDecision } from '../../builders/decisions.ts';
import { anObservation } from '../../builders/observations.ts';
import { runs } from '../../builders/runs.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const later = tuesday + resendEveryMs;
const sent = aSignRequest().sentTo('bo@client.com', 'cy@client.com');

const recordAfter = (decision: Decision | null): SignRequest => expectDecision(decision).record;

const resendAsked = (now = later) => recordAfter(requestResend(sent.build(), 'U_ANA', now));
const cancelAsked = (reason: string | null = null) =>
  recordAfter(requestCancel(sent.build(), 'U_ANA', reason, later));
const callSent = (record: SignRequest, now = later) =>
  recordAfter(aboutToCall(record, record.details.pending?.verb ?? 'resend', now));

it('a cancel worked only if the request is now cancelled, a reminder if nothing failed', () => {
  const failure = (state: 'cancelled' | 'signed', verb: 'cancel' | 'resend') =>
    actionFailureOf(sent.inState(state).build(), verb, later);
  expect(failure('cancelled', 'cancel')).toBeNull();
  expect(failure('signed', 'cancel')).toMatchObject({ verb: 'cancel', code: 'over' });
  expect(failure('signed', 'resend')).toBeNull();
});

it.each([
  ['is being reminded', sent.with({ details: resendAsked().details }), 'under_way'],
  ['is gone from Box', sent.withDetails({ goneAt: later }), 'gone'],
  ['is not in Box', aSignRequest().toCheck(), 'not_at_box'],
  ['is closed', sent.inState('declined'), 'over'],
  ['has all signatures', sent.inState('finalizing'), 'all_signed'],
  ['has a status that is not known', sent.inState('unknown'), 'refused'],
] as const)('a batch does not cancel a request that %s, and says why', (_which, request, code) => {
  expect(batchRefusal('cancel', request.build(), later)).toBe(code);
  expect(batchRefusal('export', request.build(), later)).toBeNull();
});

describe('a reminder', () => {
  it('a reminder is possible ten minutes after the last mail, not a millisecond sooner', () => {
    expect(resendEveryMs).toBe(600_000);
    expect(requestResend(sent.build(), 'U_ANA', later - 1)).toBeNull();
    expect(resendRefusal(sent.build(), later - 1)).toEqual({ code: 'too_early', at: later });
    expect(expectDecision(requestResend(sent.build(), 'U_ANA', later)).steps).toEqual([
      work.resend({ requestId: sent.build().id }),
      work.redraw({ requestId: sent.build().id }),
    ]);
  });

  it.each([
    ['is being prepared', aSignRequest().beingPrepared(), 'not_out'],
    ['is over', sent.inState('declined'), 'over'],
    ['is gone from Box', sent.withDetails({ goneAt: later }), 'gone'],
    ['waits for nobody', sent.toSigners(aSigner('bo@client.com', { decision: 'signed' })), 'nobody_left'],
    [
      'waits for readers alone',
      sent.toSigners(aSigner('bo@client.com', { role: 'final_copy_reader' })),
      'nobody_left',
    ],
  ] as const)('a reminder is not possible while the request %s', (_, request, code) => {
    expect(requestResend(request.build(), 'U_ANA', later)).toBeNull();
    expect(resendRefusal(request.build(), later)).toEqual({ code });
  });

  it('one press counts while a reminder is in progress', () => {
    expect(requestResend(resendAsked(), 'U_ANA', later + 1)).toBeNull();
    expect(resendRefusal(resendAsked(), later + 1)).toEqual({ code: 'under_way' });
    expect(requestCancel(resendAsked(), 'U_ANA', null, later + 1)).toBeNull();
  });

  it('a reminder is recorded once Box accepted it, and the next is possible ten minutes later', () => {
    const record = recordAfter(resendAccepted(callSent(resendAsked()), later + 5));
    expect(record).toMatchObject({
      lastSentAt: later + 5,
      details: { pending: null, trouble: null, remindedAt: later + 5 },
    });
    expect(requestResend(record, 'U_ANA', later + 5 + resendEveryMs - 1)).toBeNull();
    expect(requestResend(record, 'U_ANA', later + 5 + resendEveryMs)).not.toBeNull();
  });

  it('a reminder of unknown outcome counts as sent for ten minutes', () => {
    const ending = { code: 'unknown', mayHaveWorked: true } as const;
    const record = recordAfter(finishWithFailure(callSent(resendAsked()), ending, later + 30_000));
    expect(record).toMatchObject({ lastSentAt: later, details: { trouble: { code: 'unknown' } } });
    expect(record.details.remindedAt).toBeNull();
  });

  it('a reminder that Box calls too early waits ten more minutes', () => {
    const seen = anObservation().withSigners('bo@client.com', 'cy@client.com').build();
    const ending = { code: 'too_early', status: 400, seen, mayHaveWorked: false } as const;
    const record = recordAfter(finishWithFailure(callSent(resendAsked()), ending, later));
    expect(record).toMatchObject({
      lastSentAt: later,
      details: { trouble: { code: 'too_early', status: 400 } },
    });
  });

  it.each(['signed', 'declined', 'cancelled', 'expired', 'finalizing'])(
    'a refusal of Box because the request is %s is reported',
    (status) => {
      const seen = anObservation().saying(status).withSigners('bo@client.com', 'cy@client.com').build();
      const ending = { code: 'too_early', status: 400, seen, mayHaveWorked: false } as const;
      const record = recordAfter(finishWithFailure(callSent(resendAsked()), ending, later));
      expect(record).toMatchObject({
        state: status,
        lastSentAt: tuesday,
        details: { trouble: { code: 'over' } },
      });
    },
  );

  it('a reminder that was not sent does not count', () => {
    const waiting = recordAfter(notCalled(callSent(resendAsked())));
    const ending = { code: 'unreachable', mayHaveWorked: false } as const;
    const record = recordAfter(
      finishWithFailure(waiting, ending, actionGivenUpAt(waiting.details.pending ?? never())),
    );
    expect(record).toMatchObject({ lastSentAt: tuesday, details: { trouble: { code: 'unreachable' } } });
  });

  it('the outcome is reported as unknown when a bug of ours ends the job after the call may have been sent', () => {
    expect(giveUpAction(resendAsked(), 'resend', later)).toMatchObject({
      record: { details: { trouble: { code: 'internal' } } },
    });
    expect(giveUpAction(callSent(resendAsked()), 'resend', later)).toMatchObject({
      record: { details: { pending: null, trouble: { code: 'unknown' } } },
    });
    expect(giveUpAction(resendAsked(), 'cancel', later)).toBeNull();
  });
});

describe('a cancel', () => {
  const cancelled = anObservation().saying('cancelled').withSigners('bo@client.com', 'cy@client.com').build();
  const goesOn = anObservation().withSigners('bo@client.com', 'cy@client.com').build();

  it.each(['finalizing', 'signed', 'declined', 'cancelled', 'expired', 'requested', 'not_sent'] as const)(
    'a cancel is not possible when the request is %s',
    (state) => expect(requestCancel(sent.inState(state).build(), 'U_ANA', null, later)).toBeNull(),
  );

  it('a cancel is possible while fields are being placed', () => {
    expect(requestCancel(aSignRequest().beingPrepared().build(), 'U_ANA', null, later)).not.toBeNull();
  });

  it('a cancel records who cancelled and why', () => {
    const record = recordAfter(cancelAnswered(callSent(cancelAsked('Wrong file')), cancelled, later + 9));
    expect(record).toMatchObject({
      state: 'cancelled',
      details: {
        pending: null,
        trouble: null,
        cancelled: { by: 'U_ANA', at: later + 9, reason: 'Wrong file' },
      },
    });
  });

  it('a cancel worked when its answer was lost and Box says that the request is cancelled', () => {
    const ending = { code: 'over', seen: cancelled, mayHaveWorked: true } as const;
    const record = recordAfter(finishWithFailure(callSent(cancelAsked()), ending, later));
    expect(record.details).toMatchObject({ trouble: null, cancelled: { by: 'U_ANA' } });
  });

  it('a cancel came too late when Box refused the only call and the request was cancelled elsewhere', () => {
    const ending = { code: 'refused', status: 400, seen: cancelled, mayHaveWorked: false } as const;
    const record = recordAfter(finishWithFailure(callSent(cancelAsked()), ending, later));
    expect(record.details).toMatchObject({ trouble: { code: 'over' }, cancelled: null });
  });

  it('a cancel that Box refused is reported as refused while the request goes on', () => {
    const ending = { code: 'refused', status: 400, seen: goesOn, mayHaveWorked: false } as const;
    const { details } = recordAfter(finishWithFailure(callSent(cancelAsked()), ending, later));
    expect(details).toMatchObject({ trouble: { code: 'refused', status: 400 }, cancelled: null });
  });

  it('a cancel did not work when its answer was lost and Box says that the request goes on', () => {
    const ending = { code: 'unknown', seen: goesOn, mayHaveWorked: true } as const;
    const record = recordAfter(finishWithFailure(callSent(cancelAsked()), ending, later));
    expect(record).toMatchObject({
      state: 'sent',
      details: { trouble: { code: 'unreachable' }, cancelled: null },
    });
    const converting = { ...ending, seen: anObservation().saying('converting').build() };
    const early = recordAfter(requestCancel(aSignRequest().beingPrepared().build(), 'U_ANA', null, later));
    const asked = callSent({ ...early, state: 'converting' });
    expect(recordAfter(finishWithFailure(asked, converting, later)).details.trouble?.code).toBe('converting');
  });

  it('no cancel is sent for a request that is known to be over', () => {
    expect(aboutToCall({ ...cancelAsked(), state: 'signed' }, 'cancel', later)).toBeNull();
  });
});

describe('a request that another one has replaced', () => {
  const withdrawn = (request: typeof sent) => requestWithdrawal(request.build(), 'Corrected', later);
  const { id: requestId } = sent.build();
  const earlier = work.withdraw({ requestId: 'earlier' });

  it('the request is cancelled by the app, in the name of its requester', () => {
    const decision = expectDecision(withdrawn(sent));
    const { pending } = decision.record.details;
    const asked = { verb: 'cancel', by: 'U_ANA', at: later, reason: 'Corrected', isWithdrawal: true };
    expect(pending).toEqual({ ...asked, callSentAt: null });
    expect(decision.steps).toEqual([work.cancel({ requestId }), work.redraw({ requestId })]);
    expect(withdrawn(sent.with({ details: decision.record.details }))).toBeNull();
  });

  it('the one that it should have replaced is cancelled too, if this one was never sent', () => {
    const prepared = aSignRequest().beingPrepared().withDetails({ changes: 'earlier' });
    expect(expectDecision(withdrawn(prepared)).steps.at(-1)).toEqual(earlier);
    const { steps } = expectDecision(withdrawn(sent.withDetails({ changes: 'earlier' })));
    expect(steps).not.toContainEqual(earlier);
    const unclear = expectDecision(withdrawn(prepared.inState('unknown')));
    expect(unclear.steps).toEqual([work.redraw({ requestId }), earlier]);
    const discarded = prepared.inState('discarded');
    expect(withdrawn(discarded)).toEqual({ record: discarded.build(), steps: [earlier] });
  });

  it('its requester is told once if it still stands, and not if it has ended', () => {
    const decision = expectDecision(withdrawn(sent.inState('signed')));
    expect(decision.record.details.isNotWithdrawn).toBe(true);
    expect(decision.steps).toEqual([work.redraw({ requestId })]);
    expect(withdrawn(sent.inState('signed').withDetails({ isNotWithdrawn: true }))).toBeNull();
    for (const state of ['declined', 'cancelled', 'expired', 'discarded'] as const)
      expect(withdrawn(sent.inState(state))).toBeNull();
  });

  it('a cancel by the app that fails says that the request still stands, unless it has ended', () => {
    const asked = recordAfter(withdrawn(sent));
    const failed = (status: string) => {
      const seen = anObservation().saying(status).withSigners('bo@client.com', 'cy@client.com').build();
      const ending = { code: 'refused', status: 400, seen, mayHaveWorked: false } as const;
      return recordAfter(finishWithFailure(callSent(asked), ending, later)).details.isNotWithdrawn ?? false;
    };
    expect(['sent', 'signed', 'declined', 'expired'].map(failed)).toEqual([true, true, false, false]);
    const done = anObservation().saying('cancelled').withSigners('bo@client.com', 'cy@client.com').build();
    const { cancelled } = recordAfter(cancelAnswered(callSent(asked), done, later)).details;
    expect(cancelled).toEqual({ by: 'U_ANA', at: later, reason: 'Corrected', isWithdrawal: true });
  });
});

/** The ways in which a run of the job can end. */
const ends = [
  'killed before the commit',
  'killed after the commit',
  'killed after the call',
  'answered',
  'lost',
  'told to wait',
  'refused',
] as const;

describe('reminders in any order of events', () => {
  const press = fc.record({ kind: fc.constant('press' as const) });
  const run = fc.record({ kind: fc.constant('run' as const), end: fc.constantFrom(...ends) });
  const clock = fc.record({
    kind: fc.constant('clock' as const),
    // Some times are negative, because clocks can be set back.
    ms: fc.constantFrom(-resendEveryMs, -1, 1_000, resendEveryMs, retryForMs),
  });
  const events = fc.array(fc.oneof(press, press, run, run, run, clock), { maxLength: 40 });

  it('one press leads to at most one reminder, and none is sent without a press', () => {
    fc.assert(
      fc.property(events, (happening) => {
        let record = sent.build();
        let now = later;
        let accepted = 0;
        let carriedOut = 0;
        for (const event of happening) {
          if (event.kind === 'clock') now += event.ms;
          if (event.kind === 'press') {
            const decision = requestResend(record, 'U_ANA', now);
            if (decision) accepted += 1;
            record = decision && 'record' in decision ? decision.record : record;
          }
          if (event.kind === 'run') {
            const ran = runResend(record, event.end, now);
            record = ran.record;
            if (ran.isAtBox) carriedOut += 1;
          }
          expect(carriedOut).toBeLessThanOrEqual(accepted);
        }
        // Once everything has ended, no press is pending, and the next one is possible ten minutes later.
        for (let left = 0; left < 3; left += 1) record = runResend(record, 'answered', now).record;
        expect(record.details.pending).toBeNull();
        expect(
          requestResend(record, 'U_ANA', Math.max(now, record.lastSentAt ?? 0) + resendEveryMs),
        ).not.toBeNull();
      }),
      { numRuns: runs(500) },
    );
  });

  /** Runs the resend job; `end` says how the run ends. The checks are made in the order of the real job. */
  function runResend(record: SignRequest, end: (typeof ends)[number], now: number) {
    const { pending } = record.details;
    if (!pending) return { record, isAtBox: false };
    const wasLost = pending.callSentAt !== null;
    const code = wasLost ? 'unknown' : 'unreachable';
    if (wasLost || now >= actionGivenUpAt(pending)) {
      return {
        record: recordAfter(finishWithFailure(record, { code, mayHaveWorked: wasLost }, now)),
        isAtBox: false,
      };
    }
    if (end === 'killed before the commit') return { record, isAtBox: false };
    const called = recordAfter(aboutToCall(record, 'resend', now));
    if (end === 'killed after the commit') return { record: called, isAtBox: false };
    if (end === 'killed after the call') return { record: called, isAtBox: true };
    if (end === 'told to wait') return { record: recordAfter(notCalled(called)), isAtBox: false };
    if (end === 'answered') return { record: recordAfter(resendAccepted(called, now)), isAtBox: true };
    const ending =
      end === 'lost'
        ? ({ code: 'unknown', mayHaveWorked: true } as const)
        : ({ code: 'too_early', mayHaveWorked: false } as const);
    return { record: recordAfter(finishWithFailure(called, ending, now)), isAtBox: end === 'lost' };
  }
});

function never(): never {
  throw new Error('nothing is pending');
}
