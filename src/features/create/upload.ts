/**
 * Uploads files from Slack to Box, before a request is created from them. It can be killed at any point and resumes:
 * the folder and name of an upload are committed before the file is sent, and a later run that finds a file with that
 * name and the same bytes uses that file.
 */
import { createHash } from 'node:crypto';
import type { BoxSession } from '../../box/session.ts';
import { checkUpload, findOrCreateFolder, uploadFile } from '../../box/uploads.ts';
import { OutsideFailure } from '../../failure.ts';
import { readFolder, type Upload } from '../../signing/document.ts';
import type { OutsideRefusal, Refusal } from '../../signing/refusals.ts';
import { withFileName } from '../../signing/refused-file.ts';
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { aboutToUpload, boxName, ownFolderName, uploaded, whyNotUpload } from '../../signing/uploads.ts';
import type { SlackFile } from '../../slack/reading-files.ts';
import type { ChangeResult } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { refusalOrThrow } from './refusal.ts';
import type { Found } from './resolve-files.ts';

interface UploadContext {
  readonly services: Services;
  readonly session: BoxSession;
  readonly change: (decide: (record: SignRequest) => Decision | null) => Promise<ChangeResult | null>;
}

/** How many names are tried: `NDA.pdf`, `NDA (1).pdf`, … */
const maxNames = 50;

/**
 * Returns the request with all its files in Box, or why one cannot be uploaded; null: the request is no longer being
 * created.
 * @throws OutsideFailure of kind `retry` when Slack or Box could not be asked
 */
export async function placeUploads(
  on: UploadContext,
  given: SignRequest,
): Promise<Found<{ readonly record: SignRequest }> | null> {
  let record = given;
  for (const upload of given.documents) {
    if (upload.kind !== 'upload') continue;
    const placed = await placeUpload(on, record, upload);
    if (placed === null) return null;
    if ('refusal' in placed) {
      return { refusal: withFileName(placed.refusal, given.documents.length, upload.name) };
    }
    record = placed.record;
  }
  return { record };
}

async function placeUpload(
  on: UploadContext,
  record: SignRequest,
  upload: Upload,
): Promise<Found<{ readonly record: SignRequest }> | null> {
  const { services, session, change } = on;
  try {
    const file = await services.slack.fileInfo(upload.slackId);
    const refusal = whyNotUpload(file);
    if (refusal) return { refusal };
    const folderId = upload.target?.folderId ?? (await folderFor(services, session, record));
    const placed = await putInBox(on, { file, upload, folderId });
    if (placed === null) return null;
    const done = await change((now) => uploaded(now, upload.slackId, placed));
    return done?.isChanged ? { record: done.record } : null;
  } catch (error) {
    return { refusal: whyRefused(services, error) };
  }
}

/**
 * Id of the folder for uploads: the typed one, else the operator's, else one in the person's root, because Box Sign
 * cannot use the root itself.
 */
async function folderFor(services: Services, session: BoxSession, { form }: SignRequest): Promise<string> {
  const typed = readFolder(form.folder);
  if (typed && 'id' in typed) return typed.id;
  return services.destinationFolderId ?? findOrCreateFolder(session, ownFolderName);
}

interface FileToPlace {
  readonly file: SlackFile;
  readonly upload: Upload;
  readonly folderId: string;
}

/**
 * Puts the file in Box, unless it is there already, and returns it; null when the request is no longer being created.
 */
async function putInBox(
  on: UploadContext,
  { file, upload, folderId }: FileToPlace,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const { services, session, change } = on;
  const open = () => services.slack.downloadFile(file);
  const names = Array.from({ length: maxNames }, (_, count) => boxName(file.name, count));
  // After a kill or a lost answer, the file may already be there under the name that was committed.
  const tried = upload.target?.name;
  let sha1: string | null = null;
  for (const name of tried === undefined ? names : [tried, ...names]) {
    const target = { folderId, name, size: file.size ?? 0 };
    const isMaybeOurs = name === tried;
    const found = await checkUpload(session, target);
    if (found.state === 'taken' && !isMaybeOurs) continue;
    if (!isMaybeOurs) {
      const about = await change((record) => aboutToUpload(record, upload.slackId, { folderId, name }));
      if (!about?.isChanged) return null;
    }
    const now = found.state === 'taken' ? found : await uploadFile(session, target, open);
    if (now.state === 'placed') return now;
    sha1 ??= await sha1Of(open);
    if (now.sha1 === sha1) return now;
  }
  throw noFreeName;
}

async function sha1Of(open: () => Promise<AsyncIterable<Uint8Array>>): Promise<string> {
  const hash = createHash('sha1');
  for await (const bytes of await open()) hash.update(bytes);
  return hash.digest('hex');
}

const noFreeName = new OutsideFailure({
  service: 'box',
  operation: 'uploadFile',
  kind: 'final',
  status: 409,
  reason: 'item_name_in_use',
});

/**
 * Slack's reasons → our refusals (https://docs.slack.dev/reference/methods/files.info). After any other, such as
 * `access_denied`, the file is not readable.
 */
const refusalBySlackReason: ReadonlyMap<string, OutsideRefusal> = new Map([
  ['file_deleted', { code: 'upload_gone' }],
  // Slack's file server has no file at the address that Slack gave.
  ['http_404', { code: 'upload_gone' }],
  ['missing_scope', { code: 'upload_not_allowed' }],
]);

/** What Slack's or Box's final refusal means. @throws any other error unchanged */
function whyRefused(services: Services, error: unknown): Refusal {
  if (!(error instanceof OutsideFailure)) throw error;
  if (error.service === 'slack' && error.kind === 'final') {
    return refusalBySlackReason.get(error.reason) ?? { code: 'upload_not_readable' };
  }
  return refusalOrThrow(services, error, 'folder').refusal;
}
