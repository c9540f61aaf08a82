/**
 * Export as CSV: a file with the chosen requests, put into the person's messages. Offered where the optional scope
 * `files:write` was granted.
 */
import { Readable } from 'node:stream';
import { OutsideFailure } from '../../failure.ts';
import type { Batch } from '../../signing/batch.ts';
import { batchView } from '../../views/batch.ts';
import { requestsCsv } from '../../views/requests-csv.ts';
import { sentenceMessage, sentenceView } from '../../views/sentence.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { updateIfOpen } from '../surfaces/show-modal.ts';
import { permittedIn } from './permitted.ts';

/** Puts the file into the person's messages, at most once, and says so in the modal. */
export async function exportBatch(services: Services, batch: Batch, run: Run): Promise<void> {
  const { store, slack, now, log } = services;
  const { tenant, lease } = run;
  const t = textsFor(await personOf(services, tenant, batch.user));
  const end = async (failure: string | null): Promise<void> => {
    const ended: Batch = {
      ...batch,
      entries: batch.entries.map((entry) => ({ ...entry, result: 'done' })),
      finishedAt: now(),
    };
    const view = failure === null ? batchView(ended, [], t) : sentenceView(failure, t, t.batch.title);
    const isOpen = batch.viewId !== null && (await updateIfOpen(services, batch.viewId, view));
    // The file itself is the message; only a failure needs another one, where the modal is closed.
    if (failure !== null && !isOpen) {
      const channel = await slack.openDirect(batch.user);
      await slack.postEphemeral(channel, batch.user, sentenceMessage(failure, t));
    }
    await store.batches.save(tenant, ended, lease);
  };
  // An earlier run died, or Slack's answer was lost, so the file may already be there.
  if (batch.shareSentAt !== null) return end(t.batch.exportUnknown);
  const records = await permittedIn(services, tenant, batch);
  try {
    const bytes = Buffer.from(requestsCsv(records, t, now()), 'utf8');
    const file = { name: t.batch.csv.file, bytes: bytes.length, body: Readable.from([bytes]) };
    const fileId = await slack.uploadFile(file);
    const channel = await slack.openDirect(batch.user);
    await store.batches.save(tenant, { ...batch, shareSentAt: now() }, lease);
    await slack.shareFiles(channel, [fileId], t.batch.exported(records.length));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    log.warn({ failure: error.message }, 'an exported list was not put into Slack');
    return end(error.kind === 'unknown' ? t.batch.exportUnknown : t.batch.exportFailed);
  }
  await end(null);
}
