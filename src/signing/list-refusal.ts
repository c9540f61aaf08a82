/** Why Box refused to list requests. Stored, so that the list still says it when it is opened or redrawn. Pure. */
import type { Refusal } from './refusals.ts';

const accountRefusals = [
  'connection_expired',
  'not_a_member',
  'address_unconfirmed',
  'no_box_user',
  'other_box_user',
  'box_user_of_another',
  'app_lacks_scope',
  'terms_of_service',
  'policy_forbids',
] as const satisfies readonly Refusal['code'][];

/** `sign_not_enabled` stands for every other refusal. Box rarely says why: most likely, the plan lacks Box Sign. */
export type ListRefusal = (typeof accountRefusals)[number] | 'sign_not_enabled';

/** The reason that the list gives for a refusal with this code. */
export function listRefusal(code: string): ListRefusal {
  return accountRefusals.find((known) => known === code) ?? 'sign_not_enabled';
}
