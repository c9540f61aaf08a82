/**
 * Change…: Box cannot change a request, so another one takes its place. The form opens with the old request's values.
 * The old request stays open, and is cancelled only once the new one was sent.
 */
import { OutsideFailure, RetryLater } from '../failure.ts';
import { requestWithdrawal } from '../signing/resend-cancel.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canChange } from '../signing/status.ts';
import type { StepArgs } from '../signing/work.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import type { Texts } from '../views/texts/index.ts';
import { type FormOrigin, renderForm } from './create/form.ts';
import { openRequestForm } from './create/open.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';

/** The button or option Change…, on a request that is open. */
export function pressChange(services: Services, payload: ActionPayload): Answer {
  return openRequestForm(services, payload, 'change', canChange, ({ tenant, person, record }) =>
    renderForm(services, tenant, person, originOfChange(record, payload)),
  );
}

/** The origin of a form that changes this request: the request sent from the form will replace it. */
export function originOfChange(record: SignRequest, payload: ActionPayload): FormOrigin {
  const { responseUrl, channelId: channel } = payload;
  return { values: record.form, changes: record.id, responseUrl, channel };
}

/** The texts in the requester's language; in English when that language is not known. */
async function textsOf(services: Services, { tenant, requester }: SignRequest): Promise<Texts> {
  try {
    return textsFor(await personOf(services, tenant, requester));
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind === 'retry') throw error;
    services.log.info({ failure: error.message }, 'the reason for signers is in English');
    return textsFor(null);
  }
}

/** How long a withdrawal waits before it is tried again while a resend is pending (ms). */
const waitMs = 15_000;

/**
 * The step `withdraw`: starts the cancel of the old request in its requester's name. If it cannot be cancelled, its
 * requester gets a notice, unless it has ended unsigned. Runs again later while a resend is pending.
 */
export async function withdraw(
  services: Services,
  { requestId }: StepArgs['withdraw'],
  { tenant, lease }: Run,
): Promise<void> {
  const { signRequests } = services.store;
  const record = await signRequests.get(tenant, requestId);
  if (!record) return;
  const reason = (await textsOf(services, record)).actions.changedReason;
  const changed = await signRequests.change(
    tenant,
    requestId,
    (now) => requestWithdrawal(now, reason, services.now()),
    { lease },
  );
  if (changed?.record.details.pending?.verb === 'resend') throw new RetryLater(waitMs);
}
