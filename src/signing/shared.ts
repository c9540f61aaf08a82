/** Requests of others that Box lets a person see, because their files are shared with them. Pure. */
import { documentsOf, matchingWords, wordsOf } from './find.ts';
import { observeListed } from './listed.ts';
import { type ListState, perPage } from './request-list.ts';
import type { Observation, SharedAs, SignRequest } from './sign-request.ts';

/** A request in Box's list of what is shared with a person. */
export interface ListedShared {
  readonly seen: Observation;
  readonly level: SharedAs;
}

/**
 * The record of a shared request, as this person may see it: without the link for placing fields, which only the
 * requester may have. Such records are kept apart from those of the person's own requests.
 */
export function sharedRecord(
  known: SignRequest | null,
  { seen, level }: ListedShared,
  whose: Parameters<typeof observeListed>[2],
  now: number,
): SignRequest {
  const { record } = observeListed(known, { ...seen, prepareUrl: null, externalId: null }, whose, now);
  return { ...record, prepareUrl: null, details: { ...record.details, sharedAs: level } };
}

/** At most this many shared requests are stored for a person, the newest. */
export const mostShared = 2_000;

/** The newest shared requests, at most `mostShared`. */
export function newestShared(records: readonly SignRequest[]): readonly SignRequest[] {
  return [...records].sort((a, b) => b.createdAt - a.createdAt).slice(0, mostShared);
}

/** One page of the shared requests, and the senders to choose from. */
export interface SharedPage {
  readonly page: number;
  readonly pages: number;
  /** The requests of the page, newest first. */
  readonly records: readonly SignRequest[];
  /** The senders of all shared requests, in order of login (empty: not known), with the number of requests of each. */
  readonly senders: readonly { readonly login: string; readonly count: number }[];
}

/**
 * The page of the shared requests that match the sender and the words. A page number that is too high gives the last
 * page.
 */
export function pageOfShared(all: readonly SignRequest[], { shared, query, page }: ListState): SharedPage {
  const counts = new Map<string, number>();
  for (const record of all) counts.set(senderLogin(record), (counts.get(senderLogin(record)) ?? 0) + 1);
  const senders = [...counts].map(([login, count]) => ({ login, count }));
  senders.sort((a, b) => (a.login < b.login ? -1 : 1));
  const sender = shared?.sender ?? null;
  const ofSender = all.filter((record) => sender === null || senderLogin(record) === sender);
  const sorted = [...ofSender].sort((a, b) => b.createdAt - a.createdAt);
  const findable = sorted.map((record) => ({
    ...record,
    words: wordsOf(record),
    documents: documentsOf(record),
    record,
  }));
  const found = matchingWords(findable, query);
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const shown = Math.min(page, pages);
  const records = found.slice((shown - 1) * perPage, shown * perPage).map(({ record }) => record);
  return { page: shown, pages, records, senders };
}

/** Login of the Box user who sent the request; empty: not known. */
export function senderLogin({ details }: SignRequest): string {
  return details.senderEmail ?? '';
}
