/**
 * The people of a sign request: whom it is waiting for, and what is known about each of them. Computed from the record
 * alone, for the card and the views.
 */
import { isSameAddress } from '../signing/address.ts';
import { addressDoubtfulAt } from '../signing/correct.ts';
import { skippedSigners } from '../signing/nudge.ts';
import type { Pending } from '../signing/pending.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { hasExpired, isGone, mayBeMailed, statusTable, turnOf, undecidedSigners } from '../signing/status.ts';
import { shownAddress } from './address.ts';
import { nameLimit, nameOr } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase, PhraseWithSymbol } from './texts/phrase.ts';

/** The people of a sign request, by what they have done or have to do. */
export interface People {
  /** All signers and approvers, whether they have decided or not. Final copy readers are not among them. */
  readonly acting: readonly Signer[];
  /** The number of signatures and approvals that are needed: only one for each group. */
  readonly needed: number;
  /** The final copy readers, without the sender, whom Box adds. */
  readonly readers: readonly Signer[];
  readonly signed: readonly Signer[];
  /** People who can sign or approve now, and have not. */
  readonly onTurn: readonly Signer[];
  /** People who can sign or approve only after those on turn. */
  readonly later: readonly Signer[];
  readonly declined: readonly Signer[];
}

/** Sorts the people of a request by what they have done or have to do. */
export function peopleOf(record: SignRequest): People {
  const acting = record.signers.filter((signer) => signer.role !== 'final_copy_reader');
  const pending = undecidedSigners(record.signers);
  const turn = Math.min(...pending.map(turnOf));
  return {
    acting,
    needed: new Set(acting.map((signer) => signer.groupId ?? signer)).size,
    readers: record.signers.filter((signer) => isReader(signer) && !isSender(signer, record)),
    signed: acting.filter((signer) => signer.decision === 'signed'),
    onTurn: pending.filter((signer) => turnOf(signer) === turn),
    later: pending.filter((signer) => turnOf(signer) > turn),
    declined: acting.filter((signer) => signer.decision === 'declined'),
  };
}

/** Whether the requester is the only signer. Box reports such a request as `viewed` before anyone has opened it. */
function isAlone(record: SignRequest, { acting }: People): boolean {
  return acting.length === 1 && acting[0]?.slackUserId === record.requester;
}

/** Whether the requester is the only person on turn. */
export function isOwnTurn(record: SignRequest, { onTurn }: People): boolean {
  return onTurn.length > 0 && onTurn.every((signer) => signer.slackUserId === record.requester);
}

const isReader = (signer: Signer) => signer.role === 'final_copy_reader';

/**
 * Whether this final copy reader is the sender, whom Box adds itself, so that the requester need not see the entry.
 * Also true for an entry without an address.
 */
function isSender(signer: Signer, record: SignRequest): boolean {
  const sender = record.details.senderEmail;
  if (signer.slackUserId === record.requester) return true;
  return signer.email === null || isSameAddress(signer.email, sender);
}

/**
 * The signers who passed the request on (`from`) and the people to whom they passed it (`to`; null: not known), by name
 * or else address.
 */
export function forwardsOf(
  record: SignRequest,
  t: Texts,
): readonly { readonly from: string; readonly to: string | null }[] {
  const named = (email: string): string => {
    const signer = record.signers.find((one) => one.email === email);
    return signer ? nameOf(signer, record, t.card.You, t) : nameOr(email, t.card.someone);
  };
  const all = record.details.forwarded ?? [];
  return all.map(({ from, to }) => ({ from: named(from), to: to === null ? null : named(to) }));
}

/** A signer's name as the requester sees it; `you` is the word for the requester in this sentence. */
export function nameOf(signer: Signer, record: SignRequest, you: string, t: Texts): string {
  if (signer.slackUserId === record.requester) return you;
  return nameOr(signer.name, shownAddress(signer.email, nameLimit)) || t.card.someone;
}

/** The names of those who have signed, as they stand at the beginning of a sentence: only a first "You" is capitalized. */
export function namesOfSigned(record: SignRequest, t: Texts): string[] {
  const { signed } = peopleOf(record);
  return signed.map((signer, index) => nameOf(signer, record, index === 0 ? t.card.You : t.card.you, t));
}

/** What was chosen for a signer, in words. Leaves out that a final copy reader only gets a copy. */
export function choicesInWords(
  { label, role, groupId, check, signsHere, isInPerson }: Signer,
  t: Texts,
): string[] {
  return [
    ...(label === undefined ? [] : [nameOr(label, '')].filter((name) => name !== '')),
    ...(role === 'approver' ? [t.details.approver] : []),
    ...(groupId === undefined ? [] : [t.details.inGroup]),
    ...(check === undefined ? [] : [t.details.check[check]]),
    ...(signsHere ? [t.details.signsHere] : []),
    ...(isInPerson ? [t.details.inPerson] : []),
  ];
}

/** The names of these signers as the requester sees them. */
export function namesOf(signers: readonly Signer[], record: SignRequest, t: Texts): string[] {
  return signers.map((signer) => nameOf(signer, record, t.card.you, t));
}

/** Longest text for the people in a row, in UTF-16 units: ten rows have to fit into Slack's limit for a message. */
const peopleLimit = 80;

/**
 * A phrase with the people who have to sign and the date of the request, which tells requests of the same name apart.
 */
export function forWhom(record: SignRequest, t: Texts): string {
  const names = namesOf(peopleOf(record).acting, record, t);
  return clean(t.card.forWhom(names, t.clock.words({ shownAs: 'day', at: record.createdAt })), peopleLimit);
}

/**
 * The names of the people whom a reminder would reach at `now` (ms), or who can no longer sign after a cancel.
 */
export function affectedNames(verb: Pending['verb'], record: SignRequest, t: Texts, now: number): string[] {
  if (verb === 'cancel') return undecidedNames(record, t);
  const missed = skippedSigners(record, now);
  return namesOf(
    peopleOf(record).onTurn.filter((signer) => !missed.includes(signer)),
    record,
    t,
  );
}

/** The names of everyone who can still sign or approve, those on turn first. */
export function undecidedNames(record: SignRequest, t: Texts): string[] {
  const { onTurn, later } = peopleOf(record);
  return namesOf([...onTurn, ...later], record, t);
}

/** A phrase that says whom a reminder would reach now, or that it would reach nobody. */
export function reminderReach(record: SignRequest, t: Texts, now: number): string {
  const names = affectedNames('resend', record, t, now);
  return names.length === 0
    ? t.actions.choose.reachesNobody
    : clean(t.actions.choose.reaches(names), peopleLimit);
}

/** A person's line on the card. */
export interface PersonLine {
  readonly name: string;
  readonly status: PhraseWithSymbol;
}

/**
 * A line for each person: who has declined comes first, then those on turn, and final copy readers come last.
 * @param now the time (ms), which decides whether a line asks if the address is right; 0: none asks
 */
export function personLines(
  record: SignRequest,
  t: Texts,
  now: number,
): { line: PersonLine; signer: Signer }[] {
  const people = peopleOf(record);
  const { declined, onTurn, later, signed, readers } = people;
  const named = [...declined, ...onTurn, ...later, ...signed];
  const spared = people.acting.filter((signer) => !named.includes(signer));
  const sorted = [...named, ...spared, ...readers];
  const earlier = namesOf(people.onTurn, record, t);
  return sorted.map((signer) => ({
    signer,
    line: {
      name: nameOf(signer, record, t.card.You, t),
      status: withMore(statusOf(signer, record, people, earlier, t), [
        ...(signer.attachments?.length ? [t.card.attached(signer.attachments.length)] : []),
        ...(isAddressDoubtful(signer, record, now) ? [t.card.isAddressRight] : []),
      ]),
    },
  }));
}

function isAddressDoubtful(signer: Signer, record: SignRequest, now: number): boolean {
  const at = addressDoubtfulAt(record, signer);
  return at !== null && now >= at && !hasExpired(record, now);
}

/** The phrase, with more words at its end. */
export function withMore({ symbol, words }: PhraseWithSymbol, more: Phrase): PhraseWithSymbol {
  return { symbol, words: [...words, ...more] };
}

function statusOf(
  signer: Signer,
  record: SignRequest,
  people: People,
  earlier: readonly string[],
  t: Texts,
): PhraseWithSymbol {
  const says = t.card.signer;
  if (isReader(signer)) return says.getsCopy();
  if (signer.decision === 'declined') return says.declined(signer.decidedAt);
  if (signer.decision === 'signed') {
    return signer.role === 'approver' ? says.approved(signer.decidedAt) : says.signed(signer.decidedAt);
  }
  const forAll = people.signed.find(({ groupId }) => groupId !== undefined && groupId === signer.groupId);
  if (forAll) return says.spared(nameOf(forAll, record, t.card.you, t));
  const pending = undecidedStatusOf(signer, record, people, people.later.includes(signer) ? earlier : [], t);
  const { groupId } = signer;
  if (groupId === undefined || statusTable[record.state].isFinal) return pending;
  const members = people.acting.filter((other) => other.groupId === groupId).length;
  return withMore(pending, [t.card.oneOf(members)]);
}

function undecidedStatusOf(
  signer: Signer,
  record: SignRequest,
  people: People,
  after: readonly string[],
  t: Texts,
): PhraseWithSymbol {
  const says = t.card.signer;
  const status = statusTable[record.state];
  if (isGone(record)) return says.unclear();
  if (record.state === 'sent' || record.state === 'viewed') {
    if (isAlone(record, people)) return says.notSigned();
    if (signer.hasViewed) return says.opened();
    return after.length > 0 ? says.after(after) : says.notOpened();
  }
  if (record.state === 'declined' || record.state === 'cancelled' || record.state === 'expired') {
    if (signer.hasViewed) return says.openedOnly();
    return record.state === 'expired' && record.sentAt === null ? says.unclear() : says.didNotSign();
  }
  if (record.state === 'discarded' || record.state === 'error_converting') {
    if (record.sentAt !== null) return says.unclear();
    return mayBeMailed(record) ? says.noNews() : says.wasNotAsked();
  }
  if (status.isMailed || record.state === 'unknown') return says.unclear();
  return mayBeMailed(record) || record.state === 'error_sending' ? says.noNews() : says.notAsked();
}
