/** Phrases that name the source files of a request. */
import type { SignRequest } from '../signing/sign-request.ts';
import { longNameLimit, nameOr } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** Characters that are reserved for the words after the first file's name. */
const restLimit = 30;

/** Names several files together: the first name, and the number of other files. */
export function withMoreFiles(first: string, more: number, t: Texts): string {
  return first === '' || more < 1
    ? first
    : t.card.withMoreFiles(clean(first, longNameLimit - restLimit), more);
}

/** The names of the files, numbered when there are several; empty before they are known. */
export function sourceFileNames({ details: { file, moreFiles = [] } }: SignRequest, t: Texts): string {
  if (file === null) return '';
  if (moreFiles.length === 0) return clean(file.name, longNameLimit);
  return t.details.numbered([file, ...moreFiles].map(({ name, id }) => nameOr(name, id, longNameLimit)));
}

/**
 * The line with the template or the files in the check before sending; none for a single file whose name is already the
 * title.
 */
export function sourceLine(record: SignRequest, t: Texts): Phrase[] {
  const template = nameOr(record.details.template?.name ?? null, '', longNameLimit);
  if (template !== '') return [t.details.fact(t.details.labels.template, [template])];
  const files = sourceFileNames(record, t);
  const hasSeveral = record.details.moreFiles !== undefined;
  if (files === '' || (!hasSeveral && record.form.name === '')) return [];
  const { labels, fact } = t.details;
  return [fact(hasSeveral ? labels.files : labels.file, [files])];
}
