/**
 * Carries out a batch: starts the action on a few requests at a time, as if the person had pressed the requests'
 * buttons one after another, and records how each ended. One modal shows the progress, and one message the result.
 */

import { OutsideFailure } from '../../failure.ts';
import {
  type Batch,
  type BatchEntry,
  batchRefusal,
  isWaiting,
  nextRunIn,
  outcomeOf,
  roomIn,
  startInBatch,
  tallyOf,
} from '../../signing/batch.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { batchMessage, batchView } from '../../views/batch.ts';
import { postOnce } from '../post-once.ts';
import { isFullMember, personOf } from '../rights/admit.ts';
import { isAllowed } from '../rights/requests.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { exportBatch } from './export.ts';
import { permittedRecords } from './permitted.ts';

/**
 * A run reads at most this many of the waiting requests. Those for which the action is not possible end immediately.
 */
const portionSize = 100;

/** The step `runBatch`: records what has ended, and starts the action on the next requests. */
export async function runBatch(
  services: Services,
  { user, batchId }: StepArgs['runBatch'],
  run: Run,
): Promise<void> {
  const batch = await services.store.batches.get(run.tenant, user, batchId);
  if (!batch || batch.confirmedAt === null || batch.finishedAt !== null) return;
  if (batch.verb === 'export') return saveProgress(services, await exportBatch(services, batch, run), run);
  const settled = { ...batch, entries: await settle(services, batch, run) };
  const asked = { ...settled, entries: await startNext(services, settled, run) };
  await saveProgress(services, asked, run);
}

/**
 * Returns the entries with the results of the started actions that have ended. An action whose start was recorded, but
 * that was not started because the process was killed in between, is started now.
 */
async function settle(services: Services, batch: Batch, run: Run): Promise<BatchEntry[]> {
  const open = batch.entries.filter(({ askedAt, result }) => askedAt !== null && result === null);
  const records = byId(await permittedRecords(services, run.tenant, { ...batch, entries: open }));
  const settled: BatchEntry[] = [];
  for (const entry of batch.entries) {
    if (!open.includes(entry)) {
      settled.push(entry);
      continue;
    }
    const record = records.get(entry.id);
    const outcome = record ? outcomeOf(batch, entry, record) : 'not_found';
    const result = outcome ?? (await startOne(services, batch, entry, run));
    settled.push({ ...entry, result: result === 'under_way' ? null : result });
  }
  return settled;
}

/** Starts the action on as many requests as the pace allows. Each start is recorded before it is made. */
async function startNext(services: Services, batch: Batch, run: Run): Promise<BatchEntry[]> {
  const now = services.now();
  const next = batch.entries.filter(isWaiting).slice(0, portionSize);
  const records = byId(await permittedRecords(services, run.tenant, { ...batch, entries: next }));
  const isMember = isFullMember(services, await personOf(services, run.tenant, batch.user));
  let room = roomIn(batch, now);
  const marked = batch.entries.map((entry): BatchEntry => {
    if (!next.includes(entry)) return entry;
    const record = records.get(entry.id);
    if (!record || !isMember) return { ...entry, result: 'not_found' };
    const refusal = batchRefusal(batch.verb, record, now);
    if (refusal) return { ...entry, result: refusal };
    if (room === 0) return entry;
    room -= 1;
    return { ...entry, askedAt: now };
  });
  await services.store.batches.save(run.tenant, { ...batch, entries: marked }, run.lease);
  const entries: BatchEntry[] = [];
  for (const entry of marked) {
    const isNew = entry.askedAt !== null && next.some(({ id }) => id === entry.id);
    const result = isNew ? await startOne(services, batch, entry, run) : entry.result;
    entries.push({ ...entry, result: result === 'under_way' ? null : result });
  }
  return entries;
}

/** Records the pending action on one request; a job then calls Box. Returns why not if it is not possible. */
async function startOne(
  { store, now }: Services,
  batch: Batch,
  { id }: BatchEntry,
  { tenant, lease }: Run,
): Promise<BatchEntry['result'] | 'under_way'> {
  const right = batch.verb === 'cancel' ? 'cancel' : 'resend';
  const changed = await store.signRequests.change(
    tenant,
    id,
    (record) => (isAllowed(record, batch.user, right) ? startInBatch(batch, record, now()) : null),
    { lease },
  );
  if (!changed) return 'not_found';
  return changed.isChanged ? 'under_way' : (batchRefusal(batch.verb, changed.record, now()) ?? 'refused');
}

/**
 * Stores the batch's progress. If requests are left, plans the next run and redraws the modal; otherwise ends the batch,
 * whose result the step `tellBatch` shows.
 */
async function saveProgress(services: Services, batch: Batch, { tenant, lease }: Run): Promise<void> {
  const { store, now } = services;
  const { user, id: batchId } = batch;
  if (tallyOf(batch).left === 0) {
    const next = work.tellBatch({ user, batchId });
    return store.batches.save(tenant, { ...batch, finishedAt: now() }, lease, next);
  }
  const next = work.runBatch({ user, batchId }, nextRunIn(batch, now()));
  await store.batches.save(tenant, batch, lease, next);
  const isOpen = await drawView(services, tenant, batch);
  if (!isOpen && batch.viewId !== null) await store.batches.save(tenant, { ...batch, viewId: null }, lease);
}

/** Shows the progress in the modal, if Slack answers. Returns false when the modal was closed. */
async function drawView(services: Services, tenant: string, batch: Batch): Promise<boolean> {
  if (batch.viewId === null) return false;
  const person = await personOf(services, tenant, batch.user);
  const failed = await failedOf(services, tenant, batch);
  try {
    return await services.slack.updateView(batch.viewId, batchView(batch, failed, textsFor(person)));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'the state of a batch could not be shown');
    return true;
  }
}

/**
 * The step `tellBatch`: posts one message with the result, and shows the result in the modal. For an export, the file
 * is that message.
 */
export async function tellBatch(
  services: Services,
  { user, batchId }: StepArgs['tellBatch'],
  run: Run,
): Promise<void> {
  const batch = await services.store.batches.get(run.tenant, user, batchId);
  const person = await personOf(services, run.tenant, user);
  if (!batch || !isFullMember(services, person)) return;
  if (batch.verb !== 'export' || tallyOf(batch).failed.length > 0) {
    const failed = await failedOf(services, run.tenant, batch);
    const message = batchMessage(batch, failed, textsFor(person));
    await postOnce(services, user, { message, key: `batch:${batchId}` }, run);
  }
  await drawView(services, run.tenant, batch);
}

function failedOf(services: Services, tenant: string, batch: Batch): Promise<SignRequest[]> {
  const ids = tallyOf(batch).failed.map(({ id }) => id);
  return services.store.signRequests.getMany(tenant, batch.user, ids);
}

function byId(records: readonly SignRequest[]): ReadonlyMap<string, SignRequest> {
  return new Map(records.map((record) => [record.id, record]));
}
