/** A person's requests as a table for spreadsheets. */
import type { SignRequest } from '../signing/sign-request.ts';
import { fileUrl, phraseText } from './blocks.ts';
import { personLines } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean } from './clean.ts';
import { csvOf } from './csv.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** Longest line of a cell, in UTF-16 units. */
const longestLine = 1000;

/**
 * The CSV text, with a line of headings. Columns of times are in UTC, in a form that spreadsheets sort.
 * @param t texts whose times are in UTC as well
 */
export function requestsCsv(records: readonly SignRequest[], t: Texts, now: number): string {
  return csvOf([t.batch.csv.columns, ...records.map((record) => rowOf(record, t, now))]);
}

function rowOf(record: SignRequest, t: Texts, now: number): string[] {
  const { details } = record;
  const [file] = details.files;
  const people = personLines(record, t, 0).map(({ line, signer }) => {
    const state = phraseText(line.status.words, t, t.clock.words);
    return t.batch.csv.person(signer.email ?? line.name, state);
  });
  return [
    requestName(record, t),
    phraseText(statusLine(record, t, now).words, t, t.clock.words),
    record.shortId ?? '',
    people.join('\n'),
    timeOf(record.createdAt),
    timeOf(record.sentAt),
    timeOf(details.expiresAt),
    timeOf(details.finishedAt),
    details.folder?.name ?? '',
    (file && fileUrl(file.id)) ?? '',
  ].map((text) =>
    text
      .split('\n')
      .map((line) => clean(line, longestLine))
      .join('\n'),
  );
}

function timeOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
