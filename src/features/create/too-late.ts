/**
 * Whether a submitted form may still be accepted: the request that it replaces is open, and the workspace's rules allow
 * it.
 */

import type { FormValues } from '../../signing/form.ts';
import type { RuleRefusal } from '../../signing/refusals.ts';
import { canChange } from '../../signing/status.ts';
import type { Draft, Person } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { ruleRefusal } from './rules.ts';

interface SubmittedForm {
  readonly tenant: string;
  readonly person: Person;
  readonly form: FormValues;
}

/**
 * Whether the form would replace a request that has ended or was already replaced, so that it would make a second one.
 * False when this form was accepted already.
 */
export async function isChangeTooLate(
  services: Services,
  tenant: string,
  draft: Draft,
  nonce = draft.id,
): Promise<boolean> {
  if (!draft.changes || (await isStillOpen(services, tenant, draft.changes))) return false;
  return !(await isAlreadyAccepted(services, tenant, nonce));
}

/** The rule of the workspace that forbids the form; null: none does, or the form was accepted already. */
export async function brokenRule(
  services: Services,
  { tenant, person: { userId }, form }: SubmittedForm,
  nonce: string,
): Promise<RuleRefusal | null> {
  const refusal = await ruleRefusal(services, { tenant, userId, form });
  return refusal && !(await isAlreadyAccepted(services, tenant, nonce)) ? refusal : null;
}

/** Whether the form was accepted already. It comes again if the answer to its first submission was lost. */
export async function isAlreadyAccepted(
  { store }: Services,
  tenant: string,
  nonce: string,
): Promise<boolean> {
  return (await store.signRequests.getByNonce(tenant, nonce)) !== null;
}

/** Whether the request that is to be replaced can still be cancelled, if need be after a pending reminder. */
export async function isStillOpen({ store }: Services, tenant: string, id: string): Promise<boolean> {
  const old = await store.signRequests.get(tenant, id);
  return old !== null && (canChange(old) || old.details.pending?.verb === 'resend');
}
