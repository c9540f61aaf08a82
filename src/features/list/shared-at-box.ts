/**
 * With a person's own connection, reads from Box which requests of others they can see, and sends a reminder for one or
 * cancels it.
 */
import { randomUUID } from 'node:crypto';
import { listShared } from '../../box/shared-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { actionFailureOf, giveUpAction } from '../../signing/resend-cancel.ts';
import { newestShared, sharedRecord } from '../../signing/shared.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { actionResultMessage } from '../../views/note.ts';
import { type RecordStore, runPendingAction } from '../box-action.ts';
import { cancelVerb } from '../cancel.ts';
import { connectedSession } from '../connect/connection.ts';
import type { GivenUp } from '../given-up.ts';
import { tellPerson } from '../given-up.ts';
import { postOnce } from '../post-once.ts';
import { resendVerb } from '../resend.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { drawListsSoon, hasOpenList, recordListFailure } from '../surfaces/list-views.ts';
import { ignoreChangedConnection } from './at-box.ts';

/** The step `readShared`. Not retried by itself: a person who waits for it can press Ask Box again. */
export async function readSharedAtBox(
  services: Services,
  { user }: StepArgs['readShared'],
  { tenant, lease }: Run,
): Promise<void> {
  const { lists, sharedRequests } = services.store;
  const startedAt = services.now();
  try {
    const connected = await connectedSession(services, tenant, user);
    const seen = connected ? await listShared(connected.session) : [];
    const read = { since: connected?.since ?? null, listedAt: connected && startedAt };
    const whose = { tenant, requester: user, newId: randomUUID };
    const replaced = sharedRequests.replaceAll(
      { tenant, user },
      (known) => {
        const byBoxId = new Map(known.map((record) => [record.boxId, record]));
        const now = services.now();
        return newestShared(
          seen.map((one) => sharedRecord(byBoxId.get(one.seen.boxId) ?? null, one, whose, now)),
        );
      },
      lease,
      read,
    );
    await replaced.catch(ignoreChangedConnection);
    const { listedAt } = await lists.readState(tenant, user, 'shared');
    const ended = { askedAt: null, listedAt, failedAt: null, refusal: null };
    await lists.putReadState(tenant, user, ended, 'shared');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ failure: error.message }, 'the list of shared requests could not be read');
    await recordListFailure(services, tenant, user, error, 'shared');
  }
  await drawListsSoon(services, tenant, user);
}

/**
 * The step `actOnShared`: makes the pending call to Box. The list shows the result; if the person has closed it, a
 * message does.
 */
export async function actOnShared(
  services: Services,
  { user, sharedId, verb }: StepArgs['actOnShared'],
  run: Run,
): Promise<void> {
  const { tenant } = run;
  const { sharedRequests } = services.store;
  const how = verb === 'resend' ? resendVerb(services) : cancelVerb(services);
  await runPendingAction(services, { requestId: sharedId }, run, how, sharedRecordStore(services, user));
  const record = await sharedRequests.get({ tenant, user }, sharedId);
  if (!record || record.details.pending || (await hasOpenList(services, tenant, user))) return;
  const failure = actionFailureOf(record, verb, services.now());
  const message = actionResultMessage(
    record,
    { verb, failure },
    textsFor(await personOf(services, tenant, user)),
  );
  await postOnce(services, user, { message, key: `shared:${run.jobId}` }, run);
}

/** Ends a reminder or a cancel that a bug of our own has stopped. */
export async function endSharedAct(
  services: Services,
  args: StepArgs['actOnShared'],
  givenUp: GivenUp,
): Promise<void> {
  const { user, sharedId, verb } = args;
  const whose = { tenant: givenUp.tenant, user };
  const end = (record: Parameters<typeof giveUpAction>[0]) => giveUpAction(record, verb, services.now());
  await services.store.sharedRequests.change(whose, sharedId, end, [work.drawLists({ user })]);
  await tellPerson(services, args, givenUp);
}

/** The store of the requests shared with a person, for `runPendingAction`. Each change redraws the person's lists. */
function sharedRecordStore({ store: { sharedRequests } }: Services, user: string): RecordStore {
  const next = [work.drawLists({ user })];
  return {
    get: (tenant, id) => sharedRequests.get({ tenant, user }, id),
    change: (tenant, id, decide, options) =>
      sharedRequests.change({ tenant, user }, id, decide, next, options),
  };
}
