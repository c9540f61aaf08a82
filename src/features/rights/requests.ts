/**
 * The one guard between a press on a sign request and its effect: finds the request that the press names, checks what
 * the presser may do with it, and answers everyone else as if it did not exist. The code behind it gets only records
 * that the person may act on.
 */
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { work } from '../../signing/work.ts';
import type { ActionPayload, Answer, ClosePayload, SubmissionPayload } from '../../slack/payloads.ts';
import { sentenceView } from '../../views/sentence.ts';
import type { Services } from '../services.ts';
import { tellPrivately, tellUnknownRequest } from '../tell.ts';
import { closedByMember, forMember, type Member, pressedByMember, submittedByMember } from './members.ts';

/** What a person can be to a sign request. */
type Relation = 'requester';

/** Act → who may do it. */
const rights = {
  see: ['requester'],
  refresh: ['requester'],
  follow: ['requester'],
  copy: ['requester'],
  resend: ['requester'],
  cancel: ['requester'],
  check: ['requester'],
  fix: ['requester'],
  discard: ['requester'],
  sendAgain: ['requester'],
} as const satisfies Readonly<Record<string, readonly Relation[]>>;

export type RequestAct = keyof typeof rights;

/** A person and a request that they may act on. */
export interface PermittedRequest extends Member {
  readonly record: SignRequest;
}

/** Whether a person may do this to a request. */
export function isAllowed(record: SignRequest, userId: string, act: RequestAct): boolean {
  return rights[act].some((relation) => isA[relation](record, userId));
}

const isA: Readonly<Record<Relation, (record: SignRequest, userId: string) => boolean>> = {
  requester: (record, userId) => record.requester === userId,
};

/**
 * The request with this id, if there is one that the person may act on in this way; another person's is treated as
 * missing.
 */
export async function findFor(
  { store }: Services,
  { tenant, person }: Pick<Member, 'tenant' | 'person'>,
  id: string | null,
  act: RequestAct,
): Promise<SignRequest | null> {
  const record = id ? await store.signRequests.get(tenant, id) : null;
  return record && isAllowed(record, person.userId, act) ? record : null;
}

/** A press whose effect must be stored before Slack is answered. The button's value is the request's id. */
export function pressedOnRequest<Result>(
  services: Services,
  payload: ActionPayload,
  act: RequestAct,
  decide: (on: PermittedRequest) => Promise<Result>,
): Promise<Result | Answer> {
  return pressedByMember(services, payload, async (member): Promise<Result | Answer> => {
    const record = await findFor(services, member, payload.value, act);
    return record ? decide({ ...member, record }) : tellUnknownRequest(services, payload, member.person);
  });
}

/** A press that stores nothing before Slack is answered. */
export function forRequest(
  services: Services,
  payload: ActionPayload,
  act: RequestAct,
  run: (on: PermittedRequest) => Promise<void>,
): Answer {
  return forMember(services, payload, async (member) => {
    const record = await findFor(services, member, payload.value, act);
    if (record) return run({ ...member, record });
    await (await tellUnknownRequest(services, payload, member.person)).after?.();
  });
}

/** A submitted modal about a request. */
export function submittedOnRequest(
  services: Services,
  payload: SubmissionPayload,
  { id, act }: { readonly id: string | null; readonly act: RequestAct },
  decide: (on: PermittedRequest) => Promise<Answer>,
): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const record = await findFor(services, member, id, act);
    if (record) return decide({ ...member, record });
    return { ack: { response_action: 'push', view: sentenceView(member.t.notKnown.request, member.t) } };
  });
}

/** A closed modal that showed a request. */
export function closedOnRequest(
  services: Services,
  payload: ClosePayload,
  id: string | null,
  run: (on: PermittedRequest) => Promise<void>,
): Promise<Answer> {
  return closedByMember(services, payload, async (member) => {
    const record = await findFor(services, member, id, 'see');
    if (record) await run({ ...member, record });
  });
}

/**
 * Changes the pressed request, and leaves waking the workers to `then`, after Slack's answer. A press that changes
 * nothing came from an outdated message or view: that is redrawn, and the presser is told why.
 *
 * @param whyNot the sentence for a press that changes nothing; "not possible now" unless given
 */
export async function changePressed(
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
  return old(services, payload, { tenant, requestId: id }, changed ? whyNot(changed.record) : t.notNow, t);
}

/** The answer to a press on an outdated message or view: a fresh rendering and a sentence. */
export async function answerOutdatedRequest(
  services: Services,
  payload: ActionPayload,
  { record, t }: PermittedRequest,
): Promise<Answer> {
  return old(services, payload, { tenant: record.tenant, requestId: record.id }, t.notNow, t);
}

async function old(
  services: Services,
  payload: ActionPayload,
  { tenant, requestId }: { readonly tenant: string; readonly requestId: string },
  sentence: string,
  t: Member['t'],
): Promise<Answer> {
  await services.store.jobs.enqueue(tenant, work.redraw({ requestId }));
  return { after: () => tellPrivately(services, payload, sentence, t) };
}
