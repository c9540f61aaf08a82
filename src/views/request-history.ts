/** The history of a sign request, as far as its record knows it: a line for each event, in order of time. */
import type { SignRequest } from '../signing/sign-request.ts';
import { nameOf } from './card-people.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

interface Event {
  readonly at: number | null;
  readonly words: string;
}

/** The lines of the history. An event whose time is not known is left out. */
export function historyOf(record: SignRequest, t: Texts): Phrase[] {
  const says = t.details.history;
  const { details } = record;
  const isOurs = details.madeIn === 'slack';
  const events: Event[] = [
    { at: record.createdAt, words: isOurs ? says.accepted : says.madeAtBox },
    { at: record.confirmedAt, words: says.confirmed },
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
    { at: record.lastSentAt === record.sentAt ? null : record.lastSentAt, words: says.lastMail },
    { at: details.cancelled?.at ?? null, words: says.cancelled },
    { at: details.cancelled === null ? details.finishedAt : null, words: says.finished },
  ];
  return events
    .filter((event): event is Event & { at: number } => event.at !== null)
    .sort((a, b) => a.at - b.at)
    .map(({ at, words }) => says.line(at, words));
}
