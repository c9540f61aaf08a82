/**
 * Turns picked colleagues and typed addresses into signers, or says what is wrong with them.
 * Colleagues' addresses are not known yet, so whether one is also among the typed addresses is checked after the
 * lookup.
 */
import { addressKey, isSameAddress } from './address.ts';
import type { DocumentReference } from './document.ts';
import type { FieldRefusals, FormValues } from './form.ts';
import { noSignerChoices, type SignerChoices } from './form.ts';
import { invisibleShown } from './invisible.ts';
import { quoted } from './quote.ts';
import { type AddressesRead, isSpoiltByInvisible, readAddresses } from './read-addresses.ts';
import type { FieldRefusal } from './refusals.ts';
import type { Signer } from './sign-request.ts';
import { ownTurns, signerRefusals, withChoices } from './signer-choices.ts';
import { documentKey } from './sources.ts';

/** Box's limit for one sign request (https://developer.box.com/reference/post-sign-requests/). */
export const maxSigners = 35;

/** The values of the form that name signers. */
export type SignersInput = Pick<FormValues, 'colleagues' | 'others' | 'iSignToo'> & {
  /**
   * The signing order; absent: everyone is asked at the same time, except a requester who signs too, who comes last.
   */
  readonly order?: FormValues['order'];
  readonly signerChoices?: SignerChoices;
  /** Slack user id of the requester. */
  readonly requester: string;
};

/**
 * Reads the signers, or says what is wrong with them, by field. Within a turn, colleagues come first, then other people
 * in the order typed; the requester comes last when they sign too, unless they chose their own order.
 */
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
  const groups = {
    colleagues: colleagues.map((slackUserId) => newSigner({ slackUserId, email: null })),
    others: addresses.map((email) => newSigner({ slackUserId: null, email })),
    requester: input.iSignToo ? [newSigner({ slackUserId: input.requester, email: null })] : [],
  };
  const { order = 'together', signerChoices = noSignerChoices } = input;
  const everybody = [...groups.colleagues, ...groups.others, ...groups.requester];
  if (Object.keys(signerRefusals(everybody, signerChoices, input.requester)).length > 0) {
    return { refusals: { others: { code: 'roles_do_not_fit' } } };
  }
  if (order === 'own' && signerChoices.places.length === 0) {
    return { refusals: { order: { code: 'order_missing' } } };
  }
  const inTurn = withOrderNumbers(turns[order](groups, signerChoices));
  return { signers: withChoices(inTurn, signerChoices, input.requester) };
}

interface Groups {
  readonly colleagues: readonly Signer[];
  readonly others: readonly Signer[];
  /** The requester, who signs last unless they chose their own order; empty when they do not sign. */
  readonly requester: readonly Signer[];
}

/** For each signing order: the turns, each with the signers who are asked at the same time. */
const turns: Readonly<
  Record<FormValues['order'], (groups: Groups, choices: SignerChoices) => (readonly Signer[])[]>
> = {
  together: ({ colleagues, others, requester }) => [[...colleagues, ...others], requester],
  others_first: ({ colleagues, others, requester }) => [others, colleagues, requester],
  colleagues_first: ({ colleagues, others, requester }) => [colleagues, others, requester],
  own: ({ colleagues, others, requester }, choices) =>
    ownTurns([...colleagues, ...others, ...requester], choices),
};

/** The signers with Box's order numbers; a single turn needs none. */
function withOrderNumbers(asked: readonly (readonly Signer[])[]): Signer[] {
  const taken = asked.filter((turn) => turn.length > 0);
  return taken.flatMap((turn, index) =>
    turn.map((each) => ({ ...each, order: taken.length > 1 ? index + 1 : null })),
  );
}

/**
 * The same text for the same documents in the same order, the same people in any order, and the same requester; used to
 * recognise the same request sent twice.
 */
export function fingerprintOf(
  documents: readonly DocumentReference[],
  signers: readonly Signer[],
  requester: string,
): string {
  const files = documents.map((document) => documentKey(document).join(':'));
  const people = signers.map(({ slackUserId, email }) =>
    slackUserId === null ? `mail:${addressKey(email ?? '')}` : `slack:${slackUserId}`,
  );
  return JSON.stringify([requester, files.join(' '), people.sort()]);
}

/** A signer about whom nothing else is known. */
export function newSigner(fields: Pick<Signer, 'slackUserId' | 'email'>): Signer {
  return {
    ...fields,
    order: null,
    name: null,
    role: 'signer',
    hasViewed: false,
    viewedSeenAt: null,
    decision: null,
    decidedAt: null,
    reason: null,
  };
}

/** The refusal of the addresses that were read from a text; null: all of it was read, and no address is there twice. */
export function refusalOfAddresses({ addresses, unread }: AddressesRead): FieldRefusal | null {
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
