/**
 * Guards every press and submission about another person's request that Box shows to the presser. Any other request is
 * treated as missing. Box decides whether the action is allowed, because it is called with the presser's own
 * connection.
 */
import type { SignRequest } from '../../signing/sign-request.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { sentenceView } from '../../views/sentence.ts';
import type { Services } from '../services.ts';
import { tellPrivately } from '../tell.ts';
import { forMember, type Member, submittedByMember } from './members.ts';
import { isAllowed } from './requests.ts';

type SharedRight = 'seeAsCollaborator' | 'remindAsCollaborator' | 'cancelAsCollaborator';

/** A person, and another person's request to which they have the required right. */
export interface PermittedShared extends Member {
  readonly record: SignRequest;
}

async function findShared(
  { store }: Services,
  { tenant, person }: Member,
  id: string | null,
  right: SharedRight,
): Promise<SignRequest | null> {
  const record = id ? await store.sharedRequests.get({ tenant, user: person.userId }, id) : null;
  return record && isAllowed(record, person.userId, right) ? record : null;
}

/** Handles a press. The option's value is the id of the shared request. */
export function forCollaborator(
  services: Services,
  payload: ActionPayload,
  right: SharedRight,
  run: (on: PermittedShared) => Promise<void>,
): Answer {
  return forMember(services, payload, async (member) => {
    const record = await findShared(services, member, payload.value, right);
    if (record) await run({ ...member, record });
    else await tellPrivately(services, payload, member.t.notKnown.request, member.t);
  });
}

/** Handles the submission of a dialog. */
export function submittedForCollaborator(
  services: Services,
  payload: SubmissionPayload,
  { id, right }: { readonly id: string | null; readonly right: SharedRight },
  decide: (on: PermittedShared) => Promise<Answer>,
): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const record = await findShared(services, member, id, right);
    if (record) return decide({ ...member, record });
    return { ack: { response_action: 'update', view: sentenceView(member.t.notKnown.request, member.t) } };
  });
}
