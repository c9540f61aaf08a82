/**
 * Finds the requests of a batch on which its person may take the batch's action. This is checked again at each step.
 */
import type { Batch } from '../../signing/batch.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { isAllowed } from '../rights/requests.ts';
import type { Services } from '../services.ts';

/** The requests of a batch to which its person has the right that the batch's action needs. */
export async function permittedRecords(
  { store }: Services,
  tenant: string,
  { user, verb, entries }: Pick<Batch, 'user' | 'verb' | 'entries'>,
): Promise<SignRequest[]> {
  const right = verb === 'export' ? 'see' : verb;
  const records = await store.signRequests.getMany(
    tenant,
    user,
    entries.map(({ id }) => id),
  );
  return records.filter((record) => isAllowed(record, user, right));
}
