/** The enterprise's event stream, for users who may run reports. Events may repeat and arrive out of order. */
import { insufficientPermissions, invalidParameter } from '../errors.ts';
import type { StoredEvent } from '../notices.ts';
import { checkQuery, numberIn } from '../validate.ts';
import { type Answer, mustHaveScope, type UserCall } from './context.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** How many earlier events a page repeats, when that is switched on. */
const REPEATED = 3;

/** Answers a page of the event stream. A stream position is the number of earlier events. */
export function getEvents(call: UserCall): Answer {
  const { state, user, settings } = call;
  const { query } = call.request;
  checkQuery(query, [
    ...['stream_type', 'stream_position', 'limit', 'event_type'],
    // Box ignores these parameters for this stream, as it documents.
    ...['created_after', 'created_before'],
  ]);
  mustBeEnterpriseStream(query);
  mustHaveScope(call, 'manage_enterprise_properties');
  const isService = Object.values(state.apps).some(({ serviceUserId }) => serviceUserId === user.id);
  if (!isService && user.isReportAdmin !== true) throw insufficientPermissions();
  const end = state.eventsForgotten + state.events.length;
  const from = positionFrom(query, state.eventsForgotten, end);
  const limit = numberIn(query, 'limit', { least: 1, most: MAX_LIMIT, absent: DEFAULT_LIMIT });
  const next = Math.min(from + limit, end);
  const first = settings.eventsRepeat ? Math.max(from - REPEATED, state.eventsForgotten) : from;
  const wanted = (query.get('event_type') ?? '').split(',').filter((one) => one !== '');
  const isTold = ({ enterprise, json }: StoredEvent) =>
    (isService || enterprise === user.enterprise) &&
    (wanted.length === 0 || wanted.includes(String(json['event_type'])));
  const slice = state.events.slice(first - state.eventsForgotten, next - state.eventsForgotten);
  const entries = slice.filter(isTold).map(({ json }) => json);
  if (settings.eventsDisordered) entries.reverse();
  return {
    status: 200,
    json: { chunk_size: entries.length, next_stream_position: String(next), entries },
  };
}

function mustBeEnterpriseStream(query: URLSearchParams): void {
  const type = query.get('stream_type') ?? 'all';
  if (type !== 'admin_logs_streaming')
    throw invalidParameter('stream_type', 'only admin_logs_streaming is known here');
}

function positionFrom(query: URLSearchParams, forgotten: number, end: number): number {
  const given = query.get('stream_position') ?? '0';
  if (given === 'now') return end;
  if (given === '0' || given === 'null') return forgotten;
  const position = /^\d{1,15}$/.test(given) ? Number(given) : -1;
  if (position < forgotten || position > end)
    throw invalidParameter('stream_position', 'is not in the stream');
  return position;
}
