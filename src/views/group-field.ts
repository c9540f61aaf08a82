/** The entries of the menu of user groups. */
import type { PlainTextOption } from '@slack/types';
import { nameOr, plainText } from './blocks.ts';

/** Slack's limit for an entry's text, in characters. */
const entryLimit = 75;

/** An entry for a user group; null when its id cannot be one of Slack's. */
export function groupEntry({
  id,
  name,
  handle,
}: {
  readonly id: string;
  readonly name: string;
  readonly handle?: string;
}): PlainTextOption | null {
  if (!/^\w{1,64}$/.test(id)) return null;
  const typed = nameOr(handle ?? null, '', entryLimit - 1);
  return {
    text: plainText(nameOr(name, id, entryLimit)),
    value: id,
    ...(typed !== '' && { description: plainText(`@${typed}`) }),
  };
}
