/** How an email address is shown, so that two different ones never look alike because of invisible or foreign letters. */
import { asciiDomain } from '../signing/address.ts';
import { invisibleShown } from '../signing/invisible.ts';
import { clean } from './clean.ts';

/**
 * The address with each part cut to `most` UTF-16 units. The `xn--` form of a domain that is not ASCII is added, because
 * letters of another script may look like Latin ones.
 */
export function shownAddress(address: string | null, most: number): string {
  const shown = clean(invisibleShown(address ?? ''), most);
  const ascii = asciiDomain(address ?? '');
  return ascii === null ? shown : `${shown} (${clean(ascii, most)})`;
}
