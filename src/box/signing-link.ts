/**
 * The one place where a signer's link leaves this folder: for the caller that shows it to that signer, and for nothing
 * else. Anyone who has the link can sign, so it must not be stored or logged.
 */
import { isSameAddress } from '../signing/address.ts';
import type { Observation } from '../signing/sign-request.ts';
import { callBox, pathSegment } from './call.ts';
import { readObservation } from './observation.ts';
import { asList, asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

/**
 * The signer whose link is wanted. Id and address must both match: the sender may have put another person in this
 * place.
 */
export interface LinkedSigner {
  readonly externalUserId: string;
  readonly email: string;
}

/**
 * Reads a request, with the link of one of its signers; null where Box names no such signer, or no link.
 * @throws OutsideFailure
 */
export function getSigningLink(
  session: BoxSession,
  boxId: string,
  signer: LinkedSigner,
): Promise<{ readonly seen: Observation; readonly link: string | null }> {
  return callBox(session, {
    operation: 'getSigningLink',
    mustNotRepeat: false,
    send: (client) => client.signRequests.getSignRequestById(pathSegment(boxId)),
    read: (raw) => {
      const seen = readObservation(raw);
      return seen && { seen, link: linkOf(raw, signer) };
    },
  });
}

function linkOf(raw: unknown, { externalUserId, email }: LinkedSigner): string | null {
  const found = asList(asRecord(raw)?.['signers'])
    .map(asRecord)
    .filter((one) => one?.['embed_url_external_user_id'] === externalUserId);
  const [signer] = found;
  if (!signer || found.length > 1 || !isSameAddress(asText(signer['email']), email)) return null;
  const link = asText(signer['embed_url']);
  return link !== null && /^https:\/\//.test(link) && URL.canParse(link) ? link : null;
}
