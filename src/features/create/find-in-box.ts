/**
 * Finds the entries of a menu in Box while a person types. Slack waits three seconds for them. So when Box is slow,
 * refuses the search or does not know the link, the menu has an entry that says so.
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

/** How long Box's answer is awaited (ms) before the menu shows that Box is slow. */
const answerAfterMs = 2_000;
/** A search lists at most this many files or folders. */
export const maxFound = 20;
/** Longest search text, in characters; no name in Box is longer. */
const maxWordsLength = 255;

/**
 * Each person has one search at a time, and the newest runs next: Box allows six a second, and nobody reads older
 * results.
 */
const lastWins = createLastWins<MenuEntries>();

/** How a menu searches Box, and the notes that it shows when a search fails. */
interface Search {
  readonly notes: (t: Texts) => Readonly<Record<'slow' | 'refused' | 'badLink' | 'notConnected', string>>;
  /** Searches Box and returns the entries. @throws OutsideFailure */
  readonly find: (on: { readonly session: BoxSession; readonly t: Texts }) => Promise<MenuEntries>;
  /** Entries that need no answer from Box; shown instead of a note when Box is slow or not connected. */
  readonly withoutBox?: (on: Member) => Promise<MenuEntries> | MenuEntries;
  /** Whether the entries of `withoutBox` suffice, so that Box is not asked. */
  readonly isEnough?: boolean;
}

/** Returns the entries of the menu for the typed text. */
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

/**
 * Whether the typed text is searched for as words, rather than opened as a link. A bare number may be an id, but is
 * searched for.
 */
export function isWordSearch(words: string, read: ReturnType<typeof readDocument>): boolean {
  return /^\d+$/.test(words) || ('code' in read && read.code === 'document_not_a_link');
}

/** The words to search for; null: none were typed. */
export function wordsIn(typed: string): string | null {
  const words = withoutMarks(visibleText(typed))
    .slice(0, maxWordsLength)
    .replace(/\p{Cs}/gu, '');
  return /[\p{L}\p{N}]/u.test(words) ? words : null;
}
