/**
 * One line about a sign request that the requester can copy for a colleague: its name, where it stands, whom it waits
 * for. The line has no email address. Its only link leads to the document or, once there is one, to the signed copy;
 * Box opens the link only for people who may see the file.
 */
import type { SignRequest, State } from '../signing/sign-request.ts';
import { hasExpired, isGone, isOver } from '../signing/status.ts';
import { fileUrl, nameOr, usableUrl } from './blocks.ts';
import { nameOf, peopleOf } from './card-people.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** For how long (ms) Box's answer counts as current. */
const freshMs = 60_000;

/** The line about a request that a person can copy. @param now the current time (ms) */
export function copyLine(record: SignRequest, t: Texts, now = 0): string {
  const { file, files, filesReady, sharedLink } = record.details;
  const signed = record.state === 'signed' && filesReady ? files[0] : undefined;
  const id = (signed ?? file ?? files[0])?.id;
  const shared = signed === undefined ? usableUrl(sharedLink) : null;
  const link = shared ?? (id === undefined ? null : fileUrl(id));
  return t.details.copy(
    withoutAddresses(requestName(record, t), t),
    `${stateOf(record, t, now)}${ageOf(record, t, now)}`,
    link,
  );
}

const plainStates: Readonly<Partial<Record<State, keyof Texts['details']['copyState']>>> = {
  requested: 'sending',
  creating: 'sending',
  to_check: 'prepare',
  converting: 'prepare',
  created: 'prepare',
  not_sent: 'notSent',
  unsure: 'unknown',
  unknown: 'unknown',
  discarded: 'putAside',
  finalizing: 'allIn',
  signed: 'completed',
  declined: 'declined',
  cancelled: 'cancelled',
  expired: 'expired',
};

/**
 * In words, when Box last answered about the request; empty when that was just now or never, the state is final, or Box
 * no longer has the request.
 */
function ageOf(record: SignRequest, t: Texts, now: number): string {
  const { observedAt } = record;
  if (observedAt === null || isOver(record) || now - observedAt < freshMs) return '';
  return t.details.copyAsOf(t.clock.words({ shownAs: 'time', at: observedAt }));
}

function stateOf(record: SignRequest, t: Texts, now: number): string {
  const says = t.details.copyState;
  if (isGone(record)) return says.gone;
  if (hasExpired(record, now)) return says.expired;
  if (record.state === 'sent' || record.state === 'viewed') {
    const { onTurn } = peopleOf(record);
    return onTurn.length === 0 ? says.allIn : says.waiting(whoIsLeft(record, t));
  }
  const word = says[plainStates[record.state] ?? 'failed'];
  return typeof word === 'string' ? word : says.unknown;
}

/** Whom the request waits for, by name; people who are known only by an address are counted. */
function whoIsLeft(record: SignRequest, t: Texts): string {
  const { onTurn } = peopleOf(record);
  const named = onTurn.filter((signer) => nameOr(signer.name, '') !== '' && !signer.name?.includes('@'));
  const names = named.map((signer) => nameOf({ ...signer, slackUserId: null }, record, t.card.you, t));
  return t.details.whoIsLeft(names, onTurn.length - named.length);
}

/** The name with an ellipsis in place of each email address in it; a document's name may contain some. */
export function withoutAddresses(name: string, t: Texts): string {
  return name.replace(/[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:]+/gu, t.details.anAddress);
}
