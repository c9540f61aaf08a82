/** English: what the rules of a workspace forbid. */
import type { ExpiryRefusal, RuleRefusal } from '../../signing/refusals.ts';
import { clean } from '../clean.ts';
import { listNames } from './en-card.ts';

const days = (most: number) => (most === 1 ? '1 day' : `${most} days`);
const named = (names: readonly string[]) =>
  listNames(
    names.map((name) => clean(name, 60)),
    5,
  );

const onExpiry = {
  expiry_required: ({ most }: { readonly most: number }) =>
    `In your workspace every request has to expire. ${most === 1 ? 'Enter 1 day.' : `Enter a number of days from 1 to ${most}.`}`,
  expiry_too_long: ({ most }: { readonly most: number }) =>
    `Your workspace lets requests expire after at most ${days(most)}.`,
} satisfies Record<ExpiryRefusal['code'], unknown>;

/** The sentences at a field of a form or of settings. */
export const rulesAtFields = {
  ...onExpiry,
  quiet_half: () => 'Enter both times, or leave both blank.',
  quiet_all_day: () => 'Enter two different times.',
};

/** The sentences that say what a rule forbids, by the refusal's code. */
export const rulesForbid = {
  ...onExpiry,
  sender_not_allowed: ({ names }: { readonly names: readonly string[] }) =>
    `Your workspace lets only ${named(names)} send signature requests.`,
  folder_not_allowed: ({ names }: { readonly names: readonly string[] }) =>
    `Your workspace lets signed copies go only to ${named(names)}, or to folders inside. Choose a folder there, under More options.`,
};

export const enRules = {
  /** The sentence about the rule alone, for places where nothing could have been sent. */
  sentence: (refusal: RuleRefusal): string =>
    (rulesForbid[refusal.code] as (refusal: RuleRefusal) => string)(refusal),
};
