/**
 * Box Sign: create, read, list, resend, cancel. A failed call is retried only after a refused token (`call.ts`);
 * otherwise the callers decide whether and when. Box's sign requests are returned as observations.
 */
import type { BoxFields } from '../signing/options.ts';
import type { Observation } from '../signing/sign-request.ts';
import type { PrefillTag } from '../signing/template-values.ts';
import { addressOf, callBox, pathSegment } from './call.ts';
import { unreadableAnswer } from './errors.ts';
import { type MarkerPage, readMarkerPage } from './marker-page.ts';
import { readObservation } from './observation.ts';
import type { BoxSession } from './session.ts';
import { sharedLinkHeader } from './shared-link.ts';

/** What is signed: files, or a template with its files and fields. */
export type CreateSource =
  | {
      readonly kind: 'files';
      /** Box ids of the files, in the order in which they are signed. */
      readonly fileIds: readonly string[];
      /** A shared link, if the person may have access to a file only through that link. */
      readonly sharedLink?: string | null;
    }
  | { readonly kind: 'template'; readonly templateId: string; readonly prefillTags: readonly PrefillTag[] };

/** A sign request to be created in Box. */
export interface CreateInput {
  readonly source: CreateSource;
  /** Our id, by which the request is found again. */
  readonly externalId: string;
  /** The signers, as objects with Box's field names. */
  readonly signers: readonly object[];
  /** Box id of the destination folder; absent: Box's default, usually the folder of the file. */
  readonly folderId?: string | null;
  /** The chosen options, by Box's field names. */
  readonly options: BoxFields;
}

/** Page size, the largest that Box allows. */
const pageSize = 1000;

/** At most this many pages are read. Nobody has that many requests, so a longer list would be one that never ends. */
const maxPages = 200;

/**
 * Creates a sign request in Box. Box emails its signers immediately, unless the fields are to be placed first.
 * @throws OutsideFailure; `unknown` when Box may have it
 */
export async function createSignRequest(session: BoxSession, input: CreateInput): Promise<Observation> {
  const operation = 'createSignRequest';
  const sharedLink = input.source.kind === 'files' ? input.source.sharedLink : null;
  return callBox(session, {
    operation,
    mustNotRepeat: true,
    // The SDK's own function silently drops every field that it does not know.
    send: (client) =>
      client.makeRequest({
        method: 'POST',
        url: addressOf(client, '/sign_requests'),
        data: createBody(input) as never,
        contentType: 'application/json',
        headers: sharedLink ? { boxapi: sharedLinkHeader(sharedLink, operation) } : {},
      }),
    read: readObservation,
  });
}

/**
 * Reads one sign request.
 * @throws OutsideFailure; 404 also when its files or folder were deleted
 */
export async function getSignRequest(session: BoxSession, boxId: string): Promise<Observation> {
  return callBox(session, {
    operation: 'getSignRequest',
    mustNotRepeat: false,
    send: (client) => client.signRequests.getSignRequestById(pathSegment(boxId)),
    read: readObservation,
  });
}

/** All sign requests that the session's user created, one after another; see `listSignRequestPages`. */
export async function* listSignRequests(session: BoxSession): AsyncGenerator<Observation> {
  for await (const page of listSignRequestPages(session)) yield* page;
}

/**
 * All sign requests that the session's user created, in pages of up to 1,000, one call each, in Box's undocumented
 * order. Entries without an id are left out; other irregular entries are kept.
 * @throws OutsideFailure when a page cannot be had, so that a part is never taken for the whole
 */
export async function* listSignRequestPages(session: BoxSession): AsyncGenerator<readonly Observation[]> {
  const seen = new Set<string>();
  let marker: string | null = null;
  do {
    const page: MarkerPage<Observation> = await getPage(session, marker);
    yield page.entries;
    marker = page.nextMarker;
    // A repeated marker would be followed for ever.
    const isEndless = marker !== null && (seen.has(marker) || seen.size + 1 >= maxPages);
    if (isEndless) throw unreadableAnswer('listSignRequests', false, 200);
    if (marker !== null) seen.add(marker);
  } while (marker !== null);
}

/**
 * The sign requests that carry our id. Box cannot filter, so all pages are read, to the end: there may be a second
 * one.
 * @throws OutsideFailure
 */
export async function findByExternalId(session: BoxSession, externalId: string): Promise<Observation[]> {
  const found: Observation[] = [];
  for await (const observation of listSignRequests(session)) {
    if (observation.externalId === externalId) found.push(observation);
  }
  return found;
}

/**
 * Asks Box to mail everyone who has not signed yet; Box allows it once in 10 minutes.
 * @throws OutsideFailure; final with status 400 when it is too early or the request has ended
 */
export async function resendSignRequest(session: BoxSession, boxId: string): Promise<void> {
  await callBox(session, {
    operation: 'resendSignRequest',
    mustNotRepeat: true,
    send: (client) =>
      client.makeRequest({
        method: 'POST',
        url: addressOf(client, `/sign_requests/${pathSegment(boxId)}/resend`),
      }),
    read: () => true,
  });
}

/**
 * Cancels a sign request.
 * @param reason Box may show it to signers; sent only when there is one
 * @throws OutsideFailure
 */
export async function cancelSignRequest(
  session: BoxSession,
  boxId: string,
  reason?: string,
): Promise<Observation> {
  return callBox(session, {
    operation: 'cancelSignRequest',
    mustNotRepeat: true,
    send: (client) =>
      client.signRequests.cancelSignRequest(pathSegment(boxId), reason ? { requestBody: { reason } } : {}),
    read: readObservation,
  });
}

function createBody({ source, signers, folderId, externalId, options }: CreateInput): object {
  return {
    ...options,
    ...sourceFields(source),
    signers,
    ...(folderId ? { parent_folder: { type: 'folder', id: folderId } } : {}),
    external_id: externalId,
  };
}

function sourceFields(source: CreateSource): object {
  if (source.kind === 'files') return { source_files: source.fileIds.map((id) => ({ type: 'file', id })) };
  return {
    template_id: source.templateId,
    ...(source.prefillTags.length > 0 && { prefill_tags: source.prefillTags }),
  };
}

async function getPage(session: BoxSession, marker: string | null): Promise<MarkerPage<Observation>> {
  return callBox(session, {
    operation: 'listSignRequests',
    mustNotRepeat: false,
    send: (client) =>
      client.signRequests.getSignRequests({ limit: pageSize, ...(marker === null ? {} : { marker }) }),
    read: (raw) => readMarkerPage(raw, readObservation),
  });
}
