/** Which email addresses are equal. Does not decide what an address must look like. */

/** Replaces the address of a forgotten person; no mail can ever be delivered to it (RFC 2606). */
export const FORGOTTEN = 'forgotten@invalid';

/**
 * Lower-cases only the letters A to Z, as mail does. A full lower-casing would turn the Kelvin sign into a plain k, and
 * so one person's address into another's.
 */
export function asciiLowerCase(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * The form in which addresses are compared: in lower case (`asciiLowerCase`), with the domain in ASCII, as DNS has it,
 * so that two spellings of one domain are one address.
 */
export function addressKey(address: string): string {
  const same = asciiLowerCase(address);
  const ascii = asciiDomain(same);
  return ascii === null ? same : `${same.slice(0, same.lastIndexOf('@'))}@${ascii}`;
}

/** Whether both are the same address. Two nulls count as the same. */
export function isSameAddress(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && addressKey(one) === addressKey(other));
}

/** The domain of an address in ASCII (`xn--…`); null when it is in ASCII already, or is no domain. */
export function asciiDomain(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // Only letters, digits, dots and hyphens: anything else would be another part of a URL.
  if (at === -1 || !/[^\0-\x7f]/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    // The text after the @ is not a valid domain name.
    return null;
  }
}
