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
import { renderShareModal } from './form.ts';

/** The step `withdrawCard`: takes the card out of the channel, and shows the result in the modal. */
export async function withdrawCard(
  services: Services,
  { requestId, user, channel, showsNames, viewId }: StepArgs['withdrawCard'],
  { tenant }: Run,
): Promise<void> {
  const { signRequests, cards, history } = services.store;
  const record = await signRequests.get(tenant, requestId);
  if (!record || !isAllowed(record, user, 'share')) return;
  const card = await cards.get(tenant, sharedCardId(requestId, channel));
  const outcome = card === null ? 'withdrawn' : await removeFromChannel(services, card);
  if (card && outcome === 'withdrawn') await history.addWithdrawn(tenant, card, user);
  // If the card is in the channel after all, a press on it will withdraw it, because it has no row.
  if (card && (outcome === 'notFound' || outcome === 'channelGone'))
    await cards.remove(tenant, card.id, requestId);
  const sentence = textsFor(await personOf(services, tenant, user)).share[outcome];
  const modal = await renderShareModal(services, record, { channel: null, showsNames }, sentence);
  await services.slack.updateView(viewId, modal);
}

/**
 * How a withdrawal ended. `notWithdrawn`: Slack lets the app neither delete nor change the card. `notFound`: Slack
 * never confirmed the card, so it may be in the channel. `channelGone`: the channel was deleted, or it is private and
 * the app was removed from it.
 */
type Outcome = 'withdrawn' | 'notWithdrawn' | 'notFound' | 'channelGone';

async function removeFromChannel(services: Services, card: Card): Promise<Outcome> {
  const { slack, log } = services;
  const channel = card.channel ?? '';
  const lost = await findLostCard(services, card);
  const ts = card.message ?? lost?.ts ?? null;
  if (ts === null) return lost?.couldSearch === false ? 'notFound' : 'withdrawn';
  try {
    await slack.deleteMessage(channel, ts);
    return 'withdrawn';
  } catch (error) {
    const refused = finalFailure(error);
    if (refused.reason === 'message_not_found') return 'withdrawn';
    if (refused.reason === 'channel_not_found') return 'channelGone';
    log.warn({ request: card.requestId, failure: refused.message }, 'a shared card could not be deleted');
  }
  try {
    await slack.update(channel, ts, withdrawnCard(textsFor(null)), card.id);
    return 'withdrawn';
  } catch (error) {
    return finalFailure(error).reason === 'message_not_found' ? 'withdrawn' : 'notWithdrawn';
  }
}

/** The final refusal by Slack. @throws any other error unchanged */
function finalFailure(error: unknown): OutsideFailure {
  if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
  return error;
}
