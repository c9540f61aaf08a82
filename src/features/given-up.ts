/**
 * A job was given up for good: the person it worked for hears of it, with a reference for the operator. Who that is stands
 * in each row of the table of work.
 */
import { abandon } from '../signing/chase.ts';
import { giveUp } from '../signing/creation.ts';
import type { Pending } from '../signing/pending.ts';
import { apologyMessage } from '../views/note.ts';
import { sentenceMessage } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { postOnce } from './post-once.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { drawListsSoon, listFailed } from './surfaces/list-views.ts';

/** The given-up job as its person hears of it. */
export interface GivenUp {
  readonly tenant: string;
  readonly jobId: string;
  /** In the log and in the sentence. */
  readonly reference: string;
  /** The run that tells of it. */
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

/** Tells the person whom the work was for. */
export function tellPerson(
  services: Services,
  { user }: { readonly user: string },
  givenUp: GivenUp,
): Promise<void> {
  return post(services, user, givenUp, (t) => sentenceMessage(t.internal(givenUp.reference), t));
}

/** Creation ended by a fault of ours: the card says Not sent or, when signers may have been mailed, asks the person. */
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

/** A reminder or a cancel ends, and the requester hears of it. */
export function endAction(verb: Pending['verb']) {
  return async (services: Services, args: OfRequest, givenUp: GivenUp): Promise<void> => {
    const { signRequests } = services.store;
    await signRequests.change(givenUp.tenant, args.requestId, (record) =>
      abandon(record, verb, services.now()),
    );
    await tellRequester(services, args, givenUp);
  };
}

/** The open lists of the person say that Box could not be asked. */
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
