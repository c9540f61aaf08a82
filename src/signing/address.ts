/** Which addresses are one and the same. Decides nothing about what an address must look like. */

/**
 * As mail treats it: the letters A to Z count like a to z. Others stay: lower case would turn the sign of the Kelvin into
 * a plain k, and so the address of one person into that of another.
 */
export function sameCase(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
