/**
 * What follows once somebody came back from Box, as jobs: the modal that showed the link goes on by itself, and a
 * message says how to; tokens that are ours no more are revoked at Box.
 */
import { OutsideFailure } from '../../failure.ts';
import type { Message } from '../../slack/gateway.ts';
import type { Job } from '../../store/claims.ts';
import { type Connection, type Person, SecretUnreadable } from '../../store/database.ts';
import {
  codeMessage,
  codeTypedMessage,
  codeView,
  connectedMessage,
  connectedView,
  connectMessage,
} from '../../views/connect-views.ts';
import type { Texts } from '../../views/texts/index.ts';
import { formOfDraft } from '../create/form.ts';
import { personOf } from '../rights/admit.ts';
import { type Common, type Services, textsFor } from '../services.ts';
import { countOfOtherAccount, linkView } from './connection.ts';
import { followAgain } from './disconnect.ts';
import { draftOf, showIn } from './link-modal.ts';

/** Clocks of Slack and of this machine differ. */
const clockSkewMs = 5 * 60_000;

/** The step `show_connected`: the form is back as it was filled, and a message offers it too. */
export async function showConnected(services: Services, job: Job): Promise<void> {
  const { tenant } = job;
  const person = await personOf(services, tenant, job.args['user'] ?? '');
  const known = await services.store.connections.get(tenant, person.userId);
  if (known?.state !== 'active') return;
  const t = textsFor(person);
  const draft = await draftOf(services, job, person);
  const others = await countOfOtherAccount(services, tenant, person.userId, known);
  await showIn(services, job, person, () =>
    draft ? formOfDraft(services, tenant, person, draft) : connectedView(known.login, others, t),
  );
  await post(services, job, person, connectedMessage(known, draft?.id ?? null, others, t));
}

/** The step `ask_code`: the modal asks for the code, and a message does too. */
export async function askCode(services: Services, job: Job): Promise<void> {
  const person = await personOf(services, job.tenant, job.args['user'] ?? '');
  const id = job.args['id'] ?? '';
  const until = await services.store.pendingConnections.waitsUntil(job.tenant, person.userId, id);
  if (until === null) return;
  const t = textsFor(person);
  await showIn(services, job, person, () => codeView(job.args['draftId'] ?? null, until, t));
  await post(services, job, person, codeMessage(until, t), codeKey(id));
}

/** The step `code_over`: the message that asked for the code says how that ended, and asks no more. */
export async function codeOver(services: Services, job: Job): Promise<void> {
  const { slack, store } = services;
  const person = await personOf(services, job.tenant, job.args['user'] ?? '');
  const channel = await slack.openDirect(person.userId);
  const key = codeKey(job.args['id'] ?? '');
  const asked = await slack.findOwn(channel, key, Number(job.args['askedAt']) - clockSkewMs);
  if (!asked) return;
  const t = textsFor(person);
  const known = await store.connections.get(job.tenant, person.userId);
  await slack.update(channel, asked.ts, instead(job, known, t), key);
}

/** As whom the person is connected is said once: here, unless a message of its own says it. */
function instead({ args, createdAt }: Job, known: Connection | null, t: Texts): Message {
  const outcome = args['outcome'] ?? '';
  if (outcome === 'told') return codeTypedMessage(createdAt, t);
  if (outcome === 'right' && known?.state === 'active') return connectedMessage(known, null, 0, t);
  return connectMessage(whyOver(outcome, t), t, args['draftId'] ?? null);
}

function whyOver(outcome: string, t: Texts): string {
  if (outcome === 'over') return t.connect.codeOver;
  return outcome === 'late' ? t.connect.codeLate : t.connect.codeEnded;
}

/** The message that asks for this code is found by it. */
function codeKey(id: string): string {
  return `code:${id}`;
}

/** The step `renew_link`: the link in the modal led to nothing, or leads nowhere now, so that it gets another. */
export async function renewLink(services: Services, job: Job): Promise<void> {
  const viewId = job.args['viewId'] ?? null;
  if (viewId === null || services.connecting.kind !== 'own') return;
  const person = await personOf(services, job.tenant, job.args['user'] ?? '');
  const origin = { viewId, draftId: job.args['draftId'] ?? null };
  const { refused, expired, used, failed } = textsFor(person).connect.linkAgain;
  const why = { refused, expired, used, failed }[job.args['why'] ?? ''] ?? failed;
  await showIn(services, job, person, async () => {
    return (await linkView(services, job.tenant, person, origin, why)).view;
  });
}

/** The step `connection_ended`: Box takes the person's tokens no more, and they are told once. */
export async function connectionEnded(services: Services, job: Job): Promise<void> {
  const person = await personOf(services, job.tenant, job.args['user'] ?? '');
  const known = await services.store.connections.get(job.tenant, person.userId);
  if (known?.state !== 'ended') return;
  await followAgain(services, job);
  const t = textsFor(person);
  await post(services, job, person, connectMessage(t.connect.ended, t));
}

/** The step `revoke`: kept until Box has answered. */
export async function revoke(services: Common, job: Job): Promise<void> {
  const id = job.args['id'] ?? '';
  const { revocations } = services.store;
  const token = await revocations.get(job.tenant, id).catch((error: unknown) => {
    if (!(error instanceof SecretUnreadable)) throw error;
    // It stays for the case that the key comes back, and goes when Box has ended the token by itself.
    services.log.error({ tenant: job.tenant, error: error.message }, 'a token at Box cannot be revoked');
    return null;
  });
  if (token === null) return;
  await endAtBox(services, job.tenant, token);
  await revocations.remove(job.tenant, id);
}

/** What Box does not take, or nobody can give it, is let go of: Box ends it after 60 days without use. */
async function endAtBox({ revokeAtBox, log }: Common, tenant: string, token: string): Promise<void> {
  try {
    if (revokeAtBox !== null) return await revokeAtBox(token);
    log.warn({ tenant }, 'a token at Box is not revoked: no BOX_CLIENT_ID is set');
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    log.warn(
      { tenant, failure: error.message },
      'Box does not revoke a token: it has ended, or is of another app',
    );
  }
}

/** The step `drop_pending`: the code was not typed in time. */
export function dropPending({ store }: Common, job: Job): Promise<void> {
  return store.pendingConnections.drop(job.tenant, { id: job.args['id'] ?? '' });
}

/** In the app's messages, once, also when the answer to posting was lost. */
async function post(
  { slack }: Services,
  job: Job,
  person: Person,
  message: Message,
  key = `${job.step}:${job.id}`,
): Promise<void> {
  const channel = await slack.openDirect(person.userId);
  const earlier = job.attempts > 1 ? await slack.findOwn(channel, key, job.createdAt - clockSkewMs) : null;
  if (!earlier) await slack.post(channel, message, key);
}
