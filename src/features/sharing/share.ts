/**
 * Posts a card into a channel: one for each request and channel. It is stored before it is posted. When Slack does not
 * confirm the post, and the app cannot search the channel for it, it is posted again only when the person presses Share
 * once more.
 */
import { OutsideFailure } from '../../failure.ts';
import { retryForMs } from '../../signing/resend-cancel.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import { type Card, isSharedCard, sharedCardId } from '../../store/database.ts';
import { sentenceMessage } from '../../views/sentence.ts';
import { maxShared } from '../../views/share-modal.ts';
import { requestName } from '../../views/sign-request-card.ts';
import type { Texts } from '../../views/texts/index.ts';
import { personOf } from '../rights/admit.ts';
import { isAllowed } from '../rights/requests.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { drawSharedCard, findLostCard } from '../surfaces/shared-card.ts';
import { channelRefusal, type ShareRefusal, shareRefusalOf } from './check-channel.ts';
import { canShare, renderShareModal } from './form.ts';

/**
 * The step `share`: posts the card into the channel, and shows the result in the modal. If that was closed, a message
 * says why a card was not shared.
 */
export async function share(services: Services, args: StepArgs['share'], run: Run): Promise<void> {
  const { requestId, user, viewId } = args;
  const record = await services.store.signRequests.get(run.tenant, requestId);
  if (!record || !isAllowed(record, user, 'share')) return;
  const refusal = await tryToShare(services, record, args, run);
  const t = textsFor(await personOf(services, run.tenant, user));
  const says = t.share;
  if (refusal === null) {
    const next = { channel: null, showsNames: false };
    await services.slack.updateView(viewId, await renderShareModal(services, record, next, says.shared));
    return;
  }
  const sentence = says.problem(says.refusal[refusal](await inviteLine(services, run.tenant)));
  if (await services.slack.updateView(viewId, await renderShareModal(services, record, args, sentence)))
    return;
  await tellInMessages(services, user, says.about(requestName(record, t), sentence), t);
}

async function tryToShare(
  services: Services,
  record: SignRequest,
  args: StepArgs['share'],
  run: Run,
): Promise<ShareRefusal | null> {
  if (!canShare(services, record)) return 'over';
  try {
    const refusal = await channelRefusal(services, args.channel, args.user);
    return refusal ?? (await postCard(services, record, args, run));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    // After an unknown outcome the next run looks for the card.
    if (error.kind !== 'final' && services.now() < run.createdAt + retryForMs) throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'a card could not be shared');
    await settleAfterLastTry(services, record, args.channel);
    return shareRefusalOf(error);
  }
}

/**
 * After the last try, deletes the row of a card that was not posted. A card that is in the channel is redrawn with its
 * earlier setting for names, because Slack may have changed it although its answer was lost.
 */
async function settleAfterLastTry(
  { store }: Services,
  { tenant, id: requestId }: SignRequest,
  channel: string,
): Promise<void> {
  const row = await store.cards.get(tenant, sharedCardId(requestId, channel));
  if (!row || (row.message === null && row.postSentAt !== null)) return;
  if (row.message === null) return store.cards.remove(tenant, row.id, requestId);
  await store.cards.put(tenant, { ...row, drawnHash: null });
  await store.jobs.enqueue(tenant, work.showShared({ requestId, channel }));
}

async function postCard(
  services: Services,
  record: SignRequest,
  { user, channel, showsNames }: StepArgs['share'],
  { lease, createdAt }: Run,
): Promise<ShareRefusal | null> {
  const { tenant, id: requestId } = record;
  const { cards, history } = services.store;
  const id = sharedCardId(requestId, channel);
  const rows = (await cards.forRequest(tenant, requestId)).filter(isSharedCard);
  const known = rows.find((row) => row.id === id);
  if (!known && rows.length >= maxShared) return 'too_many';
  const row: Card = {
    ...(known ?? newSharedCard(services, record, channel)),
    kind: showsNames ? 'shared_names' : 'shared',
  };
  const lost = await findLostCard(services, row);
  const isOfThisPress = (row.postSentAt ?? 0) >= createdAt;
  // Pressing Share once more posts it again.
  if (lost?.ts === null && !lost.couldSearch && isOfThisPress) return 'unconfirmed';
  const current: Card = { ...row, message: row.message ?? lost?.ts ?? null, postSentAt: null };
  try {
    await drawSharedCard(services, record, current, { lease });
  } catch (error) {
    const isRefused = error instanceof OutsideFailure && error.kind === 'final';
    if (isRefused) await (known ? cards.put(tenant, known) : cards.remove(tenant, id, requestId));
    throw error;
  }
  if (!known?.message) await history.addShared(tenant, requestId, user);
  return null;
}

function newSharedCard({ now }: Services, { id: requestId }: SignRequest, channel: string): Card {
  const id = sharedCardId(requestId, channel);
  const notPosted = { message: null, drawnHash: null, postSentAt: null };
  return { id, requestId, kind: 'shared', channel, ...notPosted, createdAt: now() };
}

/** What to type in a channel to add the app to it. */
async function inviteLine(services: Services, tenant: string): Promise<string> {
  const { name } = await personOf(services, tenant, services.identity.botUserId);
  return `/invite @${name}`;
}

/**
 * Tells the person in the app's messages, because the modal was closed. When this fails as well, nothing more is tried.
 */
async function tellInMessages(
  { slack, log }: Services,
  user: string,
  sentence: string,
  t: Texts,
): Promise<void> {
  try {
    await slack.postEphemeral(await slack.openDirect(user), user, sentenceMessage(sentence, t));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    log.warn({ failure: error.message }, 'a person could not be told that a card was not shared');
  }
}
