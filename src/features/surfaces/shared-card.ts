/** The cards in channels. A separate job redraws each, so that a refusal in one channel does not delay the others. */
import { OutsideFailure } from '../../failure.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import type { OwnMessage } from '../../slack/history.ts';
import { type Card, isSharedCard, type Lease, sharedCardId } from '../../store/database.ts';
import { markedCard } from '../../views/card-mark.ts';
import { type SharedCardContext, sharedCard } from '../../views/shared-card.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { type Services, textsFor } from '../services.ts';
import { drawMessage } from './post-message.ts';
import type { Redraw } from './surface.ts';

/** Enqueues the redraw of each card that is in a channel. */
export async function showSharedCards(redraw: Redraw): Promise<Redraw> {
  const { services, record, rows } = redraw;
  for (const { channel, message } of rows.filter(isSharedCard)) {
    if (channel === null || message === null) continue;
    await services.store.jobs.enqueue(record.tenant, work.showShared({ requestId: record.id, channel }));
  }
  return redraw;
}

/** Slack's reasons for which a card can no longer be changed: it was deleted, or the app no longer sees its channel. */
const goneReasons: ReadonlySet<string> = new Set(['message_not_found', 'channel_not_found']);

/**
 * The step `showShared`: redraws the card in one channel. Deletes the row of a card that is no longer in the channel,
 * or whose channel is gone.
 */
export async function showShared(
  services: Services,
  { requestId, channel }: StepArgs['showShared'],
  { tenant, lease }: Run,
): Promise<void> {
  const { signRequests, cards } = services.store;
  const record = await signRequests.get(tenant, requestId);
  const row = await cards.get(tenant, sharedCardId(requestId, channel));
  if (!record || !row?.message) return;
  try {
    await drawSharedCard(services, record, row, { lease, staysDeleted: true });
  } catch (error) {
    // Slack may refuse because the channel is archived. The request's next change tries again.
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    services.log.warn({ request: requestId, failure: error.message }, 'a shared card could not be changed');
    if (goneReasons.has(error.reason)) await cards.remove(tenant, row.id, requestId);
  }
}

/** Posts the card, or changes it. @throws as `drawMessage` */
export async function drawSharedCard(
  services: Services,
  record: SignRequest,
  row: Card,
  how: { readonly lease: Lease; readonly staysDeleted?: boolean },
): Promise<void> {
  const drawn = sharedCard(record, await sharedCardContext(services, record, row.kind === 'shared_names'));
  await drawMessage(services, record, { row, newRow: async () => row, drawn, mark: markedCard, ...how });
}

/**
 * Looks for a card that may have been posted although Slack did not confirm it. Null: there is none to look for. It is
 * found only in channels whose history the app may read; the app requests no scope for the history of channels.
 */
export async function findLostCard(
  { slack }: Services,
  { id, channel, message, postSentAt }: Card,
): Promise<OwnMessage | null> {
  if (message !== null || postSentAt === null) return null;
  return slack.findOwn(channel ?? '', id, postSentAt);
}

/** What a shared card shows besides the record: the same in the channel and in the preview. */
export async function sharedCardContext(
  services: Services,
  record: SignRequest,
  showsNames: boolean,
): Promise<SharedCardContext> {
  const requester = await personOf(services, record.tenant, record.requester);
  return {
    t: textsFor(requester),
    now: services.now(),
    showsNames,
    by: requester.name,
    isLost: (await whyNotFollowed(services, record)) !== null,
  };
}
