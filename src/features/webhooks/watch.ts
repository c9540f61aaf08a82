/**
 * Creates and deletes webhooks in Box: one for each person and destination folder, while the folder has open requests.
 * Where Box refuses to create one, the app relies on polling, which also finds what a dead webhook did not report.
 */
import type { BoxSession } from '../../box/session.ts';
import { createWebhook, deleteWebhook } from '../../box/webhooks.ts';
import { OutsideFailure } from '../../failure.ts';
import { isOpenState } from '../../signing/request-list.ts';
import { watchedFolder } from '../../signing/watch.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import type { Store, WatchedFolder, Webhook } from '../../store/database.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';

/**
 * How long (ms) a refusal counts: after that, the next run of the step asks Box again, because a scope or a permission
 * may have been granted since.
 */
const refusedForMs = 24 * 60 * 60_000;

/**
 * The step `watchFolder`: creates the folder's webhook, keeps it, or deletes it, depending on the person's open
 * requests there.
 */
export async function watchFolder(
  services: Services,
  { user, folderId, silentSince, isAnew = false }: StepArgs['watchFolder'],
  { tenant }: Run,
): Promise<void> {
  const { store, webhookAddress, now } = services;
  const watch: WatchedFolder = { tenant, user, folderId };
  const known = await store.webhooks.get(watch);
  if (webhookAddress === null && known === null) return;
  const isWanted = webhookAddress !== null && (await openFolders(store, tenant, user)).has(folderId);
  if (!isWanted && known === null) return;
  const session = await services.box.sessionFor(tenant, user);
  // When a connection ends, Box deletes its webhooks; connecting again creates new ones.
  if (!session) return isWanted ? undefined : store.webhooks.remove(watch);
  try {
    if (!isWanted) return await unwatch(services, session, watch, known);
    if (isUpToDate(known, { silentSince, isAnew, address: webhookAddress, now: now() })) return;
    await replaceWebhook(services, session, watch, {
      known,
      isSilent: silentSince !== undefined,
      address: webhookAddress,
    });
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    services.log.warn({ userId: user, failure: error.message }, 'a webhook could not be created or deleted');
  }
}

interface WatchCheck {
  readonly silentSince: number | undefined;
  readonly isAnew: boolean;
  readonly address: string;
  readonly now: number;
}

/** Whether there is nothing to do: Box refused recently, or nothing is known to be wrong with the existing webhook. */
function isUpToDate(known: Webhook | null, { silentSince, isAnew, address, now }: WatchCheck): boolean {
  if (known === null || isAnew || known.address !== address) return false;
  if (known.state === 'refused') return now < known.createdAt + refusedForMs;
  if (silentSince === undefined) return true;
  return known.createdAt >= silentSince || (known.lastHeardAt ?? 0) >= silentSince;
}

interface Replacement {
  readonly known: Webhook | null;
  readonly isSilent: boolean;
  readonly address: string;
}

async function replaceWebhook(
  { store, log }: Services,
  session: BoxSession,
  watch: WatchedFolder,
  { known, isSilent, address }: Replacement,
): Promise<void> {
  let replaces: string | null = null;
  // A webhook that has stopped working is deleted first, because `createWebhook` would find it and keep it.
  if (known?.boxId && isSilent) {
    log.warn({ userId: watch.user }, 'Box did not report a change: its webhook is created again');
    await deleteWebhook(session, known.boxId);
    replaces = known.boxId;
  }
  const made = await createWebhook(session, watch.folderId, address);
  if ('refused' in made) {
    log.warn({ userId: watch.user, failure: made.refused.message }, 'Box refused to create a webhook');
    return store.webhooks.put(watch, { boxId: null, address, replaces });
  }
  await store.webhooks.put(watch, { boxId: made.boxId, address, replaces });
}

/** Deletes the webhook in Box, unless another person with the same Box user still needs it. */
async function unwatch(
  { store }: Services,
  session: BoxSession,
  watch: WatchedFolder,
  known: Webhook | null,
): Promise<void> {
  const boxId = known?.boxId ?? null;
  if (boxId !== null && (await store.webhooks.withBoxId(boxId)).length === 1)
    await deleteWebhook(session, boxId);
  await store.webhooks.remove(watch);
}

/**
 * The step `watchFolders`: enqueues `watchFolder` for each folder in which the person has an open request, where
 * webhooks are configured, and for each folder for which a webhook (or its refusal) is still stored.
 */
export async function watchFolders(
  { store, webhookAddress }: Services,
  { user, isAnew = false }: StepArgs['watchFolders'],
  { tenant }: Pick<Run, 'tenant'>,
): Promise<void> {
  const known = await store.webhooks.ofPerson(tenant, user);
  const folders = new Set([
    ...(webhookAddress === null ? [] : await openFolders(store, tenant, user)),
    ...known.map(({ folderId }) => folderId),
  ]);
  for (const folderId of folders) {
    await store.jobs.enqueue(tenant, work.watchFolder({ user, folderId, ...(isAnew ? { isAnew } : {}) }));
  }
}

async function openFolders(store: Store, tenant: string, user: string): Promise<ReadonlySet<string>> {
  const all = await store.signRequests.listAll(tenant, user);
  const open = all.filter(({ state, boxId }) => boxId !== null && (isOpenState(state) || state === 'signed'));
  const records = await store.signRequests.getMany(
    tenant,
    user,
    open.map(({ id }) => id),
  );
  return new Set(records.flatMap((record) => watchedFolder(record) ?? []));
}

/**
 * Called at startup: brings the webhooks of everyone with an open request in line with the settings, which may have
 * changed. Where webhooks are no longer configured, they are deleted.
 */
export async function watchAll(
  { store, webhookAddress }: Pick<Services, 'store' | 'webhookAddress'>,
  tenant: string,
): Promise<void> {
  for (const user of await store.signRequests.requestersWithOpen(tenant)) {
    const concerns = webhookAddress !== null || (await store.webhooks.ofPerson(tenant, user)).length > 0;
    if (concerns) await store.jobs.enqueue(tenant, work.watchFolders({ user }));
  }
}
