/** Words after the command that are neither document nor person, shown on top of the form that opens with them. */
import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';

export interface NotUnderstood {
  /** The words, safe to repeat; empty: there were none. */
  readonly words: string;
  /** The words have been put into the message, which Box mails. */
  readonly isInMessage: boolean;
  readonly isLinkLeftOut: boolean;
}

/** No blocks where there were no words. */
export function notUnderstoodBlocks(typed: NotUnderstood, t: Texts): KnownBlock[] {
  if (typed.words === '') return [];
  return [section(t.form.notUnderstood({ ...typed, words: clean(typed.words, 200) }))];
}
