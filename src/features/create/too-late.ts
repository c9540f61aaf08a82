/** Whether a form may still be taken: what it changes is open, and the rules of the workspace allow it. */

import type { FormValues } from '../../signing/form.ts';
import type { RuleRefusal } from '../../signing/refusals.ts';
import { canChange } from '../../signing/status.ts';
import type { Draft, Person } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { forbidden } from './rules.ts';

interface SubmittedForm {
  readonly tenant: string;
  readonly person: Person;
  readonly form: FormValues;
}

/** The request that the form changes is over, or another one took its place: this one would be a second one. */
export async function isChangeTooLate(
  services: Services,
  tenant: string,
  draft: Draft,
  nonce = draft.id,
): Promise<boolean> {
  if (!draft.changes || (await isStillOpen(services, tenant, draft.changes))) return false;
  return !(await isTaken(services, tenant, nonce));
}

/** What a rule of the workspace forbids; null also for a form that was taken before the rule was made. */
export async function brokenRule(
  services: Services,
  { tenant, person: { userId }, form }: SubmittedForm,
  nonce: string,
): Promise<RuleRefusal | null> {
  const refusal = await forbidden(services, { tenant, userId, form });
  return refusal && !(await isTaken(services, tenant, nonce)) ? refusal : null;
}

/** Whether the form was taken already, and its answer may be lost. */
export async function isTaken({ store }: Services, tenant: string, nonce: string): Promise<boolean> {
  return (await store.signRequests.getByNonce(tenant, nonce)) !== null;
}

/** Whether the request that another one is to change can still be cancelled. */
export async function isStillOpen({ store }: Services, tenant: string, id: string): Promise<boolean> {
  const old = await store.signRequests.get(tenant, id);
  return old !== null && (canChange(old) || old.details.pending?.verb === 'resend');
}
