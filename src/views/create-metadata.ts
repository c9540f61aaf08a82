/** The state of an open form, which is stored in its view's metadata. */
import { type DocumentWay, documentWays } from '../signing/form.ts';
import { readMetadata } from './blocks.ts';
import { type NotUsed, readNotUsed } from './not-used.ts';

/** The state of an open form, as we write it into the view's metadata. */
export interface CreateMetadata {
  readonly draftId: string;
  /** Whether More options is expanded. */
  readonly expanded: boolean;
  readonly isMessageFilledIn: boolean;
  /** Whether the form shows the menu of people from the latest requests. */
  readonly isRecentShown: boolean;
  /** The chosen way to give the document. */
  readonly way: DocumentWay;
  /** The template whose fields the form has; null: none. */
  readonly templateId: string | null;
  /** Whether a refused field was changed, so that the refusal is no longer shown. */
  readonly isCorrected: boolean;
  readonly notUsed: NotUsed | null;
}

/** Reads the metadata; null when it is not ours. */
export function readCreateMetadata(privateMetadata: string): CreateMetadata | null {
  const read = readMetadata(privateMetadata);
  const draftId = read?.['draftId'];
  const templateId = read?.['templateId'];
  if (typeof draftId !== 'string') return null;
  return {
    draftId,
    expanded: read?.['expanded'] === true,
    isMessageFilledIn: read?.['isMessageFilledIn'] === true,
    isRecentShown: read?.['isRecentShown'] === true,
    way: documentWays.find((way) => way === read?.['way']) ?? 'link',
    templateId: typeof templateId === 'string' ? templateId : null,
    isCorrected: read?.['isCorrected'] === true,
    notUsed: readNotUsed(read?.['notUsed']),
  };
}
