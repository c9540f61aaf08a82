/**
 * How an email address is shown, so that two different ones never look alike because of invisible or foreign letters.
 */
import { asciiDomain } from '../signing/address.ts';
import { invisibleShown } from '../signing/invisible.ts';
import { clean } from './clean.ts';

/**
 * The address, cut to `most` UTF-16 units; empty for null. If its domain is not ASCII, the domain's `xn--` form follows
 * in parentheses, cut to the same length, because letters of another script may look like Latin ones.
 */
export function shownAddress(address: string | null, most: number): string {
  const shown = clean(invisibleShown(address ?? ''), most);
  const ascii = asciiDomain(address ?? '');
  return ascii === null ? shown : `${shown} (${clean(ascii, most)})`;
}
