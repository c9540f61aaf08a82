/** How an address of mail is shown: so that no two that differ look alike because of what cannot be seen, or read. */
import { asciiDomain } from '../signing/address.ts';
import { invisibleShown } from '../signing/invisible.ts';
import { clean } from './clean.ts';

/**
 * The address, each part of it cut to `most` UTF-16 units. A domain that is not written in ASCII has its `xn--` form
 * beside it: letters of another script may look like these.
 */
export function shownAddress(address: string | null, most: number): string {
  const shown = clean(invisibleShown(address ?? ''), most);
  const ascii = asciiDomain(address ?? '');
  return ascii === null ? shown : `${shown} (${clean(ascii, most)})`;
}
