/**
 * Reads the event stream of the Box enterprise, where its admins allow it: one call reports changes of all requests,
 * which polling would have to read one by one. An event adds facts to a record, and may cause the request to be read.
 * One job at a time reads the stream, and its position is stored.
 */
import { type EventPage, readEventPage, streamEnd } from '../../box/events.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { needsAnswerFirst, needsRefresh, observeEvent, type SignEvent } from '../../signing/observe-event.ts';
import { nextReadingIn } from '../../signing/polling.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { askBox } from '../ask-box.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';

/** Retry interval after Box refused a reading, which an admin has to fix. */
const refusedRetryMs = 30 * 60_000;
/** Retry interval while the admin whose connection is used is not connected. */
const notConnectedRetryMs = 5 * 60_000;

/** For this long (ms) after the stream was read, requests are polled less often. */
const coveredForMs = 15 * 60_000;

/** At most this many pages are read in one run; the next run continues. */
const maxPages = 20;

/**
 * How far the clocks of Box and of this machine may differ (ms). An answer that is later than an event by more than
 * this already includes what the event reports.
 */
const clockSkewMs = 60_000;

/** The step `readEvents`: reads and applies the new events of the stream, and plans the next reading. */
export async function readEvents(services: Services, _args: StepArgs['readEvents'], run: Run): Promise<void> {
  const { store, log } = services;
  const { tenant } = run;
  if (services.events === null) return;
  // The next reading is planned first, so that reading continues even if this run is given up. It may be moved forward
  // below.
  await store.jobs.enqueue(tenant, work.readEvents({}, refusedRetryMs));
  const session = await readerOf(services, tenant);
  if (session === null) return store.jobs.enqueue(tenant, work.readEvents({}, notConnectedRetryMs));
  try {
    await readPages(services, session, run);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    log.warn({ failure: error.message }, 'Box does not let the app read the event stream (BOX_EVENTS)');
    return;
  }
  await readEventsSoon(services, tenant);
}

/** Plans the next reading of the stream, or moves it forward. */
export async function readEventsSoon({ store, now }: Services, tenant: string): Promise<void> {
  const answeredAt = await store.signRequests.lastAnswerAt(tenant);
  const waitMs = nextReadingIn(answeredAt, now(), await store.pollBudget.left());
  await store.jobs.enqueue(tenant, work.readEvents({}, Math.round(waitMs)));
}

/**
 * The session that reads the stream: the app's own or, if it has none, the configured admin's. Null: the stream is not
 * to be read, or no admin is configured or connected.
 */
async function readerOf({ box, events }: Services, tenant: string): Promise<BoxSession | null> {
  if (events === null) return null;
  return box.asApp ?? (events.slackUser === null ? null : box.sessionFor(tenant, events.slackUser));
}

async function readPages(services: Services, session: BoxSession, run: Run): Promise<void> {
  const { store } = services;
  const { tenant } = run;
  let position = (await store.boxEvents.get(tenant))?.position ?? streamEnd;
  for (let pages = 0; pages < maxPages; pages += 1) {
    await store.pollBudget.take(1);
    const page = await readFrom(services, session, { tenant, position });
    for (const event of page.events) await applyEvent(services, event, run);
    // Saved after the page's events: a process that is killed in between reads them again.
    await store.boxEvents.save(tenant, page.position);
    if (!page.isFull || page.position === position) return;
    position = page.position;
  }
}

/**
 * Reads the page at this position. When Box no longer knows the position, reading starts over at the end of the stream,
 * and all open requests are polled once to find what was missed.
 */
async function readFrom(
  { store, log }: Services,
  session: BoxSession,
  { tenant, position }: { readonly tenant: string; readonly position: string },
): Promise<EventPage> {
  try {
    return await readEventPage(session, position);
  } catch (error) {
    const isForgotten = error instanceof OutsideFailure && error.kind === 'final' && error.status === 400;
    if (!isForgotten || position === streamEnd) throw error;
  }
  const page = await readEventPage(session, streamEnd);
  log.warn({ tenant }, 'Box no longer knows the position in the event stream; all open requests are polled');
  for (const user of await store.signRequests.requestersWithOpen(tenant)) {
    await store.jobs.enqueue(tenant, work.poll({ user, isBack: true }));
  }
  return page;
}

async function applyEvent(services: Services, event: SignEvent, run: Run): Promise<void> {
  const { store } = services;
  const { tenant, lease } = run;
  const before = await store.signRequests.getByBoxId(tenant, event.boxId);
  if (before === null) return;
  const wasRefreshed = needsAnswerFirst(before, event) && (await refreshFirst(services, before, run));
  await store.signRequests.change(tenant, before.id, (now) => observeEvent(now, event, wasRefreshed), {
    lease,
  });
  const isOlder = (before.observedAt ?? 0) > event.at + clockSkewMs;
  if (wasRefreshed || isOlder || !needsRefresh(before, event)) return;
  await store.jobs.enqueue(tenant, work.refresh({ requestId: before.id }));
}

/**
 * Reads the request before the event is merged. Returns whether it was read. A failure does not hold up the stream: a
 * separate job can read the request again.
 */
async function refreshFirst(
  services: Services,
  record: SignRequest,
  { tenant, lease }: Run,
): Promise<boolean> {
  try {
    const session = await services.box.sessionFor(tenant, record.requester);
    if (session === null) return false;
    await askBox(services, session, record, lease);
    return true;
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn(
      { request: record.id, failure: error.message },
      'the request could not be read from Box after an event',
    );
    return false;
  }
}

/** Whether the stream reports changes, so that polling is only a fallback. */
export async function isCoveredByEvents({ store, events, now }: Services, tenant: string): Promise<boolean> {
  if (events === null) return false;
  const read = await store.boxEvents.get(tenant);
  return read !== null && now() - read.readAt < coveredForMs;
}
