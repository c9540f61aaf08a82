/**
 * Sign requests of others that the session's user can see, because their files are shared with them in Box:
 * https://developer.box.com/reference/get-sign-requests/ with `shared_requests`.
 */
import type { ListedShared } from '../signing/shared.ts';
import { addressOf, callBox } from './call.ts';
import { unreadableAnswer } from './errors.ts';
import { type MarkerPage, readMarkerPage } from './marker-page.ts';
import { readObservation } from './observation.ts';
import { asRecord } from './raw.ts';
import type { BoxSession } from './session.ts';

/** Page size, the largest that Box allows. */
const pageSize = 1000;
/** At most this many pages are read, in case Box's list never ends. */
const maxPages = 20;

/**
 * All requests of others that the user can see, in Box's undocumented order. Entries without an id are left out; other
 * irregular entries are kept.
 * @throws OutsideFailure when a page cannot be had, so that a part is never taken for the whole
 */
export async function listShared(session: BoxSession): Promise<readonly ListedShared[]> {
  const found = new Map<string, ListedShared>();
  let marker: string | null = null;
  for (let count = 0; count < maxPages; count += 1) {
    const page: MarkerPage<ListedShared> = await getPage(session, marker);
    for (const one of page.entries) found.set(one.seen.boxId, one);
    marker = page.nextMarker;
    if (marker === null) return [...found.values()];
  }
  throw unreadableAnswer('listShared', false, 200);
}

function getPage(session: BoxSession, marker: string | null): Promise<MarkerPage<ListedShared>> {
  return callBox(session, {
    operation: 'listShared',
    mustNotRepeat: false,
    send: (client) =>
      client.makeRequest({
        method: 'GET',
        url: addressOf(client, '/sign_requests'),
        params: {
          shared_requests: 'true',
          limit: String(pageSize),
          ...(marker === null ? {} : { marker }),
        },
      }),
    read: (raw) => readMarkerPage(raw, readShared),
  });
}

/**
 * Reads an entry; null for the person's own requests, which are in another list. An unknown level counts as a viewer's.
 */
function readShared(raw: unknown): ListedShared | null {
  const seen = readObservation(raw);
  const level = asRecord(raw)?.['collaborator_level'];
  if (seen === null || level === 'owner') return null;
  return { seen, level: level === 'editor' ? 'editor' : 'viewer' };
}
