/** Finds the requests of others that wait for a person's signature and about which they have a message in Slack. */
import { signerStatusOf } from '../../signing/asking.ts';
import type { Person } from '../../store/database.ts';
import { nameOr } from '../../views/blocks.ts';
import type { RequestToSign } from '../../views/signer-message.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { personOf } from '../rights/admit.ts';
import { type Services, textsFor } from '../services.ts';

/** The requests that wait for this person's signature, longest wait first. */
export async function requestsToSign(
  services: Services,
  tenant: string,
  reader: Person,
): Promise<RequestToSign[]> {
  const { cards, signRequests } = services.store;
  const { userId: user } = reader;
  const asked: RequestToSign[] = [];
  for (const id of await cards.openRequestsWithMessageTo(tenant, user)) {
    const record = await signRequests.get(tenant, id);
    if (!record || signerStatusOf(record, user, services.now()) !== 'asked') continue;
    const requester = await personOf(services, tenant, record.requester);
    const who = nameOr(requester.name, textsFor(reader).workspace.somebody);
    asked.push({ record, reader: user, who, lost: await whyNotFollowed(services, record) });
  }
  return asked;
}
