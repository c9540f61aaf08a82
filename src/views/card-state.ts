/** The sentence that says where a sign request stands, for every state; the views for its requester share it. */
import type { SignRequest, State } from '../signing/sign-request.ts';
import { canPlaceFields, hasExpired, isGone, mayBeMailed, waitingSince } from '../signing/status.ts';
import { shownAddress } from './address.ts';
import { nameOr, reasonLimit } from './blocks.ts';
import {
  isOwnTurn,
  nameOf,
  namesOf,
  type People,
  peopleOf,
  undecidedNames,
  withMore,
} from './card-people.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { PhraseWithSymbol } from './texts/phrase.ts';

type Describe = (record: SignRequest, t: Texts) => PhraseWithSymbol;

const describe: Readonly<Record<State, Describe>> = {
  requested: (_record, t) => t.card.state.sending(),
  to_check: (_record, t) => t.card.state.toCheck(),
  creating: (record, t) => (record.looks > 0 ? t.card.state.looking() : t.card.state.sending()),
  not_sent: (record, t) => t.card.state.notSent(t.refusal.onCard(record.refusal)),
  unsure: (record, t) => t.card.state.unsure(t.refusal.unsure(record.refusal ?? { code: 'outcome_unknown' })),
  discarded: (record, t) => {
    if (record.details.goneAt) return t.card.state.gone();
    return mayBeMailed(record) ? t.card.state.setAside() : t.card.state.discarded();
  },
  converting: (record, t) =>
    canPlaceFields(record) ? t.card.state.preparing() : t.card.state.converting(mayBeMailed(record)),
  created: (record, t) =>
    canPlaceFields(record) ? t.card.state.preparing() : t.card.state.created(mayBeMailed(record)),
  sent: underWay,
  viewed: underWay,
  finalizing: (_record, t) => t.card.state.finalizing(),
  signed: completed,
  declined,
  cancelled,
  expired,
  error_converting: (record, t) => t.card.state.errorConverting(errorCode(record, t), mayBeMailed(record)),
  error_sending: (record, t) => t.card.state.errorSending(errorCode(record, t)),
  error_finalizing: (record, t) => t.card.state.errorFinalizing(errorCode(record, t)),
  error: (record, t) => t.card.state.error(errorCode(record, t)),
  unknown: (record, t) => t.card.state.unknown(clean(record.details.unknownStatus ?? '', 60) || null),
};

/**
 * Where the request stands, in a sentence or two.
 *
 * @param now the time (ms): while Box reports the request as open, an expiry before this time is shown as passed. 0:
 * only Box's state is shown
 */
export function statusLine(record: SignRequest, t: Texts, now: number): PhraseWithSymbol {
  if (isGone(record)) {
    return t.card.state.gone();
  }
  const { expiresAt } = record.details;
  if (expiresAt !== null && hasExpired(record, now)) {
    return t.card.state.pastExpiry(expiresAt, undecidedNames(record, t));
  }
  return describe[record.state](record, t);
}

function underWay(record: SignRequest, t: Texts): PhraseWithSymbol {
  const people = peopleOf(record);
  const says = t.card.state;
  const all = people.needed;
  const count = people.signed.length;
  if (isOwnTurn(record, people)) {
    const isApproval = people.onTurn.every(({ role }) => role === 'approver');
    const isHere = people.onTurn.every(({ signsHere }) => signsHere);
    return says.yours(record.sentAt, count === 0 ? null : { count, all }, { isApproval, isHere });
  }
  if (count === 0) return beforeFirst(record, people, t);
  if (people.onTurn.length === 0) return says.allIn(count, all);
  const who = namesOf(people.onTurn, record, t);
  return says.partly(count, all, who, waitingSince(record));
}

function beforeFirst(record: SignRequest, people: People, t: Texts): PhraseWithSymbol {
  const opened = people.acting.filter((signer) => signer.hasViewed);
  if (opened.length > 0) return t.card.state.opened(record.sentAt, namesOf(opened, record, t));
  // Box may report `viewed` without naming the signer.
  return record.state === 'viewed'
    ? t.card.state.openedBySomebody(record.sentAt)
    : t.card.state.sent(record.sentAt);
}

function cancelled(record: SignRequest, t: Texts): PhraseWithSymbol {
  const ours = record.details.cancelled;
  if (ours?.by !== record.requester) {
    const { finishedAt, cancelledBy = null } = record.details;
    return t.card.state.cancelled(finishedAt, shownAddress(cancelledBy, 100) || null);
  }
  return {
    symbol: '🚫',
    words: t.actions.cancelledByYou(ours.at, clean(ours.reason ?? '', reasonLimit) || null),
  };
}

function completed(record: SignRequest, t: Texts): PhraseWithSymbol {
  const { signed, needed } = peopleOf(record);
  const done = t.card.state.completed(record.details.finishedAt, signed.length, needed);
  const isReady = record.details.filesReady && record.details.files.length > 0;
  if (isReady) return done;
  return withMore(done, record.details.goneAt ? t.card.state.copyGone() : t.card.state.notReady());
}

function declined(record: SignRequest, t: Texts): PhraseWithSymbol {
  const { declined, onTurn, later } = peopleOf(record);
  const [who] = declined;
  const name = who ? nameOf(who, record, t.card.you, t) : null;
  const reason = clean(who?.reason ?? '', reasonLimit) || null;
  return t.card.state.declined(
    name,
    who?.decidedAt ?? record.details.finishedAt,
    reason,
    onTurn.length + later.length > 0,
  );
}

function expired(record: SignRequest, t: Texts): PhraseWithSymbol {
  const at = record.details.expiresAt ?? record.details.finishedAt;
  return record.sentAt === null
    ? t.card.state.expiredUnsent(at)
    : t.card.state.expired(at, undecidedNames(record, t));
}

function errorCode(record: SignRequest, t: Texts): string {
  const code = nameOr(record.details.errorCode, '');
  return code === '' ? '' : t.card.errorCode(code);
}
