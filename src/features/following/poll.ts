/**
 * Polls Box for changes. A poll covers one person: it reads each of their requests that is due, or their whole list,
 * whichever takes fewer calls. A regular poll ends by planning the next one; changes in between move that forward.
 * `signing/polling.ts` decides how often requests are polled, and how polling slows down as the month's calls are used
 * up.
 */
import { randomUUID } from 'node:crypto';
import type { BoxSession } from '../../box/session.ts';
import { getSignRequest, listSignRequestPages } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { observeListed } from '../../signing/listed.ts';
import { observe, observeGone, observeReadDenied } from '../../signing/observe.ts';
import {
  afterDenialMs,
  interestForMs,
  isAwaitingNews,
  isPollingSlowed,
  isReadDenied,
  nextPollIn,
  planPoll,
} from '../../signing/polling.ts';
import { isOpenState } from '../../signing/request-list.ts';
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, type Work, work } from '../../signing/work.ts';
import type { Lease, Store } from '../../store/database.ts';
import { ConnectionChanged } from '../../store/held-connection.ts';
import { type ConnectedSession, connectedSession } from '../connect/connection.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { redrawHomeAndListsSoon } from '../surfaces/table.ts';
import { checkSilentWebhook } from '../webhooks/silent.ts';
import { isCoveredByEvents, readEventsSoon } from './events.ts';
import { logSlowedPolling } from './slowed-polling.ts';

/** Box's page size: a list of this many requests is one call. */
const perPage = 1_000;

/** When a person returns to the app, requests that were read longer ago than this are polled. */
const freshMs = 2 * 60_000;

/** The step `poll`. @param isBack all that is not fresh is read now, as when the person has returned to the app */
export async function poll(
  services: Services,
  { user, isBack = false }: StepArgs['poll'],
  { tenant, lease }: Run,
): Promise<void> {
  const { store, now } = services;
  const { records, pages } = await polledRequests(services, tenant, user);
  if (records.length === 0) return;
  const connected = await connectedSession(services, tenant, user);
  // Polling starts again when the person connects again (`followAgain`).
  if (!connected) return;
  const { session } = connected;
  const reserve = await store.pollBudget.left();
  if (isPollingSlowed(reserve)) logSlowedPolling(services);
  const due = isBack ? records.map((record) => asStale(record, now())) : records;
  const isRead = await isCoveredByEvents(services, tenant);
  // The stream is read less often while no signer is active, so its next reading may have to be moved forward.
  if (isRead) await readEventsSoon(services, tenant);
  // The stream never reports on an account in another Box enterprise. So it counts only once it has reported on one of
  // the person's requests.
  const isCovered = !isBack && isRead && records.some(({ details }) => details.isTold);
  const plan = planPoll(due, { now: now(), reserve, pages, isCovered });
  try {
    if (plan.kind === 'list') await pollList(services, connected, { tenant, user, lease });
    if (plan.kind === 'get') await pollEach(services, session, plan.records, lease);
  } catch (error) {
    if (error instanceof ConnectionChanged) return;
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    // Polling continues after a longer delay. If the connection has ended, the person is told in a separate message.
    services.log.warn({ userId: user, failure: error.message }, 'Box refused a poll');
    await store.jobs.enqueue(tenant, work.poll({ user }, afterDenialMs));
    return;
  }
  // The person may have a view open that shows when Box last answered. The regular poll is still planned.
  if (isBack) await redrawHomeAndListsSoon(services, tenant, user);
  else await planNext(services, tenant, user, { reserve, isCovered });
}

/** The request, changed so that it is due, unless Box has just answered about it (or lately refused to). */
function asStale(record: SignRequest, now: number): SignRequest {
  const isFresh = now - (record.observedAt ?? 0) < freshMs;
  return isFresh ? record : { ...record, observedAt: 0 };
}

async function polledRequests(
  { store }: Services,
  tenant: string,
  user: string,
): Promise<{ records: readonly SignRequest[]; pages: number }> {
  const all = await store.signRequests.listAll(tenant, user);
  const ids = all.filter(({ state, boxId }) => boxId !== null && (isOpenState(state) || state === 'signed'));
  const records = await store.signRequests.getMany(
    tenant,
    user,
    ids.map(({ id }) => id),
  );
  return { records: records.filter(isAwaitingNews), pages: Math.max(1, Math.ceil(all.length / perPage)) };
}

/**
 * Reads the person's whole list. Then reads each request that is missing from it, to find out whether it was deleted.
 */
async function pollList(
  services: Services,
  { session, since }: ConnectedSession,
  { tenant, user, lease }: { readonly tenant: string; readonly user: string; readonly lease: Lease },
): Promise<void> {
  const { store, now } = services;
  const startedAt = now();
  for await (const page of listSignRequestPages(session)) {
    const at = now();
    await store.pollBudget.take(1);
    const next: Work[] = [];
    await store.signRequests.observeAll(
      tenant,
      user,
      page,
      (known, seen) => {
        const decision = observeListed(known, seen, { tenant, requester: user, newId: randomUUID }, at);
        next.push(...checkSilentWebhook(services, known, decision, at));
        return decision;
      },
      lease,
      since,
    );
    for (const one of next) await store.jobs.enqueue(tenant, one);
  }
  const { records } = await polledRequests(services, tenant, user);
  const missing = records.filter(
    (record) => (record.observedAt ?? 0) < startedAt && !isReadDenied(record, startedAt),
  );
  await pollEach(services, session, missing, lease);
}

async function pollEach(
  services: Services,
  session: BoxSession,
  records: readonly SignRequest[],
  lease: Lease,
): Promise<void> {
  const { store, now } = services;
  for (const { tenant, id, boxId } of records) {
    if (boxId === null) continue;
    // The call is counted before it is made, because a failed call counts as well.
    await store.pollBudget.take(1);
    const decide = await readDecision(session, boxId);
    const at = now();
    const next: Work[] = [];
    await store.signRequests.change(
      tenant,
      id,
      (record) => {
        const decision = decide(record, at);
        next.push(...checkSilentWebhook(services, record, decision, at));
        return decision;
      },
      { lease },
    );
    for (const one of next) await store.jobs.enqueue(tenant, one);
  }
}

/** What Box's answer about a request changes in its record. */
type Decide = (record: SignRequest, at: number) => Decision | null;

async function readDecision(session: BoxSession, boxId: string): Promise<Decide> {
  try {
    const seen = await getSignRequest(session, boxId);
    return (record, at) => observe(record, seen, at);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    // After a 401, Box will refuse all calls of this person.
    if (error.status === 401) throw error;
    return error.status === 404 ? observeGone : observeReadDenied;
  }
}

async function planNext(
  services: Services,
  tenant: string,
  user: string,
  { reserve, isCovered }: { readonly reserve: number; readonly isCovered: boolean },
): Promise<void> {
  const now = services.now();
  const { records } = await polledRequests(services, tenant, user);
  const waitMs = nextPollIn(records, { now, reserve, isCovered, chance: Math.random() });
  if (waitMs !== null) await services.store.jobs.enqueue(tenant, work.poll({ user }, waitMs));
}

/** A person pressed something that may soon bring news: the request is polled often for a while. */
export async function expectNews(services: Services, { tenant, id }: SignRequest): Promise<void> {
  const until = services.now() + interestForMs;
  await services.store.signRequests.change(tenant, id, (record) =>
    isAwaitingNews(record)
      ? { record: { ...record, details: { ...record.details, interestUntil: until } }, steps: [] }
      : null,
  );
}

/** A person has returned to the app: polls their open requests, unless Box has just answered about all of them. */
export async function pollReturningPerson(
  { store, now }: Services,
  tenant: string,
  user: string,
): Promise<void> {
  const hasStale = await store.signRequests.hasStale(tenant, user, now() - freshMs);
  if (hasStale) await store.jobs.enqueue(tenant, work.poll({ user, isBack: true }));
}

/**
 * Called at startup: plans a poll for everyone with an open request. An earlier version of the app, or one with
 * another kind of access to Box, may not have planned it.
 */
export async function planAllPolls(store: Store, tenant: string): Promise<void> {
  for (const user of await store.signRequests.requestersWithOpen(tenant)) {
    await store.jobs.enqueue(tenant, work.poll({ user }, Math.round(Math.random() * 60_000)));
  }
}
