/**
 * Files that are in Slack and have to be put into Box before they can be signed: which of them can be uploaded, and
 * their names in Box. Pure.
 */
import type { DocumentReference, Upload } from './document.ts';
import type { UploadedFile } from './form.ts';
import type { UploadRefusal } from './refusals.ts';
import type { Decision, NamedItem, SignRequest } from './sign-request.ts';

/** The largest file (bytes) that is taken from Slack, because all its bytes pass through this process. */
export const maxUploadBytes = 100 * 1024 * 1024;
const bytesInMb = 1024 * 1024;

/**
 * The folder in a person's root folder that files are put into when none was chosen. Box itself creates one with this
 * name.
 */
export const ownFolderName = 'My Sign Requests';

/**
 * Extensions that are refused: recordings, archives and programs, which have no pages, and Box's notes and web
 * documents. Box decides about all others.
 */
export const neverDocuments: ReadonlySet<string> = new Set(
  'mp3 wav m4a aac flac mp4 mov avi mkv webm zip gz tar 7z rar exe dmg iso apk boxnote webdoc'.split(' '),
);

/** What Slack says about a file. Null fields: Slack does not say. */
export interface SlackFileFacts {
  readonly name: string;
  /** The file's size in bytes; null: Slack does not say. */
  readonly size: number | null;
  /** `hosted` for a file whose bytes are in Slack; also `external`, `snippet`, `tombstone` and others. */
  readonly mode: string | null;
}

/** Why a file in Slack cannot be signed; null: nothing that Slack says prevents it. */
export function whyNotUpload({ name, size, mode }: SlackFileFacts): UploadRefusal | null {
  if (mode === 'external') return { code: 'upload_external' };
  if (mode === 'tombstone' || mode === 'hidden_by_limit') return { code: 'upload_gone' };
  // `file_access`: a file of another organisation, about which a message says nothing.
  if (mode !== null && mode !== 'hosted' && mode !== 'file_access') return { code: 'upload_not_a_file' };
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (neverDocuments.has(extension)) return { code: 'upload_wrong_type', extension };
  if (size === 0) return { code: 'upload_empty' };
  if (size !== null && size > maxUploadBytes)
    return { code: 'upload_too_large', most: maxUploadBytes / bytesInMb };
  return null;
}

/** Longest file name that Box allows, in UTF-16 units. */
const longestName = 255;

/** A file name that Box allows. @param count 0, or a number that is added in brackets to make the name unique */
export function boxName(name: string, count = 0): string {
  const plain = name
    .replace(/[/\\\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const dot = plain.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  const tail = `${count === 0 ? '' : ` (${count})`}${ending.slice(0, 20)}`;
  const letters = Array.from(/^\.*$/.test(stem) ? 'Document' : stem.trimEnd());
  while (letters.join('').length + tail.length > longestName) letters.pop();
  return `${letters.join('').trimEnd()}${tail}`;
}

/** Where in Box a file is about to be put. */
export type Target = NonNullable<Upload['target']>;

/** Committed before the upload is sent: from now on the file may be in Box, under this name. Null: not needed now. */
export function aboutToUpload(record: SignRequest, slackId: string, target: Target): Decision | null {
  return withUpload(record, slackId, (upload) => ({ ...upload, target }));
}

/** Box has the file. The form now refers to the file there, so that it is not uploaded again. Null: not needed now. */
export function uploaded(record: SignRequest, slackId: string, file: NamedItem): Decision | null {
  const changed = withUpload(record, slackId, () => ({ kind: 'file', fileId: file.id }));
  if (changed === null || 'refusal' in changed) return changed;
  const uploads = record.form.uploads.map((one) => markUploaded(one, slackId, file));
  return { ...changed, record: { ...changed.record, form: { ...record.form, uploads } } };
}

function markUploaded(upload: UploadedFile, slackId: string, file: NamedItem): UploadedFile {
  return upload.slackId === slackId ? { slackId, name: file.name, boxId: file.id } : upload;
}

function withUpload(
  record: SignRequest,
  slackId: string,
  change: (upload: Upload) => DocumentReference,
): Decision | null {
  const isBeingMade = record.state === 'requested' || record.state === 'creating';
  const isThere = record.documents.some((one) => one.kind === 'upload' && one.slackId === slackId);
  if (!isBeingMade || !isThere) return null;
  const documents = record.documents.map((one) =>
    one.kind === 'upload' && one.slackId === slackId ? change(one) : one,
  );
  return { record: { ...record, documents }, steps: [] };
}
