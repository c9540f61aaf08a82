/**
 * Carries out a resend or a cancel that a person asked for: commits that the call is about to be sent, makes the call,
 * and records the outcome. Resend and cancel each decide whether a call whose answer was lost is repeated.
 */
import type { BoxSession } from '../box/session.ts';
import { getSignRequest } from '../box/sign-requests.ts';
import { OutsideFailure } from '../failure.ts';
import type { ActionFailure, Pending } from '../signing/pending.ts';
import {
  aboutToCall,
  actionGivenUpAt,
  type FailedAction,
  finishWithFailure,
  isTooLate,
  notCalled,
} from '../signing/resend-cancel.ts';
import type { Decision, Observation, SignRequest } from '../signing/sign-request.ts';
import type { Lease } from '../store/claims.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';

/** One run of the job that carries out a pending resend or cancel. */
export interface PendingActionRun {
  readonly services: Services;
  readonly session: BoxSession;
  readonly record: SignRequest;
  readonly boxId: string;
  /**
   * The pending action as this run found it. When its `callSentAt` is set, an earlier run died before it recorded the
   * outcome, or Box's answer to that run was lost.
   */
  readonly pending: Pending;
  /** Changes the record, but only while this run still holds its job's lease. Returns whether anything changed. */
  readonly change: (decide: (record: SignRequest) => Decision | null) => Promise<boolean>;
  /** Records that the pending action failed, and how. */
  readonly recordFailure: (ending: FailedAction) => Promise<void>;
}

/** How a resend or a cancel is carried out: the call to Box, and what a failure means. */
export interface Verb {
  readonly name: Pending['verb'];
  /** Makes the call and records a success. */
  readonly call: (action: PendingActionRun) => Promise<void>;
  /**
   * Called when the answer to an earlier call was lost. True: Box has done it, or it is too late, and the outcome is
   * recorded. False: make the call again. Absent: the call is never repeated.
   */
  readonly isSettled?: (action: PendingActionRun) => Promise<boolean>;
  /** How a final failure of the call is reported to the person. */
  readonly failureCode: (failure: OutsideFailure, action: PendingActionRun) => ActionFailure['code'];
}

/** Reads and changes the records on which actions are pending. */
export type RecordStore = Pick<Services['store']['signRequests'], 'get' | 'change'>;

/**
 * Runs the step `resend` or `cancel`. Throws OutsideFailure when the job must be retried.
 *
 * @param recordStore the store of the record; by default, that of people's own sign requests
 */
export async function runPendingAction(
  services: Services,
  { requestId }: { readonly requestId: string },
  { tenant, lease }: Run,
  verb: Verb,
  recordStore: RecordStore = services.store.signRequests,
): Promise<void> {
  const action = await startAction(services, { tenant, requestId, lease, recordStore }, verb.name);
  if (!action) return;
  const wasLost = action.pending.callSentAt !== null;
  try {
    if (isTooLate(action.record)) await action.recordFailure({ code: 'over', mayHaveWorked: wasLost });
    else if (services.now() >= actionGivenUpAt(action.pending)) await giveUp(action);
    else if (!wasLost) await callOnce(action, verb);
    else if (!verb.isSettled) await endAfterReading(action, { code: 'unknown', mayHaveWorked: true });
    else if (!(await verb.isSettled(action))) await verb.call(action);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: action.record.id, failure: error.message }, `${verb.name} at Box failed`);
    await settleFailure(action, verb, error);
  }
}

async function callOnce(action: PendingActionRun, verb: Verb): Promise<void> {
  const now = action.services.now();
  if (await action.change((record) => aboutToCall(record, verb.name, now))) await verb.call(action);
  else await action.recordFailure({ code: 'over', mayHaveWorked: false });
}

async function settleFailure(action: PendingActionRun, verb: Verb, failure: OutsideFailure): Promise<void> {
  const wasLost = action.pending.callSentAt !== null;
  if (failure.kind === 'final') {
    const ending = {
      code: verb.failureCode(failure, action),
      status: failure.status,
      mayHaveWorked: wasLost,
    };
    await endAfterReading(action, ending);
    return;
  }
  if (failure.kind === 'unknown' && !verb.isSettled) {
    await endAfterReading(action, { code: 'unknown', mayHaveWorked: true });
    return;
  }
  // This call was not carried out. The outcome of an earlier call whose answer was lost is still unknown.
  if (failure.kind === 'retry' && !wasLost) await action.change(notCalled);
  throw failure;
}

function giveUp(action: PendingActionRun): Promise<void> {
  const mayHaveWorked = action.pending.callSentAt !== null;
  return endAfterReading(action, { code: mayHaveWorked ? 'unknown' : 'unreachable', mayHaveWorked });
}

/** Reads the request once more before it records the failure, so that the card also shows the current state. */
async function endAfterReading(action: PendingActionRun, ending: FailedAction): Promise<void> {
  await action.recordFailure({ ...ending, seen: await readOnce(action) });
}

async function startAction(
  services: Services,
  {
    tenant,
    requestId: id,
    lease,
    recordStore,
  }: {
    readonly tenant: string;
    readonly requestId: string;
    readonly lease: Lease;
    readonly recordStore: RecordStore;
  },
  verb: Pending['verb'],
): Promise<PendingActionRun | null> {
  const record = await recordStore.get(tenant, id);
  const pending = record?.details.pending;
  if (!record || pending?.verb !== verb) return null;
  const change: PendingActionRun['change'] = async (decide) =>
    (await recordStore.change(tenant, id, decide, { lease }))?.isChanged ?? false;
  const recordFailure: PendingActionRun['recordFailure'] = async (ending) => {
    await change((now) => finishWithFailure(now, ending, services.now()));
  };
  // The presser acts with their own Box permissions. On a request's card, only its requester can press.
  const session = await services.box.sessionFor(record.tenant, pending.by);
  if (!session || record.boxId === null) {
    await recordFailure({ code: 'not_connected', mayHaveWorked: pending.callSentAt !== null });
    return null;
  }
  return { services, session, record, boxId: record.boxId, pending, change, recordFailure };
}

/**
 * Reads the request from Box after a failed resend or cancel. Null if the read fails as well; the person is told about
 * the original failure either way.
 */
async function readOnce({ services, session, boxId }: PendingActionRun): Promise<Observation | null> {
  try {
    return await getSignRequest(session, boxId);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'the request could not be read from Box after a failure');
    return null;
  }
}

/** How Box's refusal of a resend or a cancel is reported to the person, by its HTTP status. */
export function failureCodeOf(failure: OutsideFailure): ActionFailure['code'] {
  if (failure.status === 401) return 'not_connected';
  if (failure.status === 403) return 'not_allowed';
  return failure.status === 404 ? 'gone' : 'refused';
}
