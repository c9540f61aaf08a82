/**
 * Who should sign: picked colleagues and typed addresses → signers, or what is wrong with them. Colleagues' addresses
 * are not known yet; whether a colleague is also among the typed ones shows after the lookup.
 */
import { addressKey, asciiDomain, isSameAddress, sameCase } from './address.ts';
import { holdsInvisible, invisibleShown } from './invisible.ts';
import { quoted } from './quote.ts';
import type { FieldRefusal, FieldRefusals } from './refusals.ts';
import type { DocumentReference, Signer } from './sign-request.ts';

/** Box's limit for one sign request (https://developer.box.com/reference/post-sign-requests/). */
export const maxSigners = 35;

/** The longest address that mail can carry (RFC 5321, section 4.5.3.1.3). */
const longestAddress = 254;

export interface SignersInput {
  /** Slack user ids of picked colleagues. */
  readonly colleagues: readonly string[];
  /** Addresses of other people, as typed. */
  readonly others: string;
  readonly iSignToo: boolean;
  /** Slack user id. */
  readonly requester: string;
}

/** Reads colleagues first, then other people in the order typed, then the requester when they sign too. */
export function readSigners(
  input: SignersInput,
): { readonly signers: readonly Signer[] } | { readonly refusals: FieldRefusals } {
  const addresses = readAddresses(input.others);
  const refusal = refusalOfAddresses(addresses);
  if (refusal !== null) return { refusals: { others: refusal } };
  const colleagues = [...new Set(input.colleagues)].filter(
    (id) => !(input.iSignToo && id === input.requester),
  );
  const count = colleagues.length + addresses.length + (input.iSignToo ? 1 : 0);
  if (count === 0) return { refusals: { others: { code: 'signers_missing' } } };
  if (count > maxSigners) {
    return { refusals: { others: { code: 'signers_too_many', count, most: maxSigners } } };
  }
  // The requester signs after everyone else; a single signer needs no order.
  const order = input.iSignToo && count > 1 ? 1 : null;
  return {
    signers: [
      ...colleagues.map((slackUserId) => signer({ slackUserId, email: null, order })),
      ...addresses.map((email) => signer({ slackUserId: null, email, order })),
      ...(input.iSignToo
        ? [signer({ slackUserId: input.requester, email: null, order: order === null ? null : 2 })]
        : []),
    ],
  };
}

/**
 * The same text for the same file, the same people and the same requester, in whatever order they were given; for
 * "the same again".
 */
export function fingerprintOf(
  document: DocumentReference,
  signers: readonly Signer[],
  requester: string,
): string {
  const file = document.kind === 'file' ? `file:${document.fileId}` : `link:${document.sharedLink}`;
  const people = signers.map(({ slackUserId, email }) =>
    slackUserId === null ? `mail:${addressKey(email ?? '')}` : `slack:${slackUserId}`,
  );
  return JSON.stringify([requester, file, people.sort()]);
}

function signer(fields: Pick<Signer, 'slackUserId' | 'email' | 'order'>): Signer {
  return {
    ...fields,
    name: null,
    role: 'signer',
    hasViewed: false,
    viewedSeenAt: null,
    decision: null,
    decidedAt: null,
    reason: null,
  };
}

/** The typed addresses, without the names beside them. */
export function typedAddresses(text: string): readonly string[] {
  return readAddresses(text);
}

function refusalOfAddresses(addresses: readonly string[]): FieldRefusal | null {
  const wrong = addresses.find((address) => !isAddress(address));
  if (wrong !== undefined) {
    const code = holdsInvisible(wrong) ? 'signer_holds_invisible' : 'signer_not_an_address';
    return { code, text: quoted(invisibleShown(wrong)) };
  }
  const twice = addresses.find((address, index) =>
    addresses.slice(0, index).some((earlier) => isSameAddress(earlier, address)),
  );
  return twice === undefined ? null : { code: 'signer_twice', text: quoted(twice) };
}

/**
 * The addresses in a text, lower-cased, in their order; also words that should be an address and are not. Accepts,
 * besides plain addresses: `Bo Lee <bo@x.com>`, `"Lee, Bo" <bo@x.com>`, `mailto:bo@x.com` and Slack's
 * `<mailto:bo@x.com|bo@x.com>`.
 */
function readAddresses(text: string): readonly string[] {
  const pieces = text.replace(/"[^"]*"(?=\s*<)/g, ' ').match(/(?:<[^<>\r\n]*>|[^,;\r\n])+/g);
  return (pieces ?? []).flatMap(readPiece).filter((address) => address !== '');
}

/** One piece between commas: names belong to the bracket that follows them; everything else must be an address. */
function readPiece(piece: string): readonly string[] {
  const found: string[] = [];
  let rest = piece;
  for (;;) {
    const bracket = /<([^<>]*)>/.exec(rest);
    if (bracket === null) return [...found, ...words(rest).map(plainAddress)];
    const [whole, inner = ''] = bracket;
    const [link = ''] = inner.split('|');
    const address = plainAddress(link) || whole;
    const before = words(rest.slice(0, bracket.index)).map(plainAddress);
    // Some mail programs write an address in place of the name, too.
    found.push(...before.filter((word) => word.includes('@') && word !== address), address);
    rest = rest.slice(bracket.index + whole.length);
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function plainAddress(text: string): string {
  const typed = sameCase(withoutEdges(text));
  const isLink = typed.startsWith('mailto:');
  return isLink ? withoutEdges(typed.slice('mailto:'.length).replace(/\?.*$/, '')) : typed;
}

/** Without surrounding spaces and format characters, which come along when an address is copied. */
function withoutEdges(text: string): string {
  return text.replace(/^[\s\p{Cf}]+/u, '').replace(/[\s\p{Cf}]+$/u, '');
}

/** Not all of the mail standards: catches what a person may have mistyped. Box has the last word. */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    !holdsInvisible(text) &&
    text.length <= longestAddress &&
    /^[^\s\p{C}()<>[\]\\,;:"|]{1,64}$/u.test(local) &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label)) &&
    /[^\d]/.test(labels.at(-1) ?? '') &&
    (labels.at(-1) ?? '').length > 1 &&
    // Letters of other scripts that are not allowed in a domain.
    (!/[^\0-\x7f]/.test(domain) || asciiDomain(text) !== null)
  );
}
