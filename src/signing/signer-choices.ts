/**
 * What can be chosen for individual signers: a row for each choice, and the signer's place in the requester's own
 * order. A signer is named by Slack user id if picked from the workspace, else by address, because positions change
 * while the form is open. Box's fields: https://developer.box.com/reference/resources/sign-request-signer/.
 */
import { isSameAddress } from './address.ts';
import { externalUserId } from './asking.ts';
import type { FormValues, SignerChoices, SignerRowId } from './form.ts';
import type { FieldRefusal } from './refusals.ts';
import { type SettingValues, signsFromSlack } from './settings.ts';
import type { Signer } from './sign-request.ts';

interface Row {
  /** The fields that the choice sets on the signer. */
  readonly makes: Partial<Signer>;
  /** Rows that share one of these kinds exclude each other: a signer can be marked in only one of them. */
  readonly excludes: readonly ('role' | 'group' | 'check')[];
  /**
   * What is wrong with the marked signers, given all signers after every choice was applied; null: nothing.
   * `requester`: Slack user id.
   */
  readonly refusalOf?: (
    marked: readonly Signer[],
    all: readonly Signer[],
    requester: string,
  ) => FieldRefusal | null;
  /** Whether the settings of the requester and the workspace offer this choice; absent: always. */
  readonly isOffered?: (values: SettingValues) => boolean;
}

/** The group id that we send: any text that at least two signers share. Box answers with its own id. */
const groupName = 'one-of-these';

/** The table, in the order of the page. */
const signerRows = {
  /** Box asks approvers before signers. */
  approvers: { makes: { role: 'approver' }, excludes: ['role'] },
  readers: {
    makes: { role: 'final_copy_reader' },
    // A final copy reader does not sign, so cannot sign for a group.
    excludes: ['role', 'group'],
    refusalOf: (marked, all) => (marked.length === all.length ? { code: 'nobody_signs' } : null),
  },
  /** One member of the group signs for all. */
  group: {
    makes: { groupId: groupName },
    excludes: ['group'],
    refusalOf: (marked) => (marked.length === 1 ? { code: 'group_of_one' } : null),
  },
  login: { makes: { check: 'login' }, excludes: ['check'] },
  /**
   * Signers who get a code by text message. Their phone numbers are stored apart from the form: `phones.ts`.
   */
  phone: { makes: { check: 'phone' }, excludes: ['check'] },
  smartCard: {
    makes: { check: 'cac_piv' },
    excludes: ['check'],
    // Box accepts a smart card only when there is one signer.
    refusalOf: (marked, all) => (marked.length > 0 && all.length > 1 ? { code: 'smart_card_alone' } : null),
  },
  /**
   * Signers who sign on the page on which the requester has just signed, so they need the requester's link.
   */
  inPerson: {
    makes: { isInPerson: true },
    excludes: ['role', 'check'],
    refusalOf: (marked, all, requester) => {
      const host = all.find((one) => one.slackUserId === requester && !one.isInPerson);
      if (marked.length === 0) return null;
      if (!host) return { code: 'in_person_without_you' };
      // A requester with one of these gets no link in Slack.
      const isWithoutLink = host.role === 'final_copy_reader' || host.check !== undefined;
      return isWithoutLink ? { code: 'in_person_without_link' } : null;
    },
    isOffered: signsFromSlack,
  },
} as const satisfies Record<SignerRowId, Row>;

/** The rows of the table, in order, with their ids. */
export const signerRowList = Object.entries(signerRows) as unknown as readonly (readonly [
  SignerRowId,
  Row,
])[];

/** How a signer is named in the choices: Slack user id, else address. */
export function signerRef({ slackUserId, email }: Pick<Signer, 'slackUserId' | 'email'>): string {
  return slackUserId ?? email ?? '';
}

/** Whether `who`, a name from the choices, is this signer. */
export function refersTo(
  who: string,
  { slackUserId, email }: Pick<Signer, 'slackUserId' | 'email'>,
): boolean {
  return slackUserId === null ? isSameAddress(who, email) : who === slackUserId;
}

/** Whether this signer is marked in a row. */
export function isMarked({ marked }: SignerChoices, id: SignerRowId, signer: Signer): boolean {
  return marked[id].some((who) => refersTo(who, signer));
}

/** Makes the marks of all rows. `whoIn` returns the signers who are marked in a row. */
export function markedBy(whoIn: (id: SignerRowId) => readonly string[]): SignerChoices['marked'] {
  return Object.fromEntries(signerRowList.map(([id]) => [id, whoIn(id)])) as SignerChoices['marked'];
}

/** What is wrong with the choices, by row; empty when nothing is. */
export function signerRefusals(
  signers: readonly Signer[],
  choices: SignerChoices,
  requester: string,
): Partial<Record<SignerRowId, FieldRefusal>> {
  const refusals: Partial<Record<SignerRowId, FieldRefusal>> = {};
  const taken = new Map<string, Signer[]>();
  const made = signers.map((signer) => asMarked(signer, choices));
  for (const [id, row] of signerRowList) {
    const chosen = signers.filter((signer) => isMarked(choices, id, signer));
    const before = row.excludes.flatMap((kind) => taken.get(kind) ?? []);
    const isTwice = chosen.some((signer) => before.includes(signer));
    const refusal: FieldRefusal | null = isTwice
      ? { code: 'marked_twice' }
      : (row.refusalOf?.(chosen, made, requester) ?? null);
    if (refusal !== null) refusals[id] = refusal;
    for (const kind of row.excludes) taken.set(kind, [...(taken.get(kind) ?? []), ...chosen]);
  }
  return refusals;
}

/**
 * The signers with the role, turn and checks that were chosen for each. The members of a group are asked together, when
 * the first of them would be asked. If people sign in person, the requester is asked together with them.
 */
export function withChoices(
  signers: readonly Signer[],
  choices: SignerChoices,
  requester: string,
): readonly Signer[] {
  const made = signers.map((signer) => asMarked(signer, choices));
  const grouped = askedTogether(made, ({ groupId }) => groupId !== undefined);
  if (!grouped.some(({ isInPerson }) => isInPerson)) return grouped;
  return askedTogether(grouped, (one) => one.isInPerson === true || one.slackUserId === requester);
}

/** The signer with the fields that the rows set. */
function asMarked(signer: Signer, choices: SignerChoices): Signer {
  const rows = signerRowList.filter(([id]) => isMarked(choices, id, signer));
  return Object.assign({ ...signer }, ...rows.map(([, { makes }]) => makes)) as Signer;
}

/** The signers, with some of them (`isOfThem`) moved to the earliest turn of any of those. */
function askedTogether(signers: readonly Signer[], isOfThem: (signer: Signer) => boolean): readonly Signer[] {
  const orders = signers.flatMap((one) => (isOfThem(one) && one.order !== null ? [one.order] : []));
  const earliest = Math.min(...orders);
  return signers.map((one) => (isOfThem(one) && one.order !== null ? { ...one, order: earliest } : one));
}

/** The marks of people who are still in the form, in a fixed order, so that equal choices compare as equal JSON. */
export function marksOf(form: Pick<FormValues, 'signerChoices'>, isThere: (who: string) => boolean) {
  return signerRowList.map(([id]) => [id, form.signerChoices.marked[id].filter(isThere)] as const);
}

/**
 * The turns of the requester's own order, each with the signers who are asked at the same time. Signers without a place
 * come last.
 */
export function ownTurns(signers: readonly Signer[], { places }: SignerChoices): (readonly Signer[])[] {
  const placeOf = (signer: Signer): number =>
    places.find(({ who }) => refersTo(who, signer))?.place ?? Number.MAX_SAFE_INTEGER;
  const turns = [...new Set(signers.map(placeOf))].sort((one, other) => one - other);
  return turns.map((turn) => signers.filter((signer) => placeOf(signer) === turn));
}

/** What a signer's fields in Box's create call depend on besides the signer. */
export interface SignerContext {
  readonly language: string;
  readonly tenant: string;
  /** The signer's phone number, for a code by text message; null: none. */
  readonly phone: string | null;
}

/**
 * The fields of Box's create call that any signer may have, with or without a template. A signer who signs from Slack
 * gets both `embed_url_external_user_id` and `suppress_notifications`, because Box's documentation disagrees on which
 * of them stops its emails.
 */
export function commonSignerFields(
  { signsHere, slackUserId }: Signer,
  { language, tenant }: SignerContext,
): object {
  return {
    ...(language === 'any' ? {} : { language }),
    ...(signsHere && {
      embed_url_external_user_id: externalUserId(tenant, slackUserId ?? ''),
      suppress_notifications: true,
    }),
  };
}

/** The fields of a signer in Box's create call, by Box's names. */
export function boxSignerOf(signer: Signer, context: SignerContext): object {
  const { email, role, order, groupId, check, isInPerson } = signer;
  const checked = { type: check, ...(check === 'phone' && { phone_number: context.phone }) };
  return {
    email: email ?? '',
    role,
    ...(order === null ? {} : { order }),
    ...(groupId === undefined ? {} : { signer_group_id: groupId }),
    ...(check === undefined ? {} : { verification_method: checked }),
    ...commonSignerFields(signer, context),
    ...(isInPerson && { is_in_person: true }),
  };
}
