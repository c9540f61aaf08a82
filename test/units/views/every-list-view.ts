/** Draws what the list shows besides a person's own requests: batches, reminders, requests of others. */
import type { Batch, BatchFailure } from '../../../src/signing/batch.ts';
import { listState, pageOfList } from '../../../src/signing/request-list.ts';
import { pageOfShared } from '../../../src/signing/shared.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { batchMessage, batchView, checkBatchView } from '../../../src/views/batch.ts';
import { listFrame } from '../../../src/views/list-frame.ts';
import { remindModal } from '../../../src/views/remind-modal.ts';
import { severalView } from '../../../src/views/several.ts';
import { sharedCancelModal, sharedListView, sharedRemindModal } from '../../../src/views/shared-list.ts';
import type { Texts } from '../../../src/views/texts/index.ts';
import { now, shownRecords } from './every-record.ts';

const open = shownRecords.map((record): SignRequest => ({ ...record, state: 'sent', boxId: '1' }));
const failures: readonly (BatchFailure | 'done' | null)[] = [
  'done',
  'too_early',
  'over',
  'refused',
  'unknown',
  'all_signed',
  'not_at_box',
  'not_found',
  null,
];
const verbs = ['resend', 'cancel', 'export'] as const;
const states = ['asking', 'answered', 'silent', 'not_connected'] as const;

const batches = verbs.flatMap((verb) =>
  [null, now].map(
    (finishedAt): Batch => ({
      id: 'b1',
      user: 'U0ANA',
      verb,
      reason: null,
      entries: open.map(({ id }, index) => ({
        id,
        askedAt: now,
        result: failures[index % failures.length] ?? null,
      })),
      viewId: 'V1',
      confirmedAt: now,
      shareSentAt: null,
      finishedAt,
    }),
  ),
);

/** What each builder of lists draws, by the builder's name. */
export const listBuilders: Readonly<Record<string, (t: Texts) => readonly unknown[]>> = {
  severalView: (t) =>
    [true, false].map((canExport) =>
      severalView({ batchId: 'b1', records: open, count: open.length, canExport, t, now }),
    ),
  checkBatchView: (t) =>
    (['resend', 'cancel'] as const).flatMap((verb) => [
      checkBatchView({ id: 'b1', verb }, open, t, now),
      checkBatchView({ id: 'b1', verb }, shownRecords, t, now),
    ]),
  batchView: (t) => batches.map((batch) => batchView(batch, open, t)),
  batchMessage: (t) => batches.map((batch) => batchMessage(batch, open, t)),
  remindModal: (t) => open.map((record) => remindModal(record, t, now)),
  sharedRemindModal: (t) => open.map((record) => sharedRemindModal(record, t, now)),
  sharedCancelModal: (t) => open.map((record) => sharedCancelModal(record, t)),
  listFrame: (t) =>
    states.map((state) => {
      const selection = listState({ group: 'waiting', isPicked: true }, '', 1);
      const shown = { page: 2, pages: 3 };
      const source = { state, canConnect: true, listedAt: now };
      return listFrame({ selection, own: pageOfList([], selection), shown, source, rows: [], t });
    }),
  sharedListView: (t) =>
    states.flatMap((state) =>
      [open.slice(0, 20), []].map((records) => {
        const selection = { ...listState({ group: null, isPicked: false }, '', 1), shared: { sender: null } };
        const source = { state, canConnect: true, listedAt: now };
        const page = pageOfShared(records, selection);
        return sharedListView({ selection, own: pageOfList([], selection), page, source, t, now });
      }),
    ),
};
