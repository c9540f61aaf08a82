/** The history of a sign request, from its record and its stored deeds: a line for each event, in order of time. */
import type { Deed, HistoryEntry } from '../signing/history.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { nameOf } from './card-people.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

interface Event {
  readonly at: number | null;
  readonly words: string;
}

/** Something that a person did from Slack, when (ms), and the reference of the press. */
export type DeedShown = HistoryEntry & { readonly at: number; readonly reference: string | null };

/** A reminder and an email of Box that are at most this far apart (ms) count as the same event. */
const sameMailMs = 60_000;

/**
 * The lines of the history. An event whose time is not known is left out.
 *
 * @param deeds what people did from Slack; requests of older versions have none, so the record itself is read too
 */
export function historyOf(record: SignRequest, t: Texts, deeds: readonly DeedShown[] = []): Phrase[] {
  const says = t.details.history;
  const { details } = record;
  const isOurs = details.madeIn === 'slack';
  const isDone = (deed: Deed) => deeds.some((one) => one.deed === deed && one.result === 'done');
  const isLastMailReminder = deeds.some(
    ({ deed, result, at }) =>
      deed === 'remind' && result === 'done' && Math.abs(at - (record.lastSentAt ?? 0)) < sameMailMs,
  );
  const events: Event[] = [
    ...unless(isDone('create'), { at: record.createdAt, words: isOurs ? says.accepted : says.madeAtBox }),
    ...unless(isDone('send'), { at: record.confirmedAt, words: says.confirmed }),
    { at: record.boxId === null ? null : record.createSentAt, words: says.created },
    // For a request that was created in Box only the time of creation is known.
    { at: isOurs ? record.sentAt : null, words: says.sent },
    ...record.signers.flatMap((signer): Event[] => {
      const name = nameOf(signer, record, t.card.You, t);
      const seenAt = signer.hasViewed ? signer.viewedSeenAt : null;
      // Anyone who has signed or declined has also opened the request, so a view that was noticed later is left out.
      const isNews = seenAt !== null && (signer.decidedAt === null || seenAt < signer.decidedAt);
      return [
        { at: isNews ? seenAt : null, words: says.opened(name) },
        {
          at: signer.decision === null ? null : signer.decidedAt,
          words: signer.decision === 'declined' ? says.declined(name) : says.signed(name),
        },
      ];
    }),
    ...unless(isLastMailReminder, {
      at: record.lastSentAt === record.sentAt ? null : record.lastSentAt,
      words: says.lastMail,
    }),
    ...unless(isDone('cancel'), { at: details.cancelled?.at ?? null, words: says.cancelled }),
    ...deeds.map((entry) => ({ at: entry.at, words: deedWords(entry, record, t) })),
    { at: details.cancelled === null ? details.finishedAt : null, words: says.finished },
  ];
  return events
    .filter((event): event is Event & { at: number } => event.at !== null)
    .sort((a, b) => a.at - b.at)
    .map(({ at, words }) => says.line(at, words));
}

function unless(isSaid: boolean, event: Event): Event[] {
  return isSaid ? [] : [event];
}

function deedWords({ deed, by, result }: HistoryEntry, record: SignRequest, t: Texts): string {
  const says = t.details.history;
  const signer = record.signers.find(({ slackUserId }) => slackUserId === by);
  const colleague = signer ? nameOf(signer, record, t.card.You, t) : says.colleague;
  const who = by === record.requester ? t.card.You : colleague;
  if (result === 'done' || (deed !== 'remind' && deed !== 'cancel')) return says.done[deed](who);
  const tried = says.tried[deed](who);
  return result === 'unknown' ? says.unanswered(tried) : says.refused(tried);
}
