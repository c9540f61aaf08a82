/**
 * A job was given up for good: the person it worked for is told, with a reference for the operator. Who that is, is
 * in each row of the table of work.
 */

import { giveUp } from '../signing/creation.ts';
import type { Pending } from '../signing/pending.ts';
import { giveUpAction } from '../signing/resend-cancel.ts';
import { apologyMessage } from '../views/note.ts';
import { sentenceMessage } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { postOnce } from './post-once.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { drawListsSoon, listFailed } from './surfaces/list-views.ts';

/** A given-up job, as its person is told about it. */
export interface GivenUp {
  readonly tenant: string;
  readonly jobId: string;
  /** The reference, in the log and in the sentence. */
  readonly reference: string;
  /** The run of the job that tells the person. */
  readonly run: Run;
}

interface OfRequest {
  readonly requestId: string;
}

/** Tells the requester in their messages. */
export async function tellRequester(
  services: Services,
  { requestId }: OfRequest,
  givenUp: GivenUp,
): Promise<void> {
  const record = await services.store.signRequests.get(givenUp.tenant, requestId);
  if (!record) return;
  await post(services, record.requester, givenUp, (t) => apologyMessage(record, givenUp.reference, t));
}

/** Tells the person that the work was for. */
export function tellPerson(
  services: Services,
  { user }: { readonly user: string },
  givenUp: GivenUp,
): Promise<void> {
  return post(services, user, givenUp, (t) => sentenceMessage(t.internal(givenUp.reference), t));
}

/** Creation ended by a bug of our own: the card says Not sent or, when signers may have been mailed, asks the person. */
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

/** Ends a reminder or a cancel, and tells the requester. */
export function endAction(verb: Pending['verb']) {
  return async (services: Services, args: OfRequest, givenUp: GivenUp): Promise<void> => {
    const { signRequests } = services.store;
    await signRequests.change(givenUp.tenant, args.requestId, (record) =>
      giveUpAction(record, verb, services.now()),
    );
    await tellRequester(services, args, givenUp);
  };
}

/** The person's open lists say that Box could not be asked. */
export async function endListing(
  services: Services,
  { user }: { readonly user: string },
  { tenant }: GivenUp,
): Promise<void> {
  await listFailed(services, tenant, user);
  await drawListsSoon(services, tenant, user);
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
