/**
 * Export as a CSV file: uploads the file with the chosen requests to the person's messages. Offered where the optional
 * scope `files:write` was granted.
 */
import { Readable } from 'node:stream';
import { OutsideFailure } from '../../failure.ts';
import type { Batch, BatchEntry } from '../../signing/batch.ts';
import { requestsCsv } from '../../views/requests-csv.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { permittedRecords } from './permitted.ts';

/**
 * Posts the file in the person's messages, at most once. Returns the ended batch; the caller stores it before it tells
 * the person anything.
 */
export async function exportBatch(services: Services, batch: Batch, run: Run): Promise<Batch> {
  const { store, slack, now, log } = services;
  const { tenant, lease } = run;
  // An earlier run began to post the file but never stored its result, so the file may already have been posted.
  if (batch.shareSentAt !== null) return endedAs('unknown', batch);
  const person = await personOf(services, tenant, batch.user);
  const t = textsFor({ locale: person?.locale ?? null, timeZone: 'UTC' });
  const records = await permittedRecords(services, tenant, batch);
  const sharing = { ...batch, shareSentAt: now() };
  try {
    const bytes = Buffer.from(requestsCsv(records, t, now()), 'utf8');
    const file = { name: t.batch.csv.file, bytes: bytes.length, body: Readable.from([bytes]) };
    const fileId = await slack.uploadFile(file);
    const channel = await slack.openDirect(batch.user);
    await store.batches.save(tenant, sharing, lease);
    await slack.shareFiles(channel, [fileId], t.batch.exported(records.length));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    log.warn({ failure: error.message }, 'an exported list was not put into Slack');
    return endedAs(error.kind === 'unknown' ? 'unknown' : 'refused', sharing);
  }
  return endedAs('done', sharing);
}

function endedAs(result: NonNullable<BatchEntry['result']>, batch: Batch): Batch {
  return { ...batch, entries: batch.entries.map((entry) => ({ ...entry, result })) };
}
