/**
 * Looks at Box on the app's own initiative: a round for each person, with a get for each request that is due or one
 * call for their whole list, whichever costs less. A round ends by planning the next; changes in between bring it
 * forward. How often, and how looks thin out as the month's calls are used up, is decided in `signing/polling.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { BoxSession } from '../../box/session.ts';
import { getSignRequest, listPages } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { observeListed } from '../../signing/listed.ts';
import { observe, observeGone, observeReadDenied } from '../../signing/observe.ts';
import {
  afterDenialMs,
  interestForMs,
  isFollowed,
  isReadDenied,
  isThinnedOut,
  nextRoundIn,
  planRound,
} from '../../signing/polling.ts';
import { isOpenState } from '../../signing/request-list.ts';
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, type Work, work } from '../../signing/work.ts';
import type { Lease, Store } from '../../store/database.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { checkSilentWebhook } from '../webhooks/silent.ts';
import { isCoveredByEvents, readEventsSoon } from './events.ts';
import { logThinned } from './thinned.ts';

/** Box's page size: a list of this many requests is one call. */
const perPage = 1_000;

/** A person who returns to the app sees nothing older than this. */
const freshMs = 2 * 60_000;

/** The step `poll`. */
export async function poll(
  services: Services,
  { user, isBack = false }: StepArgs['poll'],
  { tenant, lease }: Run,
): Promise<void> {
  const { store, now } = services;
  const { records, pages } = await openRequests(services, tenant, user);
  if (records.length === 0) return;
  // When the person connects again, the rounds start again.
  const session = await services.box.sessionFor(tenant, user);
  if (!session) return;
  const reserve = await store.pollBudget.left();
  if (isThinnedOut(reserve)) logThinned(services);
  const due = isBack ? records.map((record) => asStale(record, now())) : records;
  const isRead = await isCoveredByEvents(services, tenant);
  // While nothing was open the stream was read more rarely.
  if (isRead) await readEventsSoon(services, tenant);
  // The stream never reports on an account in another Box enterprise.
  const isTold = !isBack && isRead && records.some(({ details }) => details.isTold);
  const round = planRound(due, { now: now(), reserve, pages, isTold });
  try {
    if (round.kind === 'list') await pollList(services, session, { tenant, user, lease });
    if (round.kind === 'get') await pollEach(services, session, round.records, lease);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    // Not asked again at this pace; when the connection has ended, the person is told about that.
    services.log.warn({ userId: user, failure: error.message }, 'Box refuses a look');
    await store.jobs.enqueue(tenant, work.poll({ user }, afterDenialMs));
    return;
  }
  if (!isBack) await planNext(services, tenant, user, { reserve, isTold });
}

/** The request as if it were due, unless Box was asked just now. */
function asStale(record: SignRequest, now: number): SignRequest {
  const isFresh = now - (record.observedAt ?? 0) < freshMs;
  return isFresh ? record : { ...record, observedAt: 0 };
}

async function openRequests(
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
  return { records: records.filter(isFollowed), pages: Math.max(1, Math.ceil(all.length / perPage)) };
}

/** A request missing from the list is read by itself, so that a deletion is reported. */
async function pollList(
  services: Services,
  session: BoxSession,
  { tenant, user, lease }: { readonly tenant: string; readonly user: string; readonly lease: Lease },
): Promise<void> {
  const { store, now } = services;
  const startedAt = now();
  for await (const page of listPages(session)) {
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
    );
    for (const one of next) await store.jobs.enqueue(tenant, one);
  }
  const { records } = await openRequests(services, tenant, user);
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
    // Counted before the call is made: a failed call counts, too.
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

type Decide = (record: SignRequest, at: number) => Decision | null;

async function readDecision(session: BoxSession, boxId: string): Promise<Decide> {
  try {
    const seen = await getSignRequest(session, boxId);
    return (record, at) => observe(record, seen, at);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    // With 401 Box accepts no call of this person.
    if (error.status === 401) throw error;
    return error.status === 404 ? observeGone : observeReadDenied;
  }
}

async function planNext(
  services: Services,
  tenant: string,
  user: string,
  { reserve, isTold }: { readonly reserve: number; readonly isTold: boolean },
): Promise<void> {
  const now = services.now();
  const { records } = await openRequests(services, tenant, user);
  const waitMs = nextRoundIn(records, { now, reserve, isTold, chance: Math.random() });
  if (waitMs !== null) await services.store.jobs.enqueue(tenant, work.poll({ user }, waitMs));
}

/** A person pressed something that may soon bring news: Box is looked at often for a while. */
export async function expectNews(services: Services, { tenant, id }: SignRequest): Promise<void> {
  const until = services.now() + interestForMs;
  await services.store.signRequests.change(tenant, id, (record) =>
    isFollowed(record)
      ? { record: { ...record, details: { ...record.details, interestUntil: until } }, steps: [] }
      : null,
  );
}

/** A person is back: what they have open is looked at unless it is fresh. Who has nothing costs a read. */
export async function pollReturningPerson(
  { store, now }: Services,
  tenant: string,
  user: string,
): Promise<void> {
  const hasStale = await store.signRequests.hasStale(tenant, user, now() - freshMs);
  if (hasStale) await store.jobs.enqueue(tenant, work.poll({ user, isBack: true }));
}

/** After a start: plans the rounds that an earlier version, or another way into Box, had not planned. */
export async function planAllRounds(store: Store, tenant: string): Promise<void> {
  for (const user of await store.signRequests.requestersWithOpen(tenant)) {
    await store.jobs.enqueue(tenant, work.poll({ user }, Math.round(Math.random() * 60_000)));
  }
}
