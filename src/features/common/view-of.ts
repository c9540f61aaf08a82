/**
 * Record → what an open modal shows of it. The same for the view that follows a submission and for "Show
 * that one".
 */
import type { ModalView } from '@slack/types';
import { slowAt } from '../../signing/creation.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { canPlaceFields, statusTable } from '../../signing/status.ts';
import {
  checkView,
  readyView,
  sentView,
  slowView,
  unsureView,
  workingView,
} from '../../views/result-views.ts';
import type { Texts } from '../../views/texts/index.ts';

/** Null for a state that the form, not a result, shows (`not_sent`), or that has nothing to show. */
export function resultView(record: SignRequest, t: Texts, now: number): ModalView | null {
  if (record.state === 'not_sent' || record.state === 'discarded') return null;
  if (record.state === 'to_check') {
    return checkView(record, t, {
      folder: record.details.fileFolder,
      changedAt: record.details.fileModifiedAt,
    });
  }
  if (record.state === 'unsure') return unsureView(record, t);
  if (canPlaceFields(record)) return readyView(record, t);
  if (statusTable[record.state].isAtBox) return sentView(record, t);
  return now >= slowAt(record) ? slowView(record, t) : workingView(record, t);
}
