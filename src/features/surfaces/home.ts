/** App Home of one person: renders it without asking Box, and publishes it when it has changed. */
import { OutsideFailure } from '../../failure.ts';
import { endedShownMs, groupForHome } from '../../signing/home.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import type { Home, Person } from '../../store/database.ts';
import { closedHomeView, homeView } from '../../views/home.ts';
import { connectionShown, lostReasons } from '../connect/connection.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import { senderRefusal } from '../rights/senders.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { drawnHash } from './drawn-hash.ts';
import { requestsToSign } from './requests-to-sign.ts';

/** A person's Home is published at most once in this time (ms), however much changes. */
export const homeEveryMs = 3_000;

/** Enqueues one job that draws the Home of a person who has opened it, as soon as it may be published again. */
export async function drawHomeSoon(services: Services, tenant: string, user: string): Promise<void> {
  const home = await services.store.homes.get(tenant, user);
  if (home === null) return;
  await services.store.jobs.enqueue(tenant, work.drawHome({ user }, waitBeforeDrawMs(home, services.now())));
}

/** How long it takes until the person's Home may be published again (ms); 0: it may be published now. */
function waitBeforeDrawMs(home: Home, now: number): number {
  const sinceMs = now - (home.drawnAt ?? 0);
  return sinceMs < 0 ? homeEveryMs : Math.max(0, homeEveryMs - sinceMs);
}

/** The step `drawHome`: publishes the person's App Home, if it has changed. */
export async function drawHome(
  services: Services,
  { user }: StepArgs['drawHome'],
  { tenant }: Run,
): Promise<void> {
  const { store, slack, now } = services;
  const home = await store.homes.get(tenant, user);
  if (home === null) return;
  if (waitBeforeDrawMs(home, now()) > 0) return drawHomeSoon(services, tenant, user);
  const person = await personOf(services, tenant, user);
  const isMember = isFullMember(services, person);
  const view = isMember ? await renderHome(services, tenant, person) : closedHomeView(textsFor(null));
  const hash = drawnHash(view);
  if (hash === home.drawnHash) return;
  try {
    const { viewHash } = await slack.publishHome(user, view);
    await store.homes.recordDrawn(tenant, user, { hash, viewHash });
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    // Slack may refuse because the operator has turned the Home tab off. When a person opens Home, it is tried again.
    services.log.warn({ userId: user, failure: error.message }, 'Slack refused App Home');
    await store.homes.remove(tenant, user);
  }
  if (!isMember) await store.homes.remove(tenant, user);
}

async function renderHome(services: Services, tenant: string, person: Person) {
  const { store, now } = services;
  const { userId } = person;
  const since = now() - endedShownMs;
  const records = await store.signRequests.openOrEndedSince(tenant, userId, since);
  return homeView({
    groups: groupForHome(records, now()),
    asked: await requestsToSign(services, tenant, person),
    connection: await connectionShown(services, tenant, userId),
    mayNotSend: await senderRefusal(services, tenant, userId, await settingsOf(services, tenant, null)),
    lostOf: await lostReasons(services, tenant, userId),
    t: textsFor(person),
    now: now(),
  });
}
