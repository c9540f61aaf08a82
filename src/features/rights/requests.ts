/**
 * Guards presses, submissions and closes that concern a sign request: finds the request, checks what the person may do
 * with it, and answers everyone else as if the request did not exist. Handlers behind this guard get only records that
 * the person has a right to. Cards in channels: `shared.ts`; requests of others in the list: `collaborators.ts`.
 */
import { signerOf } from '../../signing/asking.ts';
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { work } from '../../signing/work.ts';
import type { ActionPayload, Answer, ClosePayload, SubmissionPayload } from '../../slack/payloads.ts';
import { sentenceView } from '../../views/sentence.ts';
import type { Services } from '../services.ts';
import { tellPrivately, tellRequestNotFound } from '../tell.ts';
import { closedByMember, forMember, type Member, pressedByMember, submittedByMember } from './members.ts';

/** The roles that a person can have for a sign request. */
type Relation = 'requester' | 'signer' | 'reader' | 'viewer' | 'editor';

/** Each right to a sign request → the roles that have it. */
const rights = {
  see: ['requester'],
  seeShared: ['requester', 'reader'],
  share: ['requester'],
  sign: ['signer'],
  refresh: ['requester'],
  follow: ['requester'],
  copy: ['requester'],
  resend: ['requester'],
  cancel: ['requester'],
  change: ['requester'],
  check: ['requester'],
  sendLikeThis: ['requester'],
  fix: ['requester'],
  discard: ['requester'],
  sendAgain: ['requester'],
  // Rights to another person's request, for a person to whom Box shows the request.
  seeAsCollaborator: ['viewer'],
  remindAsCollaborator: ['viewer'],
  cancelAsCollaborator: ['editor'],
} as const satisfies Readonly<Record<string, readonly Relation[]>>;

/** A right to a sign request; see `rights`. */
export type RequestRight = keyof typeof rights;

/** A person and a request that they have the required right to. */
export interface PermittedRequest extends Member {
  readonly record: SignRequest;
}

/**
 * Whether a person has this right to a request.
 * @param isOnSharedCard whether the press was on the request's card in a channel
 */
export function isAllowed(
  record: SignRequest,
  userId: string,
  right: RequestRight,
  isOnSharedCard = false,
): boolean {
  return rights[right].some((relation) => hasRelation[relation](record, userId, isOnSharedCard));
}

const hasRelation: Readonly<
  Record<Relation, (record: SignRequest, userId: string, isOnSharedCard: boolean) => boolean>
> = {
  requester: (record, userId) => record.requester === userId && !record.details.sharedAs,
  // A person who was picked in Slack as a signer and signs from Slack. An equal email address is not enough.
  signer: (record, userId) => signerOf(record, userId)?.signsHere === true,
  // Any member, but only on a card that its requester has shared with the channel that they are in.
  reader: (_record, _userId, isOnSharedCard) => isOnSharedCard,
  // The stored `requester` of a shared request is the person to whom Box shows it. Editors are viewers as well.
  viewer: (record, userId) => record.requester === userId && record.details.sharedAs !== undefined,
  editor: (record, userId) => record.requester === userId && record.details.sharedAs === 'editor',
};

/** The request with this id, if the person has the right to it; null otherwise, and when there is no such request. */
export async function findPermitted(
  { store }: Services,
  { tenant, person }: Pick<Member, 'tenant' | 'person'>,
  id: string | null,
  right: RequestRight,
): Promise<SignRequest | null> {
  const record = id ? await store.signRequests.get(tenant, id) : null;
  return record && isAllowed(record, person.userId, right) ? record : null;
}

/**
 * Before Slack is answered, calls `decide` with the request whose id is the button's value, if the person has this
 * right to it; otherwise tells them that it was not found. For presses whose effect must be stored before the answer.
 */
export function pressedForRequest<Result>(
  services: Services,
  payload: ActionPayload,
  right: RequestRight,
  decide: (on: PermittedRequest) => Promise<Result>,
): Promise<Result | Answer> {
  return pressedByMember(services, payload, async (member): Promise<Result | Answer> => {
    const record = await findPermitted(services, member, payload.value, right);
    return record ? decide({ ...member, record }) : tellRequestNotFound(services, payload, member.person);
  });
}

/**
 * After Slack is answered, calls `run` with the request whose id is the button's value, if the person has this right to
 * it; otherwise tells them that it was not found. For presses that need nothing stored before the answer.
 */
export function forRequest(
  services: Services,
  payload: ActionPayload,
  right: RequestRight,
  run: (on: PermittedRequest) => Promise<void>,
): Answer {
  return forMember(services, payload, async (member) => {
    const record = await findPermitted(services, member, payload.value, right);
    if (record) return run({ ...member, record });
    await (await tellRequestNotFound(services, payload, member.person)).after?.();
  });
}

/**
 * Handles the submission of a modal about a request. A person without this right to it gets a view that says that it
 * was not found.
 */
export function submittedForRequest(
  services: Services,
  payload: SubmissionPayload,
  { id, right }: { readonly id: string | null; readonly right: RequestRight },
  decide: (on: PermittedRequest) => Promise<Answer>,
): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const record = await findPermitted(services, member, id, right);
    if (record) return decide({ ...member, record });
    return { ack: { response_action: 'push', view: sentenceView(member.t.notKnown.request, member.t) } };
  });
}

/** Handles the closing of a modal that showed a request. Ignored unless the person may see the request. */
export function closedForRequest(
  services: Services,
  payload: ClosePayload,
  id: string | null,
  run: (on: PermittedRequest) => Promise<void>,
): Promise<Answer> {
  return closedByMember(services, payload, async (member) => {
    const record = await findPermitted(services, member, id, 'see');
    if (record) await run({ ...member, record });
  });
}

/**
 * Changes the request whose button was pressed. `then` runs after Slack was answered, and must wake the workers. A
 * press that changes nothing came from an outdated message or view: the request is redrawn, and the presser is told
 * why.
 *
 * @param whyNot the sentence for a press that changes nothing; "not possible now" unless given
 */
export async function changeAsPressed(
  services: Services,
  payload: ActionPayload,
  { record: { tenant, id }, t }: PermittedRequest,
  decide: (record: SignRequest) => Decision | null,
  then: (record: SignRequest) => Promise<void>,
  whyNot: (record: SignRequest) => string = () => t.notNow,
): Promise<Answer> {
  const { signRequests } = services.store;
  const changed = await signRequests.change(tenant, id, decide, { wake: false });
  if (changed?.isChanged) return { after: () => then(changed.record) };
  return redrawAndTell(
    services,
    payload,
    { tenant, requestId: id },
    changed ? whyNot(changed.record) : t.notNow,
    t,
  );
}

/** Answers a press on an outdated message or view: redraws the request, and tells the person why nothing happened. */
export async function answerOutdatedRequest(
  services: Services,
  payload: ActionPayload,
  { record, t }: PermittedRequest,
): Promise<Answer> {
  return redrawAndTell(services, payload, { tenant: record.tenant, requestId: record.id }, t.notNow, t);
}

async function redrawAndTell(
  services: Services,
  payload: ActionPayload,
  { tenant, requestId }: { readonly tenant: string; readonly requestId: string },
  sentence: string,
  t: Member['t'],
): Promise<Answer> {
  await services.store.jobs.enqueue(tenant, work.redraw({ requestId }));
  return { after: () => tellPrivately(services, payload, sentence, t) };
}
