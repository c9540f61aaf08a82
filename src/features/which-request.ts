/** Finds the requests that the text after a command refers to: an id, a link, words, or nothing at all. */
import { typedWords } from '../signing/arguments.ts';
import { findRequests } from '../signing/find.ts';
import { quoted } from '../signing/quote.ts';
import type { SignRequest, State } from '../signing/sign-request.ts';
import { clean } from '../views/clean.ts';
import type { Member } from './rights/members.ts';
import type { Services } from './services.ts';

/** The requests that the text refers to. */
export interface MatchedRequests {
  /** The words after the command; empty when nothing was typed. */
  readonly typed: string;
  /** The words after the command, made safe to show in a sentence. */
  readonly shown: string;
  /** How many requests match; `records` holds the newest of them. */
  readonly count: number;
  readonly records: readonly SignRequest[];
}

/**
 * Finds the person's requests that match the text.
 *
 * @param words what follows the command.
 * @param asked which states match when nothing was typed, and how many records are read at most.
 */
export async function matchRequests(
  { store: { signRequests } }: Services,
  { tenant, person }: Pick<Member, 'tenant' | 'person'>,
  words: string,
  asked: { readonly withoutWords: (state: State) => boolean; readonly most: number },
): Promise<MatchedRequests> {
  const typed = typedWords(words);
  const all = await signRequests.listAll(tenant, person.userId);
  const found =
    typed === '' ? all.filter(({ state }) => asked.withoutWords(state)) : findRequests(all, typed);
  const ids = found.slice(0, asked.most).map(({ id }) => id);
  const records = await signRequests.getMany(tenant, person.userId, ids);
  return { typed, shown: clean(quoted(typed), 200), count: found.length, records };
}
