/**
 * Carries out a resend or a cancel that was pressed: commit that the call is about to leave, call, settle.
 * What is repeated and what is not after a lost answer is each verb's own.
 */
import type { BoxSession } from '../../box/connections.ts';
import { getSignRequest } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { aboutToCall, chaseGivenUpAt, failedToCall, notCalled } from '../../signing/chase.ts';
import type { Pending, Trouble } from '../../signing/pending.ts';
import type { Decision, Observation, SignRequest } from '../../signing/sign-request.ts';
import type { Job, Lease } from '../../store/claims.ts';
import type { Services } from './services.ts';

export interface Chase {
  readonly services: Services;
  readonly session: BoxSession;
  readonly record: SignRequest;
  readonly boxId: string;
  readonly pending: Pending;
  /** Writes only while this run still holds its job's lease. */
  readonly change: (decide: (record: SignRequest) => Decision | null) => Promise<void>;
  /** Ends the pending press with what the person is told, after one look at how it stands at Box. */
  readonly fail: (code: Trouble['code'], status?: number | null) => Promise<void>;
}

/**
 * @param call makes the call and settles a success; its OutsideFailure is settled here unless it is unknown.
 * @param whenUnknown the answer was lost, now or in an earlier run that did not live to tell.
 */
export async function runChase(
  services: Services,
  job: Job,
  lease: Lease,
  verb: {
    readonly name: Pending['verb'];
    readonly call: (chase: Chase) => Promise<void>;
    readonly whenUnknown: (chase: Chase) => Promise<void>;
    readonly codeOf: (failure: OutsideFailure, chase: Chase) => Trouble['code'];
  },
): Promise<void> {
  const chase = await startChase(services, job, lease, verb.name);
  if (!chase) return;
  const { pending } = chase;
  if (services.now() >= chaseGivenUpAt(pending)) {
    await chase.fail(pending.callSentAt === null ? 'unreachable' : 'unknown');
    return;
  }
  if (pending.callSentAt !== null) {
    await verb.whenUnknown(chase);
    return;
  }
  await chase.change((record) => aboutToCall(record, verb.name, services.now()));
  try {
    await verb.call(chase);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: chase.record.id, failure: error.message }, `${verb.name} at Box failed`);
    if (error.kind === 'final') await chase.fail(verb.codeOf(error, chase), error.status);
    else if (error.kind === 'unknown') await verb.whenUnknown(chase);
    else {
      await chase.change(notCalled);
      throw error;
    }
  }
}

async function startChase(
  services: Services,
  job: Job,
  lease: Lease,
  verb: Pending['verb'],
): Promise<Chase | null> {
  const id = job.requestId ?? '';
  const record = await services.store.signRequests.get(job.tenant, id);
  const pending = record?.details.pending;
  if (!record || pending?.verb !== verb) return null;
  const change: Chase['change'] = async (decide) => {
    await services.store.signRequests.change(job.tenant, id, decide, { lease });
  };
  // Whoever presses acts with their own Box rights; a card of one's own is pressed by its requester alone.
  const session = await services.box.sessionFor(record.tenant, pending.by);
  if (!session || record.boxId === null) {
    const trouble: Trouble = { verb, code: 'not_connected', at: services.now(), status: null };
    await change((now) => failedToCall(now, trouble, null, services.now()));
    return null;
  }
  const boxId = record.boxId;
  const fail: Chase['fail'] = async (code, status = null) => {
    const seen = await lookOnce(services, session, boxId);
    const trouble: Trouble = { verb, code, at: services.now(), status };
    await change((now) => failedToCall(now, trouble, seen, services.now()));
  };
  return { services, session, record, boxId, pending, change, fail };
}

/** How it stands at Box; null when Box cannot be asked, which changes nothing about what is told. */
async function lookOnce(services: Services, session: BoxSession, boxId: string): Promise<Observation | null> {
  try {
    return await getSignRequest(session, boxId);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'no look at Box after a failure');
    return null;
  }
}

/** What a refusal by status means for either verb. */
export function troubleOf(failure: OutsideFailure): Trouble['code'] {
  if (failure.status === 401) return 'not_connected';
  if (failure.status === 403) return 'not_allowed';
  return failure.status === 404 ? 'gone' : 'refused';
}
