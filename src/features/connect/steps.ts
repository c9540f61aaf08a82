/**
 * The jobs that run after a person's browser came back from Box: they update the modal that showed the link and post a
 * message that says how to continue. Other jobs here tell a person that their connection has ended, and revoke tokens
 * that the app no longer uses.
 */
import { OutsideFailure, RetryLater } from '../../failure.ts';
import type { Message } from '../../shapes.ts';
import type { CodeEnd, StepArgs } from '../../signing/work.ts';
import { type Connection, DRAFT_LIFE_MS, SecretUnreadable } from '../../store/database.ts';
import {
  codeMessage,
  codeTypedMessage,
  codeView,
  connectedMessage,
  connectedView,
  connectMessage,
} from '../../views/connect-views.ts';
import { sentenceMessage } from '../../views/sentence.ts';
import type { Texts } from '../../views/texts/index.ts';
import { formOfDraft } from '../create/form.ts';
import { postOnce } from '../post-once.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, type SharedServices, textsFor } from '../services.ts';
import { countFromOtherAccount, linkView } from './connection.ts';
import { followAgain } from './disconnect.ts';
import { draftOf, updateLinkModal } from './link-modal.ts';

/**
 * The step `showConnected`: shows the form again as it was filled in, or the connected account where no form waits.
 * Also posts a message that names the account and, for a waiting form, has a button to open it.
 */
export async function showConnected(
  services: Services,
  args: StepArgs['showConnected'],
  run: Run,
): Promise<void> {
  const { tenant } = run;
  const person = await personOf(services, tenant, args.user);
  const known = await services.store.connections.get(tenant, person.userId);
  if (known?.state !== 'active') return;
  const t = textsFor(person);
  const draft = await draftOf(services, { tenant, ...args }, person);
  const others = await countFromOtherAccount(services, tenant, person.userId, known);
  await updateLinkModal(services, { tenant, ...args }, person, () =>
    draft ? formOfDraft(services, tenant, person, draft) : connectedView(known.login, others, t),
  );
  const form = draft && { id: draft.id, keptUntil: draft.createdAt + DRAFT_LIFE_MS };
  await postOnce(
    services,
    person.userId,
    { message: connectedMessage(known, form, others, t), key: `connected:${run.jobId}` },
    run,
  );
}

/**
 * The step `askCode`: asks the person, in the modal and in a message, for the code that our page shows in their
 * browser.
 */
export async function askCode(services: Services, args: StepArgs['askCode'], run: Run): Promise<void> {
  const { tenant } = run;
  const person = await personOf(services, tenant, args.user);
  const until = await services.store.pendingConnections.waitsUntil(tenant, person.userId, args.id);
  if (until === null) return;
  const t = textsFor(person);
  await updateLinkModal(services, { tenant, ...args }, person, () => codeView(args.draftId, until, t));
  await postOnce(services, person.userId, { message: codeMessage(until, t), key: codeKey(args.id) }, run);
}

/** The step `codeOver`: the code is no longer expected, so the message that asked for it is replaced. */
export async function codeOver(
  services: Services,
  args: StepArgs['codeOver'],
  { tenant, createdAt }: Run,
): Promise<void> {
  const { slack, store } = services;
  const person = await personOf(services, tenant, args.user);
  const channel = await slack.openDirect(person.userId);
  const key = codeKey(args.id);
  const asked = await slack.findOwn(channel, key, args.askedAt);
  if (asked.ts === null && asked.couldSearch) return;
  const t = textsFor(person);
  const known = await store.connections.get(tenant, person.userId);
  const message = replacementFor({ ...args, createdAt }, known, t);
  // If the search was not possible, the old message stays and a new one is posted. The old message's button then says
  // that the code is no longer valid.
  if (asked.ts === null) await slack.post(channel, message, key);
  else await slack.update(channel, asked.ts, message, key);
}

/**
 * The message that replaces the one that asked for a code. After the right code it names the connected account, unless
 * another message does that (`told`).
 */
function replacementFor(
  { end, draftId, createdAt }: Pick<StepArgs['codeOver'], 'end' | 'draftId'> & Pick<Run, 'createdAt'>,
  known: Connection | null,
  t: Texts,
): Message {
  if (end === 'told') return codeTypedMessage(createdAt, t);
  if (end === 'right' && known?.state === 'active') return connectedMessage(known, null, 0, t);
  return connectMessage(codeEndSentence(end, t), t, draftId);
}

function codeEndSentence(end: CodeEnd, t: Texts): string {
  if (end === 'over') return t.connect.codeOver;
  return end === 'late' ? t.connect.codeLate : t.connect.codeEnded;
}

/** The key by which the message that asks for this code is found. */
function codeKey(id: string): string {
  return `code:${id}`;
}

/** The step `renewLink`: shows a new link in the modal whose link can no longer be used. */
export async function renewLink(
  services: Services,
  args: StepArgs['renewLink'],
  { tenant }: Run,
): Promise<void> {
  const { user, viewId, draftId, why } = args;
  if (viewId === null || services.accountMode.kind !== 'own') return;
  const person = await personOf(services, tenant, user);
  const sentence = textsFor(person).connect.linkAgain[why];
  await updateLinkModal(services, { tenant, viewId, draftId }, person, async () => {
    return (await linkView(services, tenant, person, { viewId, draftId }, sentence)).view;
  });
}

/** The step `connectionEnded`: tells the person, once, that their connection has ended, and redraws their cards. */
export async function connectionEnded(
  services: Services,
  args: StepArgs['connectionEnded'],
  run: Run,
): Promise<void> {
  const person = await personOf(services, run.tenant, args.user);
  const known = await services.store.connections.get(run.tenant, person.userId);
  if (known?.state !== 'ended') return;
  await followAgain(services, args, run);
  const t = textsFor(person);
  await postOnce(
    services,
    person.userId,
    { message: connectMessage(t.connect.ended, t), key: endedKey(known.since) },
    run,
  );
}

/** The key by which the message about the end of this connection is found. @param since when it was connected (ms) */
function endedKey(since: number): string {
  return `connection-ended:${since}`;
}

/** The step `connectedAgain`: takes the button off the message that said that Box had ended the connection. */
export async function connectedAgain(
  services: Services,
  args: StepArgs['connectedAgain'],
  { tenant }: Run,
): Promise<void> {
  const { slack } = services;
  const person = await personOf(services, tenant, args.user);
  const channel = await slack.openDirect(person.userId);
  const key = endedKey(args.since);
  const { ts } = await slack.findOwn(channel, key, args.endedAt);
  const t = textsFor(person);
  if (ts === null) return;
  try {
    await slack.update(channel, ts, sentenceMessage(t.connect.connectedAgain, t), key);
  } catch (error) {
    // The person has deleted the message.
    if (!(error instanceof OutsideFailure) || error.reason !== 'message_not_found') throw error;
  }
}

/** How long after a token could not be decrypted its revocation is retried (ms). */
const unreadableRetryMs = 24 * 60 * 60_000;

/** The step `revoke`: revokes a token in Box. The token stays in the store until Box has answered. */
export async function revoke(
  services: SharedServices,
  { id }: StepArgs['revoke'],
  { tenant }: Run,
): Promise<void> {
  const { revocations } = services.store;
  const token = await revocations.get(tenant, id).catch((error: unknown) => {
    if (!(error instanceof SecretUnreadable)) throw error;
    // The token is kept until it has expired in Box, in case the key comes back.
    services.log.error({ tenant, error: error.message }, 'a token at Box cannot be revoked');
    throw new RetryLater(unreadableRetryMs, error.message);
  });
  if (token === null) return;
  await revokeToken(services, tenant, token);
  await revocations.remove(tenant, id);
}

/**
 * Revokes the token. Returns normally also when Box does not know the token or the app cannot revoke it: Box ends a
 * token after 60 days without use.
 */
async function revokeToken(
  { revokeAtBox, log }: SharedServices,
  tenant: string,
  token: string,
): Promise<void> {
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

/** The step `dropPending`: ends a pending connection whose code was not typed in time. */
export function dropPending(
  { store }: SharedServices,
  { id }: StepArgs['dropPending'],
  { tenant }: Run,
): Promise<void> {
  return store.pendingConnections.drop(tenant, { id });
}
