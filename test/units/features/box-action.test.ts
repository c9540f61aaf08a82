/** Reminders and cancels in Box: what Box is asked, and what is recorded of every outcome. */
import { describe, expect, it } from 'vitest';
import { runPendingAction } from '../../../src/features/box-action.ts';
import { cancel, cancelVerb } from '../../../src/features/cancel.ts';
import { resend, resendVerb } from '../../../src/features/resend.ts';
import type { Pending } from '../../../src/signing/pending.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { atBox, type Desk, type DeskAnswer, setDesk } from './desk.ts';

const minute = 60_000;
const read = 'GET /sign_requests/box-1';
const sendReminder = 'POST /sign_requests/box-1/resend';
const sendCancel = 'POST /sign_requests/box-1/cancel';
const steps = { resend, cancel };
type Verb = keyof typeof steps;

const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });

/** The request with a pending action. @param callSentAt when an earlier run sent the call; null: none did */
const pendingOn = (verb: Verb, callSentAt: number | null = null, more: Partial<Pending> = {}): SignRequest =>
  sent
    .withDetails({ pending: { verb, by: 'U_ANA', at: tuesday, callSentAt, reason: null, ...more } })
    .build();

/** Runs the job of the action. Returns the stored outcome, and what Box was asked. */
async function act(desk: Desk, record: SignRequest, verb: Verb) {
  await desk.given(record);
  const thrown = await steps[verb](desk.services, { requestId: record.id }, desk.run).then(
    () => null,
    (error: unknown) => error,
  );
  const { state, details, lastSentAt } = await desk.stored(record);
  const { pending, trouble, cancelled, remindedAt } = details;
  const asked = desk.calls.map(({ to }) => to);
  return { thrown, state, pending, trouble, cancelled, remindedAt, lastSentAt, asked };
}

const answered = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });

describe.each(['resend', 'cancel'] as const)('a %s', (verb) => {
  const sendCall = verb === 'resend' ? sendReminder : sendCancel;

  it.each([
    [401, 'not_connected'],
    [403, 'not_allowed'],
    [404, 'gone'],
    [409, 'refused'],
  ])('that Box refuses with %d is over: %s', async (status, code) => {
    const desk = await setDesk();
    desk.answers[sendCall] = answered(status);
    desk.answers[read] = atBox({ status: 'viewed' });
    const record = pendingOn(verb);
    const { thrown, ...is } = await act(desk, record, verb);
    expect(thrown).toBeNull();
    expect(is).toMatchObject({
      state: 'viewed',
      pending: null,
      trouble: { verb, code, status, at: tuesday },
    });
    expect(is.asked).toEqual([sendCall, read]);
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: record.id }, inMs: 0 });
    expect(desk.log).toMatchObject([
      { level: 40, msg: `${verb} at Box failed`, request: expect.any(String) },
    ]);
  });

  it('is told as refused although Box cannot be read afterwards', async () => {
    const desk = await setDesk();
    desk.answers[sendCall] = answered(403);
    desk.answers[read] = answered(503);
    const is = await act(desk, pendingOn(verb), verb);
    expect(is).toMatchObject({ thrown: null, pending: null, trouble: { code: 'not_allowed' } });
    expect(desk.log.map(({ level }) => level)).toEqual([40, 30]);
  });

  it('that Box turns away for now is tried again, and is known not to have been sent', async () => {
    const desk = await setDesk();
    desk.answers[sendCall] = { ...(answered(429) as object), headers: { 'retry-after': '7' } };
    const is = await act(desk, pendingOn(verb), verb);
    expect(is).toMatchObject({ thrown: { kind: 'retry', retryAfterSeconds: 7 }, trouble: null });
    expect(is.pending).toMatchObject({ verb, callSentAt: null });
  });

  it('is not sent once the request has ended', async () => {
    const desk = await setDesk();
    const declined = { ...pendingOn(verb), state: 'declined' as const };
    expect(await act(desk, declined, verb)).toMatchObject({
      pending: null,
      trouble: { code: 'over' },
      asked: [],
    });
  });

  it('to a request that was deleted while the call is prepared is not sent', async () => {
    const desk = await setDesk();
    const record = await desk.given(pendingOn(verb));
    const { signRequests } = desk.store;
    const deletedMeanwhile = {
      change: signRequests.change,
      get: async (tenant: string, id: string) => {
        const found = await signRequests.get(tenant, id);
        await desk.deleted(record);
        return found;
      },
    };
    const how = { resend: resendVerb, cancel: cancelVerb }[verb](desk.services);
    await runPendingAction(desk.services, { requestId: record.id }, desk.run, how, deletedMeanwhile);
    expect(desk.calls).toEqual([]);
  });

  it('is not sent when the request ends while the call is prepared', async () => {
    const desk = await setDesk();
    const record = await desk.given(pendingOn(verb));
    const { signRequests } = desk.store;
    const endsMeanwhile = {
      change: signRequests.change,
      get: async (tenant: string, id: string) => {
        const found = await signRequests.get(tenant, id);
        await signRequests.change(tenant, id, (now) => ({
          record: { ...now, state: 'declined' },
          steps: [],
        }));
        return found;
      },
    };
    const how = { resend: resendVerb, cancel: cancelVerb }[verb](desk.services);
    await runPendingAction(desk.services, { requestId: record.id }, desk.run, how, endsMeanwhile);
    expect(desk.calls).toEqual([]);
    expect((await desk.stored(record)).details).toMatchObject({ pending: null, trouble: { code: 'over' } });
  });

  it.each([
    ['is sent one millisecond before fifteen minutes have passed', 15 * minute - 1, [sendCall]],
    ['is given up after fifteen minutes', 15 * minute, [read]],
  ])('%s', async (_what, later, asked) => {
    const desk = await setDesk();
    desk.clock.now = tuesday + later;
    desk.answers[sendCall] = verb === 'resend' ? { status: 202 } : atBox({ status: 'cancelled' });
    desk.answers[read] = atBox();
    const is = await act(desk, pendingOn(verb), verb);
    expect(is.asked).toEqual(asked);
    expect(is.trouble?.code ?? null).toBe(asked[0] === read ? 'unreachable' : null);
  });

  it('of a person who is no longer connected is over', async () => {
    const desk = await setDesk();
    const is = await act(desk, pendingOn(verb, null, { by: 'U_BEN' }), verb);
    expect(is).toMatchObject({
      thrown: null,
      asked: [],
      pending: null,
      trouble: { verb, code: 'not_connected' },
    });
  });

  it('does not take the place of the other', async () => {
    const desk = await setDesk();
    const record = pendingOn(verb === 'resend' ? 'cancel' : 'resend');
    expect(await act(desk, record, verb)).toMatchObject({ asked: [], pending: record.details.pending });
  });
});

describe('a reminder whose answer was lost', () => {
  it.each(['in this run', 'in an earlier run'])(
    '%s is not repeated, and may have been sent',
    async (when) => {
      const desk = await setDesk();
      desk.answers[sendReminder] = 'drop';
      desk.answers[read] = atBox();
      const is = await act(desk, pendingOn('resend', when === 'in this run' ? null : tuesday), 'resend');
      const asked = when === 'in this run' ? [sendReminder, read] : [read];
      expect(is).toMatchObject({ asked, thrown: null, pending: null, lastSentAt: tuesday });
      expect(is.trouble).toMatchObject({ code: 'unknown' });
    },
  );

  it('is unknown after fifteen minutes', async () => {
    const desk = await setDesk();
    desk.clock.now = tuesday + 15 * minute;
    desk.answers[read] = atBox();
    const is = await act(desk, pendingOn('resend', tuesday), 'resend');
    expect(is.trouble).toMatchObject({ code: 'unknown' });
  });
});

describe('a cancel whose answer was lost', () => {
  it('is tried again, and stays marked as sent', async () => {
    const desk = await setDesk();
    desk.answers[sendCancel] = 'drop';
    const is = await act(desk, pendingOn('cancel'), 'cancel');
    expect(is).toMatchObject({ thrown: { kind: 'unknown' }, trouble: null });
    expect(is.pending).toMatchObject({ callSentAt: tuesday });
  });

  it.each([
    ['of a connected person', 'U_ANA'],
    ['of a person who is no longer connected', 'U_BEN'],
  ])('has worked when the request is cancelled meanwhile: %s', async (_who, by) => {
    const cancelledWith = async (callSentAt: number | null) => {
      const record = { ...pendingOn('cancel', callSentAt, { by }), state: 'cancelled' as const };
      return act(await setDesk(), record, 'cancel');
    };
    expect(await cancelledWith(tuesday)).toMatchObject({ pending: null, trouble: null, cancelled: { by } });
    expect(await cancelledWith(null)).toMatchObject({ cancelled: null, trouble: { code: 'over' } });
  });

  it('has worked when Box says that the request is cancelled', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'cancelled' });
    const is = await act(desk, pendingOn('cancel', tuesday, { reason: 'Wrong file' }), 'cancel');
    expect(is).toMatchObject({ asked: [read], state: 'cancelled', pending: null, trouble: null });
    expect(is.cancelled).toMatchObject({ by: 'U_ANA', reason: 'Wrong file' });
  });

  it('is repeated while the request is open', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'viewed' });
    desk.answers[sendCancel] = atBox({ status: 'cancelled' });
    const is = await act(desk, pendingOn('cancel', tuesday), 'cancel');
    expect(is).toMatchObject({ asked: [read, sendCancel], state: 'cancelled', pending: null });
  });

  it('stays marked as sent when the repeated call is turned away', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox();
    desk.answers[sendCancel] = answered(429);
    const is = await act(desk, pendingOn('cancel', tuesday), 'cancel');
    expect(is.pending).toMatchObject({ callSentAt: tuesday });
  });
});

describe('a cancel to which Box answers 400', () => {
  const reasons = (desk: Desk) =>
    desk.calls.flatMap(({ to, body }) => (to === sendCancel ? [body['reason'] ?? null] : []));

  it('is repeated with a reason where none was given and the request is open', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'viewed' });
    desk.answers[sendCancel] = ({ body }) =>
      body['reason'] ? atBox({ status: 'cancelled' }) : answered(400);
    const is = await act(desk, pendingOn('cancel'), 'cancel');
    expect(is).toMatchObject({ state: 'cancelled', cancelled: { by: 'U_ANA', reason: null } });
    expect(reasons(desk)).toEqual([null, expect.stringMatching(/sender/)]);
  });

  it('is refused where a reason was given', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'viewed' });
    desk.answers[sendCancel] = answered(400);
    const is = await act(desk, pendingOn('cancel', null, { reason: 'Wrong file' }), 'cancel');
    expect(is).toMatchObject({ pending: null, trouble: { code: 'refused', status: 400 } });
    expect(reasons(desk)).toEqual(['Wrong file']);
  });

  it('comes too late when the request has ended', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'declined' });
    desk.answers[sendCancel] = answered(400);
    const is = await act(desk, pendingOn('cancel'), 'cancel');
    expect(is).toMatchObject({ state: 'declined', trouble: { code: 'over' } });
    expect(reasons(desk)).toEqual([null]);
  });

  it('is tried again while Box converts the document', async () => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'converting' });
    desk.answers[sendCancel] = answered(400);
    const is = await act(desk, pendingOn('cancel'), 'cancel');
    expect(is.thrown).toMatchObject({
      message: 'box cancelSignRequest: still_converting (400, retry)',
    });
    expect(is.pending).toMatchObject({ callSentAt: null });
  });
});

describe('a reminder to a colleague who signs from Slack', () => {
  const colleague = aSigner('bo@client.com', { slackUserId: 'U_BO', signsHere: true });
  const asked = (observedAt: number) => ({
    ...pendingOn('resend'),
    signers: [colleague],
    observedAt,
  });

  it.each([
    ['reads the request that was last read a minute ago', tuesday - minute, [read, sendReminder]],
    ['does not read one that was read after that', tuesday - minute + 1, [sendReminder]],
  ])('%s', async (_what, observedAt, calls) => {
    const desk = await setDesk();
    desk.answers[read] = atBox({ status: 'viewed' });
    desk.answers[sendReminder] = { status: 202 };
    const is = await act(desk, asked(observedAt), 'resend');
    expect(is).toMatchObject({ asked: calls, pending: null, trouble: null, remindedAt: tuesday });
    expect(is.state).toBe(calls.length === 2 ? 'viewed' : 'sent');
  });

  it('is sent although Box cannot be read before', async () => {
    const desk = await setDesk();
    desk.answers[read] = answered(503);
    desk.answers[sendReminder] = { status: 202 };
    const is = await act(desk, asked(tuesday - 2 * minute), 'resend');
    expect(is).toMatchObject({
      thrown: null,
      asked: [read, sendReminder],
      trouble: null,
      remindedAt: tuesday,
    });
    expect(desk.log).toMatchObject([{ level: 30, msg: 'not read before a reminder' }]);
  });
});

it('a reminder less than ten minutes after the last is told as too early', async () => {
  const desk = await setDesk();
  desk.answers[sendReminder] = answered(400);
  desk.answers[read] = atBox();
  const is = await act(desk, pendingOn('resend'), 'resend');
  expect(is).toMatchObject({
    pending: null,
    trouble: { code: 'too_early', status: 400 },
    lastSentAt: tuesday,
  });
});
