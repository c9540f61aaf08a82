/**
 * Who should sign: turns picked colleagues and typed addresses into signers, or says what is wrong with them.
 * Colleagues' addresses are not known yet, so whether one is also among the typed addresses is checked after the
 * lookup.
 */
import { addressKey, isSameAddress } from './address.ts';
import { invisibleShown } from './invisible.ts';
import { quoted } from './quote.ts';
import { type AddressesRead, isSpoiltByInvisible, readAddresses } from './read-addresses.ts';
import type { FieldRefusal, FieldRefusals } from './refusals.ts';
import type { DocumentReference, Signer } from './sign-request.ts';

/** Box's limit for one sign request (https://developer.box.com/reference/post-sign-requests/). */
export const maxSigners = 35;

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
  const read = readAddresses(input.others);
  const { addresses } = read;
  const refusal = refusalOfAddresses(read);
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
 * The same text for the same file, people and requester, in whatever order they were given; used to recognise the same
 * request sent twice.
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

function refusalOfAddresses({ addresses, unread }: AddressesRead): FieldRefusal | null {
  if (unread.length > 0) {
    const spoilt = unread.filter(isSpoiltByInvisible);
    if (spoilt.length > 0)
      return { code: 'signer_holds_invisible', text: quoted(invisibleShown(spoilt[0] ?? '')) };
    return { code: 'signer_not_an_address', texts: unread.map((text) => quoted(text)) };
  }
  const twice = addresses.find((address, index) =>
    addresses.slice(0, index).some((earlier) => isSameAddress(earlier, address)),
  );
  return twice === undefined ? null : { code: 'signer_twice', text: quoted(twice) };
}
