/** Finds the files in Box for a request's documents, and checks that its requester may download them. Reads only. */
import { type BoxFile, getFile, resolveSharedLink } from '../../box/files.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import type { FileReference } from '../../signing/document.ts';
import type { Refusal } from '../../signing/refusals.ts';
import { withFileName } from '../../signing/refused-file.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { namesGiven } from '../../signing/sources.ts';
import { neverDocuments } from '../../signing/uploads.ts';
import type { Services } from '../services.ts';
import { refusalOrThrow } from './refusal.ts';

/** A result, or why there is none. */
export type Found<T> = T | { readonly refusal: Refusal };

/** The files of a request, in order. */
export interface FoundFiles {
  readonly first: BoxFile;
  readonly more: readonly BoxFile[];
  /**
   * The shared link that is sent along with file calls, as a file may be reachable only through it; null: none.
   */
  readonly sharedLink: string | null;
}

/** Finds the files of a request. @throws OutsideFailure of kind `retry` when Box could not be asked. */
export async function resolveFiles(
  services: Services,
  session: BoxSession,
  { documents, form }: SignRequest,
): Promise<Found<FoundFiles>> {
  const names = namesGiven(form);
  const files: BoxFile[] = [];
  let sharedLink: string | null = null;
  for (const [index, document] of documents.entries()) {
    // A template is resolved elsewhere. No upload is left: each is a `file` since `placeUploads`.
    if (document.kind === 'template' || document.kind === 'upload') continue;
    const found = await resolveFile(services, session, document, sharedLink);
    if ('refusal' in found) {
      return { refusal: withFileName(found.refusal, documents.length, names[index] ?? '') };
    }
    if (files.some(({ id }) => id === found.file.id)) {
      return { refusal: { code: 'document_twice', text: found.file.name } };
    }
    files.push(found.file);
    sharedLink ??= found.sharedLink;
  }
  const [first, ...more] = files;
  return first ? { first, more, sharedLink } : { refusal: { code: 'document_not_found' } };
}

/**
 * Finds the file of one document.
 * @param takenLink the shared link of a file before this one, or null: Box takes only one with a request
 */
async function resolveFile(
  services: Services,
  session: BoxSession,
  document: FileReference,
  takenLink: string | null,
): Promise<Found<{ readonly file: BoxFile; readonly sharedLink: string | null }>> {
  try {
    let fileId = document.kind === 'file' ? document.fileId : null;
    if (document.kind === 'shared-link') {
      const item = await resolveSharedLink(session, document.sharedLink);
      if (item.type === 'folder') return { refusal: { code: 'document_link_is_folder' } };
      if (item.type === 'web_link') return { refusal: { code: 'document_link_is_web_link' } };
      fileId = item.id;
    }
    const own = document.sharedLink ?? null;
    const sharedLink = own !== null && takenLink !== null && own !== takenLink ? null : own;
    const file = await readAccessibleFile(session, fileId ?? '', sharedLink, own);
    if (file === null) return { refusal: { code: 'document_only_by_link' } };
    if (file.isTrashed) return { refusal: { code: 'document_deleted' } };
    if (!file.canDownload) return { refusal: { code: 'document_no_download' } };
    if (neverDocuments.has(file.extension)) {
      return { refusal: { code: 'document_wrong_type', extension: file.extension } };
    }
    return { file, sharedLink };
  } catch (error) {
    return refusalOrThrow(services, error, 'document');
  }
}

/** Reads a file; null: the person has access only through the file's own link, which cannot be sent along. */
async function readAccessibleFile(
  session: BoxSession,
  fileId: string,
  sharedLink: string | null,
  own: string | null,
): Promise<BoxFile | null> {
  try {
    return await getFile(session, { fileId, sharedLink });
  } catch (error) {
    const isOnlyByLink = own !== sharedLink && error instanceof OutsideFailure && error.status === 404;
    if (!isOnlyByLink) throw error;
    return null;
  }
}
