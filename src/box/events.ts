/**
 * The event stream of a Box enterprise, for its admins: what happened to sign requests, including what reading a
 * request does not show. Events may repeat and arrive out of order.
 * https://developer.box.com/guides/events/enterprise-events/for-enterprise/
 */
import type { SignEvent } from '../signing/observe-event.ts';
import { addressOf, callBox } from './call.ts';
import { asId, asRecord, asText, asTime, type RawRecord } from './raw.ts';
import type { BoxSession } from './session.ts';

/** One page of the event stream. */
export interface EventPage {
  readonly events: readonly SignEvent[];
  /** Box returned a full page of entries, so there may be more already. */
  readonly isFull: boolean;
  /** The stream position after this page: the next page is read from there. */
  readonly position: string;
}

/** The position at the end of the stream: from there, only later events are read. */
export const streamEnd = 'now';

/** Events on a page: the most that Box returns. */
const perPage = 500;

/**
 * The next page of the stream.
 * @throws OutsideFailure; final with status 400 when Box no longer knows the position, 403 when the session may not
 * read it
 */
export function readEventPage(session: BoxSession, position: string): Promise<EventPage> {
  const query = new URLSearchParams({
    stream_type: 'admin_logs_streaming',
    stream_position: position,
    // Without this filter, the stream has all events of the enterprise.
    event_type: Object.keys(kinds).join(','),
    limit: String(perPage),
  });
  return callBox(session, {
    operation: 'readEvents',
    mustNotRepeat: false,
    send: (client) => client.makeRequest({ method: 'GET', url: addressOf(client, `/events?${query}`) }),
    read: readPage,
  });
}

function readPage(raw: unknown): EventPage | null {
  const fields = asRecord(raw);
  const entries = fields?.['entries'];
  const next = fields?.['next_stream_position'];
  // Box's reference says that `next_stream_position` is a text, but its examples show numbers. A long number arrives
  // here as text (`network.ts`).
  const position = typeof next === 'number' ? String(next) : asId(next);
  if (!Array.isArray(entries) || position === null) return null;
  return { events: entries.flatMap(readEvent), isFull: entries.length >= perPage, position };
}

/** The kind of each event type. The misspelt type is spelt like that in Box's own API description. */
const kinds: Readonly<Record<string, SignEvent['kind']>> = {
  SIGN_DOCUMENT_CREATED: 'created',
  SIGN_DOCUMENT_CONVERTED: 'converted',
  SIGN_DOCUMENT_ASSIGNED: 'sent',
  SIGN_DOCUMENT_VIEWED_BY_SIGNER: 'viewed',
  SIGN_DOCUMENT_VIEWED_BY_SIGNED: 'viewed',
  SIGNER_FORWARDED: 'forwarded',
  SIGN_DOCUMENT_SIGNED: 'signed',
  SIGN_DOCUMENT_CANCELLED: 'cancelled',
  SIGN_DOCUMENT_COMPLETED: 'ended',
  SIGN_DOCUMENT_DECLINED: 'ended',
  SIGN_DOCUMENT_EXPIRED: 'ended',
};

function readEvent(raw: unknown): SignEvent[] {
  const fields = asRecord(raw);
  const type = asText(fields?.['event_type']) ?? '';
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const details: RawRecord = asRecord(asRecord(fields?.['additional_details'])?.['sign_request']) ?? {};
  const boxId = asId(details['sign_request_id']);
  const at = asTime(fields?.['created_at']);
  if (kind === undefined || boxId === null || at === null) return [];
  const signer = asText(asRecord(details['signer'])?.['email']);
  return [{ kind, at, boxId, signer, by: asText(asRecord(fields?.['created_by'])?.['login']) }];
}
