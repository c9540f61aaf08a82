/**
 * Reads the event stream of the company at Box, where its admins let the app: it tells of every request at once what looks
 * would have to ask for one by one. Events only bring facts and cause a look; one reader at a time, whose place is stored.
 */

import { fromNow, readEventPage } from '../../box/events.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { observeEvent, type SignEvent } from '../../signing/observe-event.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { askBox } from '../ask-box.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';

/** Between two readings: each is a call. */
const everyMs = 60_000;
/** With nothing open there is nothing to hear of. */
const idleMs = 5 * 60_000;
/** After Box refused, which an admin has to mend. */
const refusedMs = 30 * 60_000;

/** What was read this long ago counts as read: looks go on at a slow pace. */
const isReadWithinMs = 15 * 60_000;

/** Pages in one run; the rest comes in the next. */
const mostPages = 20;

/** Clocks of Box and of this machine differ: an answer this much later than an event has told what the event tells. */
const clockSkewMs = 60_000;

/** The step `readEvents`. */
export async function readEvents(services: Services, _args: StepArgs['readEvents'], run: Run): Promise<void> {
  const { store, log } = services;
  const { tenant } = run;
  const session = await readerOf(services, tenant);
  if (services.events === null) return;
  const hasOpen = (await store.signRequests.requestersWithOpen(tenant)).length > 0;
  // While it runs: finishing it and its next turn are one write.
  await store.jobs.enqueue(tenant, work.readEvents({}, session === null || !hasOpen ? idleMs : everyMs));
  if (session === null) return;
  try {
    await readOn(services, session, run);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    if (error.status === 400) return startAnew(services, session, tenant);
    log.warn({ failure: error.message }, 'Box does not let the app read the event stream (BOX_EVENTS)');
    await store.jobs.enqueue(tenant, work.readEvents({}, refusedMs));
  }
}

/** The next reading comes no later than its turn, where the stream is read at all. */
export async function readEventsSoon({ store, events }: Services, tenant: string): Promise<void> {
  if (events !== null) await store.jobs.enqueue(tenant, work.readEvents({}, everyMs));
}

/** Whose rights the stream is read with: the app's own, or those of the admin who is configured. */
async function readerOf({ box, events }: Services, tenant: string): Promise<BoxSession | null> {
  if (events === null) return null;
  return box.asApp ?? (events.slackUser === null ? null : box.sessionFor(tenant, events.slackUser));
}

async function readOn(services: Services, session: BoxSession, run: Run): Promise<void> {
  const { store } = services;
  const { tenant } = run;
  let position = (await store.boxEvents.get(tenant))?.position ?? fromNow;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await readEventPage(session, position);
    await store.lookBudget.take(1);
    for (const event of page.events) await take(services, event, run);
    // After its events: a process that is killed between them reads them again.
    await store.boxEvents.save(tenant, page.position);
    if (page.count === 0 || page.position === position) return;
    position = page.position;
  }
}

async function take(services: Services, event: SignEvent, run: Run): Promise<void> {
  const { store } = services;
  const { tenant, lease } = run;
  const record = await store.signRequests.getByBoxId(tenant, event.boxId);
  if (record === null) return;
  const isNews = observeEvent(record, event) !== null;
  // To whom it was passed on is not in the event: the list of signers has it.
  if (isNews && event.kind === 'forwarded') await lookFirst(services, record, run);
  await store.signRequests.change(tenant, record.id, (now) => observeEvent(now, event), { lease });
  // Told again, or looked at since.
  if ((record.observedAt ?? 0) > event.at + clockSkewMs) return;
  await store.jobs.enqueue(tenant, work.refresh({ requestId: record.id }));
}

/** An answer that does not come holds nothing up: the person to whom it was passed is named later. */
async function lookFirst(services: Services, record: SignRequest, { tenant, lease }: Run): Promise<void> {
  try {
    const session = await services.box.sessionFor(tenant, record.requester);
    if (session !== null) await askBox(services, session, record, lease);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'no answer of Box after an event');
  }
}

/** Box has forgotten our place: what happened in between is looked for, once. */
async function startAnew(services: Services, session: BoxSession, tenant: string): Promise<void> {
  const { store, log } = services;
  log.warn(
    { tenant },
    'Box has forgotten how far the event stream was read; all open requests are looked at',
  );
  const { position } = await readEventPage(session, fromNow);
  await store.boxEvents.save(tenant, position);
  for (const user of await store.signRequests.requestersWithOpen(tenant)) {
    await store.jobs.enqueue(tenant, work.poll({ user, isBack: true }));
  }
}

/** Whether the stream tells what happens, so that looks are only a check. */
export async function isToldByEvents({ store, events, now }: Services, tenant: string): Promise<boolean> {
  if (events === null) return false;
  const read = await store.boxEvents.get(tenant);
  return read !== null && now() - read.readAt < isReadWithinMs;
}
