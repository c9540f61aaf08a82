/**
 * Resend reminder: Box mails the signers whose turn it is, except those who sign from Slack or in person; colleagues
 * whose turn it is are also reminded in Slack, at most once a day. One press sends at most one reminder. When Box's
 * answer is lost, the call is not repeated, and the person is told.
 */
import type { BoxSession } from '../box/session.ts';
import { getSignRequest, resendSignRequest } from '../box/sign-requests.ts';
import { OutsideFailure } from '../failure.ts';
import { nudgesDue } from '../signing/nudge.ts';
import { observe } from '../signing/observe.ts';
import { requestResend, resendAccepted, resendRefusal } from '../signing/resend-cancel.ts';
import type { Observation, SignRequest } from '../signing/sign-request.ts';
import { canResend } from '../signing/status.ts';
import type { StepArgs } from '../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { readRequestId, remindModal } from '../views/remind-modal.ts';
import { sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { rememberAskedFrom } from './asked-from.ts';
import { failureCodeOf, runPendingAction, type Verb } from './box-action.ts';
import { changeAsPressed, forRequest, pressedForRequest, submittedForRequest } from './rights/requests.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';
import { showBusy } from './surfaces/busy.ts';
import { showModal } from './surfaces/show-modal.ts';

/** The button Resend reminder, and the option Email me the link again. */
export function pressResend(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'resend', async (on) => {
    const { tenant, person, t } = on;
    const from = await rememberAskedFrom(services, tenant, person, payload);
    return changeAsPressed(
      services,
      payload,
      on,
      (record) => requestResend(record, person.userId, services.now(), from),
      (record) => showBusy(services, payload, record),
      (record) => resendRefusalText(record, services.now(), t),
    );
  });
}

/** The option Resend reminder of a menu, in the list or in Home: opens a modal that says whom the reminder reaches. */
export function pressAskResend(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'resend', async ({ tenant, record, t }) => {
    const { triggerId } = payload;
    if (!triggerId) return;
    const view = canResend(record, services.now())
      ? remindModal(record, t, services.now())
      : sentenceView(resendRefusalText(record, services.now(), t), t);
    await showModal(services, tenant, { ...payload, triggerId }, view);
  });
}

/** Handles the submitted modal that says whom a reminder reaches. */
export function submitRemind(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const target = { id: readRequestId(payload.view.privateMetadata), right: 'resend' } as const;
  return submittedForRequest(services, payload, target, async ({ tenant, person, record: { id }, t }) => {
    const changed = await services.store.signRequests.change(
      tenant,
      id,
      (record) => requestResend(record, person.userId, services.now()),
      { wake: false },
    );
    if (changed?.isChanged) return { after: () => showBusy(services, noMessage, changed.record) };
    // A second press while the first is pending: there is nothing to tell.
    if (changed?.record.details.pending?.verb === 'resend') return {};
    const why = changed ? resendRefusalText(changed.record, services.now(), t) : t.notNow;
    return { ack: { response_action: 'update', view: sentenceView(why, t) } };
  });
}

/** The modal was opened from a list or Home, so there is no pressed message to show as busy. */
const noMessage = { responseUrl: null, messageTs: null };

/** The sentence that says why no reminder can be sent now. */
export function resendRefusalText(record: SignRequest, now: number, t: Texts): string {
  const why = resendRefusal(record, now);
  if (why?.code === 'too_early')
    return t.actions.tooEarly(t.clock.nearWords({ shownAs: 'time', at: why.at }));
  const { noResend, noResendOfOthers } = t.actions;
  return (record.details.sharedAs ? noResendOfOthers : noResend)[why?.code ?? 'over'];
}

/** The step `resend`: makes the pending call to Box, and records the outcome. */
export function resend(services: Services, args: StepArgs['resend'], run: Run): Promise<void> {
  return runPendingAction(services, args, run, resendVerb(services));
}

/** How a reminder is carried out. */
export function resendVerb(services: Services): Verb {
  return {
    name: 'resend',
    call: async ({ session, boxId, record, change }) => {
      const seen = await readForNudges(services, session, record, boxId);
      await resendSignRequest(session, boxId);
      const now = services.now();
      await change((known) => resendAccepted(seen ? observe(known, seen, now).record : known, now));
    },
    // Box answers 400, without saying why, to a reminder less than ten minutes after the last one.
    failureCode: (failure) => (failure.status === 400 ? 'too_early' : failureCodeOf(failure)),
  };
}

/** How long (ms) Box's answer counts as fresh: it is then not read again before colleagues are reminded. */
const freshForMs = 60_000;

/**
 * Reads the request from Box before colleagues are reminded in Slack, so that nobody who has signed is reminded. Null:
 * no colleague is to be reminded, the record is fresh, or Box did not answer; the stored record is then used.
 */
async function readForNudges(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  boxId: string,
): Promise<Observation | null> {
  const now = services.now();
  const isFresh = (record.observedAt ?? 0) > now - freshForMs;
  if (isFresh || nudgesDue(record, now).length === 0) return null;
  try {
    return await getSignRequest(session, boxId);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ request: record.id, failure: error.message }, 'not read before a reminder');
    return null;
  }
}
