import fc from 'fast-check';

const codePoint = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point));

/** Strings of any code points, lone surrogates too. fast-check's own unit `binary` takes a second to set up. */
export const anyString = (length: { minLength?: number; maxLength?: number } = {}) =>
  fc.string({ unit: codePoint, ...length });
