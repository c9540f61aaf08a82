/** Withdraws a card from a channel: deletes it or, where Slack does not allow that, leaves a line that says so. */
import { OutsideFailure } from '../../failure.ts';
import type { StepArgs } from '../../signing/work.ts';
import { type Card, sharedCardId } from '../../store/database.ts';
import { withdrawnCard } from '../../views/shared-card.ts';
import { personOf } from '../rights/admit.ts';
import { isAllowed } from '../rights/requests.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { findLostCard } from '../surfaces/shared-card.ts';
import { updateIfOpen } from '../surfaces/show-modal.ts';
import { renderShareModal } from './form.ts';

/** The step `withdrawCard`. */
export async function withdrawCard(
  services: Services,
  { requestId, user, channel, showsNames, viewId }: StepArgs['withdrawCard'],
  { tenant }: Run,
): Promise<void> {
  const { signRequests, cards, history } = services.store;
  const record = await signRequests.get(tenant, requestId);
  if (!record || !isAllowed(record, user, 'share')) return;
  const card = await cards.get(tenant, sharedCardId(requestId, channel));
  const isGone = card === null || (await takeAway(services, card));
  if (isGone && card) await history.addWithdrawn(tenant, card, user);
  const { share: says } = textsFor(await personOf(services, tenant, user));
  const sentence = isGone ? says.withdrawn : says.notWithdrawn;
  const modal = await renderShareModal(services, record, { channel: null, showsNames }, sentence);
  await updateIfOpen(services, viewId, modal);
}

/** Returns false when the card is still in the channel. */
async function takeAway(services: Services, card: Card): Promise<boolean> {
  const { slack, log } = services;
  const channel = card.channel ?? '';
  const ts = card.message ?? (await findLostCard(services, card))?.ts ?? null;
  if (ts === null) return true;
  try {
    await slack.deleteMessage(channel, ts);
    return true;
  } catch (error) {
    const refused = finalFailure(error);
    if (refused.reason === 'message_not_found') return true;
    log.warn({ request: card.requestId, failure: refused.message }, 'a shared card could not be deleted');
  }
  try {
    await slack.update(channel, ts, withdrawnCard(textsFor(null)), card.id);
    return true;
  } catch (error) {
    return finalFailure(error).reason === 'message_not_found';
  }
}

/** @throws the error, unless Slack has refused for good */
function finalFailure(error: unknown): OutsideFailure {
  if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
  return error;
}
