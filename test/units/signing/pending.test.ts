/** What is recorded of a reminder or a cancel from its press to its end, and what is redrawn. */
import { describe, expect, it } from 'vitest';
import type { ActionFailure, AskedFrom, Pending } from '../../../src/signing/pending.ts';
import {
  aboutToCall,
  actionFailureOf,
  cancelAnswered,
  finishWithFailure,
  giveUpAction,
  notCalled,
  requestCancel,
  requestResend,
  resendAccepted,
  retryForMs,
} from '../../../src/signing/resend-cancel.ts';
import { resendEveryMs } from '../../../src/signing/status.ts';
import { work } from '../../../src/signing/work.ts';
import { expectDecision } from '../../builders/decisions.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const later = tuesday + resendEveryMs;
const trouble: ActionFailure = { verb: 'resend', code: 'refused', at: tuesday, status: 400 };
const cy = aSigner('cy@acme.com', { slackUserId: 'U_CY' });
const sent = aSignRequest().sentTo().toSigners(aSigner('bo@client.com'), cy).withDetails({ trouble });
const { id: requestId } = sent.build();
const redraw = work.redraw({ requestId });
const seen = (status: string) =>
  anObservation().saying(status).withSigners('bo@client.com', 'cy@acme.com').build();

const pending = (verb: Pending['verb'], callSentAt: number | null = later): Pending => ({
  verb,
  by: 'U_CY',
  at: later,
  callSentAt,
  reason: null,
});
const asked = (verb: Pending['verb'], callSentAt: number | null = later) =>
  sent.withDetails({ pending: pending(verb, callSentAt) });

describe('a press', () => {
  const listed = sent.withDetails({ isFollowed: false }).build();
  const underWay = work.tellUnderWay({ requestId, draftId: 'draft-1' }, 3_000);

  it.each([
    ['command', [underWay]],
    ['choice', []],
  ] as const)('a reminder by a %s gives the request a card, which shows the outcome', (how, told) => {
    const askedFrom: AskedFrom = { draftId: 'draft-1', how };
    const { record, steps } = expectDecision(requestResend(listed, 'U_CY', later, askedFrom));
    const details = { isFollowed: true, trouble: null, pending: { ...pending('resend', null), askedFrom } };
    expect(record).toEqual({ ...listed, details: { ...listed.details, ...details } });
    expect(steps).toEqual([work.resend({ requestId }), redraw, ...told]);
  });

  it('a cancel is recorded with its reason, and with where it was asked for', () => {
    const askedFrom: AskedFrom = { draftId: 'draft-1', how: 'command' };
    const decision = expectDecision(requestCancel(listed, 'U_CY', 'Wrong file', later, askedFrom));
    const recorded = { ...pending('cancel', null), reason: 'Wrong file', askedFrom };
    expect(decision.record.details).toMatchObject({ isFollowed: true, trouble: null, pending: recorded });
    expect(decision.steps).toEqual([work.cancel({ requestId }), redraw, underWay]);
  });
});

describe('the call', () => {
  it('the call is made once, and only for what is pending', () => {
    const waiting = asked('resend', null).build();
    const called = { ...waiting.details, pending: pending('resend', later + 1) };
    expect(aboutToCall(waiting, 'resend', later + 1)).toEqual({
      record: { ...waiting, details: called },
      steps: [],
    });
    expect(aboutToCall(waiting, 'cancel', later + 1)).toBeNull();
    expect(aboutToCall(asked('resend').build(), 'resend', later + 1)).toBeNull();
    expect(aboutToCall(asked('resend', null).inState('finalizing').build(), 'resend', later)).toBeNull();
  });

  it('a call that certainly did nothing may be made again', () => {
    expect(notCalled(asked('resend').build())).toEqual({ record: asked('resend', null).build(), steps: [] });
    expect(notCalled(sent.build())).toBeNull();
    expect(retryForMs).toBe(900_000);
  });
});

describe('the end', () => {
  it('a reminder that Box accepted also reaches colleagues on turn, and every end is shown', () => {
    const accepted = expectDecision(resendAccepted(asked('resend').build(), later + 9));
    expect(accepted.record.details).toMatchObject({
      pending: null,
      trouble: null,
      nudged: [{ user: 'U_CY', at: later + 9 }],
    });
    expect(accepted.steps).toEqual([redraw]);
    const cancelled = expectDecision(cancelAnswered(asked('cancel').build(), seen('cancelled'), later));
    expect(cancelled.record.details).toMatchObject({ pending: null, trouble: null });
    expect(cancelled.record.details.cancelled).toEqual({ by: 'U_CY', at: later, reason: null });
    expect(cancelled.steps).toEqual([redraw]);
    const open = expectDecision(cancelAnswered(asked('cancel').build(), seen('sent'), later));
    expect(open.record.details).toMatchObject({ pending: null, cancelled: null });
  });

  it('a failure says when it came and what Box answered', () => {
    const fail = (status?: number) => {
      const ending = { code: 'refused', mayHaveWorked: false, ...(status && { status }) } as const;
      return expectDecision(finishWithFailure(asked('resend').build(), ending, later + 9));
    };
    const failure = { verb: 'resend', code: 'refused', at: later + 9 };
    expect(fail().record.details).toMatchObject({ pending: null, trouble: { ...failure, status: null } });
    expect(fail(403).record.details.trouble).toEqual({ ...failure, status: 403 });
    expect(fail().steps).toEqual([redraw]);
    expect(finishWithFailure(sent.build(), { code: 'refused', mayHaveWorked: false }, later)).toBeNull();
    const over = { verb: 'cancel', code: 'over', at: later, status: null };
    expect(actionFailureOf(sent.inState('signed').build(), 'cancel', later)).toEqual(over);
    expect(actionFailureOf(sent.build(), 'resend', later)).toEqual(trouble);
  });

  it('a reminder that may have been sent is not one that came too late, unlike a cancel', () => {
    const code = (verb: Pending['verb'], status: string) => {
      const ending = { code: 'unknown', seen: seen(status), mayHaveWorked: true } as const;
      const { record } = expectDecision(finishWithFailure(asked(verb).build(), ending, later));
      return record.details.trouble?.code;
    };
    expect([code('resend', 'signed'), code('cancel', 'signed')]).toEqual(['unknown', 'over']);
    expect([code('resend', 'sent'), code('cancel', 'sent')]).toEqual(['unknown', 'unreachable']);
  });

  it('a failed cancel has the reason of Box, or that Box is still converting the document', () => {
    const ending = { code: 'not_allowed', seen: seen('sent'), mayHaveWorked: false } as const;
    const { record } = expectDecision(finishWithFailure(asked('cancel').build(), ending, later));
    expect(record.details.trouble?.code).toBe('not_allowed');
    const early = asked('cancel').inState('converting').build();
    const unreached = { code: 'unreachable', seen: seen('converting'), mayHaveWorked: false } as const;
    const { record: left } = expectDecision(finishWithFailure(early, unreached, later));
    expect(left.details.trouble?.code).toBe('converting');
  });

  it('the last mail is the latest that is known, also when a reminder may have been sent', () => {
    const lastSentAt = (request: typeof sent, code: 'unknown' | 'too_early') => {
      const ending = { code, mayHaveWorked: code === 'unknown' } as const;
      return expectDecision(finishWithFailure(request.build(), ending, later + 9)).record.lastSentAt;
    };
    expect(lastSentAt(asked('resend'), 'unknown')).toBe(later);
    expect(lastSentAt(asked('resend').with({ lastSentAt: later + 5 }), 'unknown')).toBe(later + 5);
    expect(lastSentAt(asked('resend', null), 'too_early')).toBe(later + 9);
    expect(lastSentAt(asked('cancel'), 'unknown')).toBe(tuesday);
  });

  it('a bug of ours after the call leaves open whether a cancel worked', () => {
    const cancelled = asked('cancel').inState('cancelled').build();
    const { record } = expectDecision(giveUpAction(cancelled, 'cancel', later));
    expect(record.details).toMatchObject({ pending: null, trouble: null, cancelled: { by: 'U_CY' } });
  });
});
