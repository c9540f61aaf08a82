/** What was chosen on the pages on top of the form, in the form, which itself has no fields for it. */
import type { KnownBlock } from '@slack/types';
import { isSameAddress } from '../signing/address.ts';
import type { FormValues } from '../signing/form.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import { marksOf } from '../signing/signer-choices.ts';
import { phraseLeaves, richText } from './blocks.ts';
import { valueLines } from './option-lines.ts';
import type { Texts } from './texts/index.ts';

const maxRareText = 100;

/** Whether a marked person is still among the people of the form; only the requester is marked without being picked. */
function isInForm({ colleagues, others, iSignToo }: FormValues): (who: string) => boolean {
  const { addresses } = readAddresses(others);
  return (who) =>
    colleagues.includes(who) ||
    addresses.some((address) => isSameAddress(address, who)) ||
    (iSignToo && !who.includes('@'));
}

/** A line for roles, and one for each option that is rarely needed; none when nothing was chosen. */
export function chosenOnPages(values: FormValues, t: Texts): KnownBlock[] {
  const isMeant = values.way === 'template' ? () => false : isInForm(values);
  const counts = marksOf(values, isMeant).flatMap(([id, { length }]) =>
    length === 0 ? [] : [t.signersPage.rows[id].counted(length)],
  );
  const lines = [
    ...(counts.length === 0 ? [] : [[counts.join(' · ')]]),
    ...valueLines('rare', values, maxRareText, t),
  ];
  return lines.length === 0 ? [] : [richText(lines.map((line) => phraseLeaves(line, t)))];
}
