/** Chooses the result view: what a modal shows about a record after a submission, or after a press that shows it. */
import type { ModalView } from '@slack/types';
import { isSameAddress } from '../../signing/address.ts';
import { slowAt } from '../../signing/creation.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { canPlaceFields, statusTable } from '../../signing/status.ts';
import type { Person } from '../../store/database.ts';
import {
  checkView,
  readyView,
  type Sender,
  sentView,
  slowView,
  unsureView,
  workingView,
} from '../../views/result-views.ts';
import { connectionShown } from '../connect/connection.ts';
import { type Services, textsFor } from '../services.ts';

/**
 * The view for the record's state. Null for a state that the form shows instead (`not_sent`), and for one that shows
 * nothing.
 *
 * @param person its requester.
 */
export async function resultView(
  services: Services,
  record: SignRequest,
  person: Person,
): Promise<ModalView | null> {
  const t = textsFor(person);
  if (record.state === 'not_sent' || record.state === 'discarded') return null;
  if (record.state === 'to_check') {
    return checkView(record, t, {
      folder: record.details.fileFolder,
      changedAt: record.details.fileModifiedAt,
      sender: await senderOf(services, record, person),
      replaced: await replacedBy(services, record),
    });
  }
  if (record.state === 'unsure') return unsureView(record, t);
  if (canPlaceFields(record)) return readyView(record, t);
  if (statusTable[record.state].isAtBox) return sentView(record, t);
  return services.now() >= slowAt(record) ? slowView(record, t) : workingView(record, t);
}

/** The request that this one replaces, while it is still open; null: there is none. */
async function replacedBy(services: Services, { tenant, details }: SignRequest): Promise<SignRequest | null> {
  const { changes } = details;
  const old = changes === undefined ? null : await services.store.signRequests.get(tenant, changes);
  return old === null || statusTable[old.state].isFinal ? null : old;
}

/**
 * The Box account that sends the request, read when the view is drawn: the person may have connected another account.
 */
async function senderOf(services: Services, record: SignRequest, { email }: Person): Promise<Sender | null> {
  const shown = await connectionShown(services, record.tenant, record.requester);
  if (shown.state === 'none' || shown.login === null) return null;
  return { login: shown.login, isOwnAddress: isSameAddress(email, shown.login) };
}
