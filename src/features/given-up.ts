/**
 * Tells people about jobs that were given up, with a reference for the operator. Each row of the table of work says who
 * is told.
 */

import { giveUp } from '../signing/creation.ts';
import type { Pending } from '../signing/pending.ts';
import { giveUpAction } from '../signing/resend-cancel.ts';
import type { WhichList } from '../store/database.ts';
import { apologyMessage } from '../views/note.ts';
import { sentenceMessage } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { postOnce } from './post-once.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { drawListsSoon, recordListFailure } from './surfaces/list-views.ts';

/** A job that was given up, and the run of the job `tellGivenUp` that tells a person about it. */
export interface GivenUp {
  readonly tenant: string;
  readonly jobId: string;
  /** Printed in the log and shown to the person, so that the operator finds the error. */
  readonly reference: string;
  /** The current run of `tellGivenUp`. */
  readonly run: Run;
}

interface OfRequest {
  readonly requestId: string;
}

/** Tells the requester of a sign request, in the app's direct messages. */
export async function tellRequester(
  services: Services,
  { requestId }: OfRequest,
  givenUp: GivenUp,
): Promise<void> {
  const record = await services.store.signRequests.get(givenUp.tenant, requestId);
  if (!record) return;
  await post(services, record.requester, givenUp, (t) => apologyMessage(record, givenUp.reference, t));
}

/** Tells the person whom the job's arguments name that it was given up, in the app's direct messages. */
export function tellPerson(
  services: Services,
  { user }: { readonly user: string },
  givenUp: GivenUp,
): Promise<void> {
  return post(services, user, givenUp, (t) => sentenceMessage(t.internal(givenUp.reference), t));
}

/**
 * Ends the creation of a request whose job was given up. The card then says Not sent or, when signers may have been
 * mailed, asks the requester what to do.
 */
export async function endCreation(
  services: Services,
  { requestId }: OfRequest,
  givenUp: GivenUp,
): Promise<void> {
  const { tenant, reference } = givenUp;
  await services.store.signRequests.change(tenant, requestId, (record) =>
    giveUp(record, { code: 'internal', reference }),
  );
}

/** Ends a pending resend or cancel, and tells the requester. */
export function endAction(verb: Pending['verb']) {
  return async (services: Services, args: OfRequest, givenUp: GivenUp): Promise<void> => {
    const { signRequests } = services.store;
    await signRequests.change(givenUp.tenant, args.requestId, (record) =>
      giveUpAction(record, verb, services.now()),
    );
    await tellRequester(services, args, givenUp);
  };
}

/** Shows in the person's open lists that Box could not be asked, for their own requests or those shared with them. */
export function endListing(which: WhichList) {
  return async (
    services: Services,
    { user }: { readonly user: string },
    { tenant }: GivenUp,
  ): Promise<void> => {
    await recordListFailure(services, tenant, user, null, which);
    await drawListsSoon(services, tenant, user);
  };
}

async function post(
  services: Services,
  user: string,
  { tenant, jobId, run }: GivenUp,
  build: (t: Texts) => ReturnType<typeof sentenceMessage>,
): Promise<void> {
  const t = textsFor(await personOf(services, tenant, user));
  await postOnce(services, user, { message: build(t), key: `given-up:${jobId}` }, run);
}
