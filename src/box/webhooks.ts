/**
 * Creates, finds and deletes webhooks in Box. A call whose outcome is unknown may be repeated: Box allows one webhook
 * for each item, app and user, refuses a second with 409, and answers 404 for one that was deleted
 * (https://developer.box.com/guides/webhooks/v2/).
 */

import { OutsideFailure } from '../failure.ts';
import { addressOf, callBox, pathSegment } from './call.ts';
import { unreadableAnswer } from './errors.ts';
import { type MarkerPage, readMarkerPage } from './marker-page.ts';
import { asId, asRecord, asText, type RawRecord } from './raw.ts';
import type { BoxSession } from './session.ts';

/**
 * The trigger names of Box's guides, which Box's notifications use, too. There is none for viewed, cancelled or
 * converted.
 */
const triggers = [
  'SIGNATURE_REQUESTED',
  'SIGNER_SIGNED',
  'COMPLETED',
  'DECLINED',
  'EXPIRED',
  'SIGNER_EMAIL_BOUNCED',
  'ERROR_FINALIZING',
].map((name) => `SIGN_REQUEST.${name}`);

const perPage = 100;

/** At most this many pages are read: a user can have at most a thousand webhooks of an app. */
const maxPages = 20;

/**
 * The result of creating a webhook: its id, or Box's refusal, which may concern the app's scope, the person's
 * permission, or the folder.
 */
export type WebhookResult = { readonly boxId: string } | { readonly refused: OutsideFailure };

/**
 * Makes Box notify an address of changes of the sign requests in a folder, with a new webhook or an existing one.
 * @throws OutsideFailure when the failure may pass, or the session has ended
 */
export async function createWebhook(
  session: BoxSession,
  folderId: string,
  address: string,
): Promise<WebhookResult> {
  const target = { type: 'folder', id: folderId };
  try {
    return { boxId: await write(session, 'POST', '/webhooks', { target, address, triggers }) };
  } catch (error) {
    const failure = refusalIn(error);
    if (failure.status !== 409) return { refused: failure };
  }
  const boxId = await findWebhook(session, folderId);
  if (boxId === null) throw unreadableAnswer('listWebhooks', false, 200);
  try {
    // The existing one may have been made by another version, or for the app's previous address.
    return { boxId: await write(session, 'PUT', `/webhooks/${pathSegment(boxId)}`, { address, triggers }) };
  } catch (error) {
    return { refused: refusalIn(error) };
  }
}

/**
 * Deletes a webhook; one that Box no longer shows this user counts as deleted, as does one that Box finally refuses to
 * delete.
 * @throws OutsideFailure when the failure may pass, or the session has ended
 */
export async function deleteWebhook(session: BoxSession, boxId: string): Promise<void> {
  try {
    await callBox(session, {
      operation: 'deleteWebhook',
      mustNotRepeat: false,
      send: (client) => client.webhooks.deleteWebhookById(pathSegment(boxId)),
      read: () => true,
    });
  } catch (error) {
    refusalIn(error);
  }
}

/** Returns the failure if Box has finally refused the call. @throws any other error */
function refusalIn(error: unknown): OutsideFailure {
  const isRefusal = error instanceof OutsideFailure && error.kind === 'final' && error.status !== 401;
  if (!isRefusal) throw error;
  return error;
}

/** Creates or changes a webhook, without the SDK's function, because the SDK names the triggers differently. */
function write(session: BoxSession, method: string, path: string, data: object): Promise<string> {
  return callBox(session, {
    operation: method === 'POST' ? 'createWebhook' : 'updateWebhook',
    mustNotRepeat: false,
    send: (client) =>
      client.makeRequest({
        method,
        url: addressOf(client, path),
        data: data as never,
        contentType: 'application/json',
      }),
    read: (raw) => asId(asRecord(raw)?.['id']),
  });
}

/** The user's own webhook of a folder. */
async function findWebhook(session: BoxSession, folderId: string): Promise<string | null> {
  let marker: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const found: MarkerPage<RawRecord> = await pageOf(session, marker);
    const own = found.entries.find((entry) => {
      const target = asRecord(entry['target']);
      return target?.['type'] === 'folder' && asText(target['id']) === folderId;
    });
    if (own) return asId(own['id']);
    marker = found.nextMarker;
    if (marker === null) return null;
  }
  return null;
}

function pageOf(session: BoxSession, marker: string | null): Promise<MarkerPage<RawRecord>> {
  return callBox(session, {
    operation: 'listWebhooks',
    mustNotRepeat: false,
    send: (client) => client.webhooks.getWebhooks({ limit: perPage, ...(marker === null ? {} : { marker }) }),
    read: (raw) => readMarkerPage(raw, asRecord),
  });
}
