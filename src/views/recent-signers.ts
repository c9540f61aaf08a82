/**
 * The menu of the signers of a person's latest requests. Those who are chosen there sign in addition to the people who
 * are picked or typed.
 */
import type { InputBlock } from '@slack/types';
import type { StateValue } from '../shapes.ts';
import { isSameAddress } from '../signing/address.ts';
import type { FormValues } from '../signing/form.ts';
import type { RecentSigner } from '../signing/latest.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import { nameOr, plainText } from './blocks.ts';
import { multiSelectInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** Block id and action id of the menu. */
export const recentField = 'recent';

/** The most characters of an entry's text and value that Slack surely accepts. */
const entryLimit = 75;
const mostListed = 20;

/** The menu of recent signers; null when there are none to offer. */
export function recentInput(people: readonly RecentSigner[], t: Texts): InputBlock | null {
  const entries = people
    .filter(({ who, name }) => who.length <= entryLimit && nameOr(name, '', entryLimit) !== '')
    .slice(0, mostListed)
    .map(({ who, name }) => ({ text: plainText(nameOr(name, '', entryLimit)), value: who }));
  if (entries.length === 0) return null;
  const words = { hint: t.form.recentHint, placeholder: t.form.colleaguesPlaceholder };
  return multiSelectInput(recentField, t.form.recent, entries, [], words);
}

type People = Pick<FormValues, 'colleagues' | 'others'>;

/** The people of the form and those who were chosen in the menu, each once. */
export function withRecent({ colleagues, others }: People, field: StateValue | undefined): People {
  const chosen = (field?.selected_options ?? []).map(({ value }) => value);
  const { addresses } = readAddresses(others);
  const typed = chosen.filter(
    (who) => who.includes('@') && !addresses.some((address) => isSameAddress(address, who)),
  );
  const picked = chosen.filter((who) => !who.includes('@'));
  return {
    colleagues: [...new Set([...colleagues, ...picked])],
    others: [others, ...typed].filter((text) => text !== '').join(', '),
  };
}
