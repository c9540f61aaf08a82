/**
 * The entries of a menu, found in Box while somebody types. Slack waits three seconds, so a slow Box becomes an entry
 * that says so, and so does a search that Box refuses, or a link that leads to nothing.
 */
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import type { readDocument } from '../../signing/document.ts';
import { withoutMarks } from '../../signing/marks.ts';
import { visibleText } from '../../signing/quote.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { searchNote } from '../../views/document-blocks.ts';
import type { Texts } from '../../views/texts/index.ts';
import { createLastWins } from '../last-wins.ts';
import { listedForMember, type Member } from '../rights/members.ts';
import type { Services } from '../services.ts';

/** How long (ms) after the request the entry about a slow Box is the answer. */
const answerAfterMs = 2_000;
/** Most entries that are listed. */
export const mostFound = 20;
/** No name in Box is longer. */
const longestWords = 255;

/** One search at a time for a person, the newest next: Box allows six a second, and the older ones have no reader. */
const lastWins = createLastWins<MenuEntries>();

/** What is searched for, and what is said when nothing can be found. */
interface Search {
  readonly notes: (t: Texts) => Readonly<Record<'slow' | 'refused' | 'badLink' | 'notConnected', string>>;
  /** @throws OutsideFailure */
  readonly find: (on: { readonly session: BoxSession; readonly t: Texts }) => Promise<MenuEntries>;
  /** Entries that need no answer of Box: in place of a sentence about it. */
  readonly withoutBox?: (on: Member) => Promise<MenuEntries> | MenuEntries;
  /** Those are the answer, and Box is not asked. */
  readonly isEnough?: boolean;
}

/** The entries for what was typed. */
export function findInBox(services: Services, payload: OptionsPayload, search: Search): Promise<MenuEntries> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), answerAfterMs).unref();
  });
  return listedForMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const known = (await search.withoutBox?.(member)) ?? [];
    if (search.isEnough) return known;
    const says = (why: keyof ReturnType<Search['notes']>): MenuEntries =>
      known.length > 0 ? known : [searchNote(search.notes(t)[why])];
    const session = await services.box.sessionFor(tenant, person.userId);
    if (!session) return says('notConnected');
    const ask = async (): Promise<MenuEntries> => {
      try {
        return await search.find({ session, t });
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.info({ failure: error.message }, 'a search in Box failed');
        if (error.kind === 'retry') return says('slow');
        return [searchNote(search.notes(t)[error.status === 404 ? 'badLink' : 'refused'])];
      }
    };
    const key = JSON.stringify([tenant, person.userId]);
    const found = await lastWins(services.store, key, ask, late);
    if (found === 'overtaken') return [];
    return found ?? says('slow');
  });
}

/** Whether words are searched for, and no link. A number is both an id and a part of many names: it is searched for. */
export function areSearchedFor(words: string, read: ReturnType<typeof readDocument>): boolean {
  return /^\d+$/.test(words) || ('code' in read && read.code === 'document_not_a_link');
}

/** The words to search for; null: none were typed. */
export function wordsIn(typed: string): string | null {
  const words = withoutMarks(visibleText(typed))
    .slice(0, longestWords)
    .replace(/\p{Cs}/gu, '');
  return /[\p{L}\p{N}]/u.test(words) ? words : null;
}
