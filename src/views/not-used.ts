/**
 * The part of a command's text that is neither document nor signer, and the document that is missing in the message on
 * which the shortcut was used. Both are shown at the top of the form.
 */
import type { KnownBlock } from '@slack/types';
import { actions } from './actions.ts';
import { button, section } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';

/** The parts of a command or message that the form does not use, and what a message lacks. */
export interface NotUsed {
  /** Words that are neither document nor signer, without signing links; empty: there were none. */
  readonly words: string;
  /** Groups of people, such as `@legal`. */
  readonly groups: readonly string[];
  /** Whether a signing link was left out of the words. */
  readonly isLinkLeftOut: boolean;
  /**
   * What the message lacks. `link`: it has neither a Box link nor a file. `file`: it has a file, which this app may not
   * read. Absent or null: nothing.
   */
  readonly missing?: Missing | null;
}

type Missing = 'link' | 'file';

/** At most this many characters of the words are kept, so that they fit into a view's metadata (3,000 characters). */
const maxWords = 1000;
const maxGroups = 10;

/** Shortens and cleans the words and groups, to be shown and stored in the view. */
export function shownNotUsed({ words, groups, isLinkLeftOut, missing = null }: NotUsed): NotUsed {
  return {
    words: clean(words, maxWords),
    groups: groups.slice(0, maxGroups).map((group) => clean(group, 40)),
    isLinkLeftOut,
    missing,
  };
}

/**
 * The blocks that show what was not used; none when everything was.
 *
 * @param hasDocument the form has a document by now, so none is missing
 */
export function notUsedBlocks(
  { words, groups, isLinkLeftOut, missing }: NotUsed,
  { hasDocument }: { readonly hasDocument: boolean },
  t: Texts,
): KnownBlock[] {
  const use = button({ action: actions.useAsMessage, label: t.form.useAsMessage });
  return [
    ...(missing && !hasDocument ? [section(t.form.missing[missing])] : []),
    ...(groups.length === 0 ? [] : [section(t.form.groupsCannotSign(groups))]),
    ...(words === '' ? [] : [section(t.form.notUsed(words), use)]),
    ...(isLinkLeftOut ? [section(t.form.linkLeftOut)] : []),
  ];
}

/** Reads a `NotUsed` from a view's metadata; null when the metadata has none. */
export function readNotUsed(value: unknown): NotUsed | null {
  if (typeof value !== 'object' || value === null) return null;
  const { words, groups, isLinkLeftOut, missing } = value as Partial<Record<keyof NotUsed, unknown>>;
  if (typeof words !== 'string' || !Array.isArray(groups)) return null;
  return shownNotUsed({
    words,
    groups: groups.map(String),
    isLinkLeftOut: isLinkLeftOut === true,
    missing: missing === 'link' || missing === 'file' ? missing : null,
  });
}
