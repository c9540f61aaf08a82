/** Which addresses are one and the same. Decides nothing about what an address must look like. */

/** Stands where the address of a forgotten person was; no mail can ever go there (RFC 2606). */
export const FORGOTTEN = 'forgotten@invalid';

/**
 * As mail treats it: the letters A to Z count like a to z. Others stay: lower case would turn the sign of the Kelvin into
 * a plain k, and so the address of one person into that of another.
 */
export function sameCase(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * What addresses are compared by: as `sameCase`, and the domain as it is looked up, in ASCII, so that two spellings of one
 * domain are one address.
 */
export function addressKey(address: string): string {
  const same = sameCase(address);
  const ascii = asciiDomain(same);
  return ascii === null ? same : `${same.slice(0, same.lastIndexOf('@'))}@${ascii}`;
}

/** Whether both are one address; two that are missing are the same. */
export function isSameAddress(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && addressKey(one) === addressKey(other));
}

/** The domain of an address in ASCII (`xn--…`); null when it is in ASCII already, or is no domain. */
export function asciiDomain(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // Only letters, digits, dots and hyphens: anything else would be another part of an address of the web.
  if (at === -1 || !/[^\0-\x7f]/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    // No domain of the internet can be written so.
    return null;
  }
}
