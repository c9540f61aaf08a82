/** Refresh in a row of the list. */
import { mayHaveDuplicate } from '../../signing/status.ts';
import type { Work } from '../../signing/work.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import type { PermittedRequest } from '../rights/requests.ts';
import type { Services } from '../services.ts';
import { pressListAgain } from './choose.ts';

/**
 * Asks Box for the whole list, because the list then shows that Box is being asked, and the answer or the failure. A
 * request about which Box's list says nothing is also read by itself.
 *
 * @param job reads this request alone
 */
export async function refreshInList(
  services: Services,
  payload: ActionPayload,
  { tenant, person, record }: PermittedRequest,
  job: Work,
): Promise<Answer> {
  const { listedAt } = await services.store.lists.readState(tenant, person.userId);
  const wasListed = listedAt !== null && record.boxId !== null && (record.observedAt ?? 0) >= listedAt;
  if (!wasListed || mayHaveDuplicate(record)) await services.store.jobs.enqueue(tenant, job, { wake: false });
  return pressListAgain(services, payload);
}
