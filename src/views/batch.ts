/**
 * What a batch (an action on several requests) looks like before it is confirmed, while it runs, and when it has ended.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { Message, ViewState } from '../shapes.ts';
import { type Batch, type BatchFailure, batchRefusal, tallyOf } from '../signing/batch.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { context, modal, nameLimit, section } from './blocks.ts';
import { peopleOf } from './card-people.ts';
import { clean } from './clean.ts';
import { textInput } from './inputs.ts';
import { sentenceMessage } from './sentence.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** At most this many requests are named; further ones are only counted. */
const mostNamed = 10;

const reasonId = 'reason';

/** Longest reason, in characters; the same as when one request is cancelled. */
const maxReason = 300;

/** A batch that acts on requests in Box, unlike an export. */
type ActingBatch = Pick<Batch, 'id'> & { readonly verb: 'resend' | 'cancel' };

/**
 * The page that says what the batch will do, and asks for confirmation. Null: the action is possible for none of the
 * requests.
 */
export function checkBatchView(
  { id, verb }: ActingBatch,
  records: readonly SignRequest[],
  t: Texts,
  now: number,
): ModalView | null {
  const says = t.batch.check;
  const failed = records.flatMap((record) => {
    const why = batchRefusal(verb, record, now);
    return why === null ? [] : [{ record, why }];
  });
  const count = records.length - failed.length;
  if (count === 0) return null;
  const lost =
    verb === 'cancel'
      ? records.filter((record) => peopleOf(record).signed.length > 0 && !isFailed(record, failed))
      : [];
  return modal({
    callback: callbacks.checkBatch,
    title: says.title[verb],
    submit: says.submit[verb],
    close: says.close,
    metadata: { batchId: id },
    notifyOnClose: false,
    blocks: [
      section(says.can[verb](count, records.length)),
      ...failureBlocks(verb, failed, t),
      ...lostSignatureBlocks(lost, t),
      section(says.how[verb]),
      ...(verb === 'cancel'
        ? [
            textInput(reasonId, t.actions.cancelModal.reason, '', {
              most: maxReason,
              hint: t.actions.cancelModal.reasonHint,
              isLong: true,
            }),
          ]
        : []),
    ],
  });
}

/** The reason that was typed on the submitted page; null: none. */
export function readBatchReason(values: ViewState): string | null {
  return values[reasonId]?.[reasonId]?.value?.trim() || null;
}

/**
 * The modal that shows a batch's progress or result.
 * @param records the requests for which the action failed, as far as they still exist
 */
export function batchView(batch: Batch, records: readonly SignRequest[], t: Texts): ModalView {
  const { verb, entries, finishedAt } = batch;
  const { left } = tallyOf(batch);
  const lines = finishedAt === null ? [] : resultLines(batch, records, t);
  return modal({
    callback: callbacks.batch,
    title: t.batch.title,
    close: t.result.done,
    metadata: { batchId: batch.id },
    notifyOnClose: false,
    blocks:
      lines.length > 0
        ? lines.map((line) => section(line))
        : [
            section(t.batch.progress[verb](entries.length - left, entries.length)),
            context(t.batch.progressHint),
          ],
  });
}

/** The message that says how the batch ended. @param records as for `batchView` */
export function batchMessage(
  batch: Pick<Batch, 'verb' | 'entries'>,
  records: readonly SignRequest[],
  t: Texts,
): Message {
  return sentenceMessage(resultLines(batch, records, t).join(' '), t);
}

function resultLines(
  batch: Pick<Batch, 'verb' | 'entries'>,
  records: readonly SignRequest[],
  t: Texts,
): string[] {
  const { verb } = batch;
  const { done, failed } = tallyOf(batch);
  if (verb === 'export') {
    const [first] = failed;
    if (!first) return [t.batch.exportDone];
    return [first.why === 'unknown' ? t.batch.exportUnknown : t.batch.exportFailed];
  }
  const byId = new Map(records.map((record) => [record.id, record]));
  const shown = failed.map(({ id, why }) => ({ record: byId.get(id) ?? null, why }));
  return [t.batch.done[verb](done), ...failureLines(verb, shown, t, t.batch.failures)];
}

interface Failed {
  /** The record of the request; null: it no longer exists. */
  readonly record: SignRequest | null;
  readonly why: BatchFailure;
}

function isFailed(record: SignRequest, failed: readonly Failed[]): boolean {
  return failed.some((one) => one.record === record);
}

function failureLines(
  verb: 'resend' | 'cancel',
  failed: readonly Failed[],
  t: Texts,
  says: Texts['batch']['failures'],
): string[] {
  if (failed.length === 0) return [];
  const named = failed.slice(0, mostNamed).map(({ record, why }) => {
    const name = record ? clean(requestName(record, t), nameLimit) : t.batch.unnamed;
    return t.batch.named(name, why);
  });
  return [says(verb, failed.length, named, failed.length - named.length)];
}

function failureBlocks(verb: 'resend' | 'cancel', failed: readonly Failed[], t: Texts): KnownBlock[] {
  return failureLines(verb, failed, t, t.batch.leftOut).map((line) => section(line));
}

function lostSignatureBlocks(records: readonly SignRequest[], t: Texts): KnownBlock[] {
  if (records.length === 0) return [];
  const names = records.slice(0, mostNamed).map((record) => clean(requestName(record, t), nameLimit));
  return [section(t.batch.check.lost(records.length, names, records.length - names.length))];
}
