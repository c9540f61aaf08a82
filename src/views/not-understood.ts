/** Words behind the command that are neither document nor person, said on top of the form that opens with them. */
import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';

export interface NotUnderstood {
  /** As far as they may be said back; empty: there were none. */
  readonly words: string;
  /** They stand in the message, which Box mails. */
  readonly isInMessage: boolean;
  readonly isLinkLeftOut: boolean;
}

/** Nothing where there were none. */
export function notUnderstoodBlocks(typed: NotUnderstood, t: Texts): KnownBlock[] {
  if (typed.words === '') return [];
  return [section(t.form.notUnderstood({ ...typed, words: clean(typed.words, 200) }))];
}
