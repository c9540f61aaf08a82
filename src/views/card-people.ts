/**
 * Whom a sign request is waiting for, and what is known of each person: computed for the card and the views, from the
 * record alone.
 */
import { isSameAddress } from '../signing/address.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { mayBeMailed, statusTable } from '../signing/status.ts';
import { shownAddress } from './address.ts';
import { nameLimit, nameOr } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { PhraseWithSymbol } from './texts/phrase.ts';

export interface People {
  /** Everyone who has to act; readers of the final copy never hold anything up. */
  readonly acting: readonly Signer[];
  readonly readers: readonly Signer[];
  readonly signed: readonly Signer[];
  /** Those who can act now and have not. */
  readonly onTurn: readonly Signer[];
  /** Those who can act only after them. */
  readonly later: readonly Signer[];
  readonly declined: readonly Signer[];
}

export function peopleOf(record: SignRequest): People {
  const acting = record.signers.filter((signer) => signer.role !== 'final_copy_reader');
  const pending = acting.filter((signer) => signer.decision === null);
  const turn = Math.min(...pending.map(orderOf));
  return {
    acting,
    readers: record.signers.filter((signer) => isReader(signer) && !isSender(signer, record)),
    signed: acting.filter((signer) => signer.decision === 'signed'),
    onTurn: pending.filter((signer) => orderOf(signer) === turn),
    later: pending.filter((signer) => orderOf(signer) > turn),
    declined: acting.filter((signer) => signer.decision === 'declined'),
  };
}

/** Whether its requester is the only one who has to sign; Box counts that as opened. */
export function isAlone(record: SignRequest): boolean {
  const { acting } = peopleOf(record);
  return acting.length === 1 && acting[0]?.slackUserId === record.requester;
}

const orderOf = (signer: Signer) => signer.order ?? 0;
const isReader = (signer: Signer) => signer.role === 'final_copy_reader';

/** Box adds the sender as a reader of the final copy; that entry tells its requester nothing. */
function isSender(signer: Signer, record: SignRequest): boolean {
  const sender = record.details.senderEmail;
  if (signer.slackUserId === record.requester) return true;
  return signer.email === null || isSameAddress(signer.email, sender);
}

/** Who passed it on, and to whom: by name where they are known, else by address. */
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

/** Since when the same people have been on turn (ms): the last decision before, else the sending. */
export function waitingSince(record: SignRequest, people: People): number | null {
  const turn = Math.min(...people.onTurn.map(orderOf));
  const before = people.signed
    .filter((signer) => orderOf(signer) < turn)
    .map((signer) => signer.decidedAt ?? 0);
  return Math.max(...before, 0) || record.sentAt;
}

/** A person as the requester knows them; `you` is the word for the requester in this place. */
export function nameOf(signer: Signer, record: SignRequest, you: string, t: Texts): string {
  if (signer.slackUserId === record.requester) return you;
  return nameOr(signer.name, shownAddress(signer.email, nameLimit)) || t.card.someone;
}

export function namesOf(signers: readonly Signer[], record: SignRequest, t: Texts): string[] {
  return signers.map((signer) => nameOf(signer, record, t.card.you, t));
}

/** Ten rows with it have to fit into what Slack takes. */
const peopleLimit = 80;

/** Who has to sign, and since when: what tells twenty requests of one name apart. */
export function forWhom(record: SignRequest, t: Texts): string {
  const names = namesOf(peopleOf(record).acting, record, t);
  return clean(t.card.forWhom(names, t.clock.words({ moment: 'day', at: record.createdAt })), peopleLimit);
}

export interface PersonLine {
  readonly name: string;
  readonly status: PhraseWithSymbol;
}

/** A line for each person, those on turn first. */
export function personLines(record: SignRequest, t: Texts): { line: PersonLine; signer: Signer }[] {
  const people = peopleOf(record);
  const sorted = [...people.declined, ...people.onTurn, ...people.later, ...people.signed, ...people.readers];
  const earlier = namesOf(people.onTurn, record, t);
  return sorted.map((signer) => ({
    signer,
    line: {
      name: nameOf(signer, record, t.card.You, t),
      status: statusOf(signer, record, people, earlier, t),
    },
  }));
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
  return pendingOf(signer, record, people.later.includes(signer) ? earlier : [], t);
}

function pendingOf(
  signer: Signer,
  record: SignRequest,
  after: readonly string[],
  t: Texts,
): PhraseWithSymbol {
  const says = t.card.signer;
  const status = statusTable[record.state];
  if (record.state === 'sent' || record.state === 'viewed') {
    if (isAlone(record)) return says.notSigned();
    if (signer.hasViewed) return says.opened();
    return after.length > 0 ? says.after(after) : says.notOpened();
  }
  if (record.state === 'declined' || record.state === 'cancelled' || record.state === 'expired') {
    if (signer.hasViewed) return says.openedOnly();
    return record.state === 'expired' && record.sentAt === null ? says.unclear() : says.didNotSign();
  }
  if (record.state === 'discarded' || record.state === 'error_converting') {
    return mayBeMailed(record) ? says.noNews() : says.wasNotAsked();
  }
  if (status.isMailed || record.state === 'unknown') return says.unclear();
  return mayBeMailed(record) || record.state === 'error_sending' ? says.noNews() : says.notAsked();
}
