/** A job was given up: the person it worked for hears of it, with a reference for the operator. */
import { abandon } from '../signing/chase.ts';
import { askPerson, mayBeMailed, refuse } from '../signing/creation.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { Job } from '../store/claims.ts';
import { apologyMessage } from '../views/note.ts';
import { personOf } from './rights/admit.ts';
import { type Services, textsFor } from './services.ts';
import { drawListsSoon, listFailed } from './surfaces/list-views.ts';

/** Clocks of Slack and of this machine differ. */
const clockSkewMs = 5 * 60_000;

/** The step `apologise`; its args name the dead job. */
export async function apologise(services: Services, job: Job): Promise<void> {
  if (job.args['step'] === 'list') {
    await listFailed(services, job.tenant, job.args['user'] ?? '');
    return drawListsSoon(services, job.tenant, job.args['user'] ?? '');
  }
  const requestId = job.args['requestId'] ?? '';
  const reference = job.args['reference'] ?? job.id;
  const record = await services.store.signRequests.get(job.tenant, requestId);
  if (!record) return;
  if (job.args['step'] === 'create') {
    await services.store.signRequests.change(job.tenant, requestId, (now) => end(now, reference));
    return;
  }
  const verb = job.args['step'];
  if (verb === 'resend' || verb === 'cancel') {
    const { signRequests } = services.store;
    await signRequests.change(job.tenant, requestId, (now) => abandon(now, verb, services.now()));
  }
  const person = await personOf(services, record.tenant, record.requester);
  const channel = await services.slack.openDirect(record.requester);
  const key = `apology:${job.args['jobId'] ?? job.id}`;
  const earlier =
    job.attempts > 1 ? await services.slack.findOwn(channel, key, job.createdAt - clockSkewMs) : null;
  if (!earlier) await services.slack.post(channel, apologyMessage(record, reference, textsFor(person)), key);
}

/** Creation ended by a fault of ours: not sent, or, when signers may have been mailed, the person's to decide. */
function end(record: SignRequest, reference: string): ReturnType<typeof refuse> {
  return mayBeMailed(record) ? askPerson(record) : refuse(record, { code: 'internal', reference });
}
