/** The card: the message in the requester's direct messages that follows one sign request. */
import { randomUUID } from 'node:crypto';
import { addressDoubtfulAt } from '../../signing/correct.ts';
import { slowAt } from '../../signing/creation.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { work } from '../../signing/work.ts';
import { type Card, isSharedCard, type Lease, type Person } from '../../store/database.ts';
import { nextReminderAt } from '../../views/card-controls.ts';
import { markedCard } from '../../views/card-mark.ts';
import { signRequestCard } from '../../views/sign-request-card.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { type Services, sharableKinds, textsFor } from '../services.ts';
import { areCopiesAllowed } from '../settings/read.ts';
import { drawMessage } from './post-message.ts';
import type { Redraw, ViewsDrawn } from './surface.ts';

/** A request that waits for its requester in an open modal gets a card only after this time (ms). */
export const cardAfterMs = 2 * 60_000;

/** Draws the card, posts it when it is due, and plans redraws that become due without a change of the request. */
export async function showCard(redraw: Redraw): Promise<Redraw> {
  const { services, record, person, rows, views, lease } = redraw;
  const row = rows.find(({ kind }) => kind === 'direct') ?? null;
  const now = services.now();
  if (row !== null || isCardDue(record, views, now))
    await drawCard(services, record, person, { row, now, lease, isShared: rows.some(isSharedCard) });
  else if (isWaitingInModal(record)) await planCard(services, record);
  await planLaterRedraws(services, record, now);
  return redraw;
}

/** Whether the request should have a card. At first, while it waits for the person in an open modal, it needs none. */
function isCardDue(record: SignRequest, drawn: ViewsDrawn, now: number): boolean {
  // A request created in Box has no card until its requester asks for one.
  if (record.state === 'discarded' || !record.details.isFollowed) return false;
  if (record.state === 'requested' || record.state === 'creating') return now >= slowAt(record);
  if (isWaitingInModal(record)) {
    // A modal that has become the form again has no row. The card is due early only when no modal is open any longer.
    const isClosed = drawn.wasClosed && !drawn.isOpen;
    return isClosed || now - record.createdAt >= cardAfterMs;
  }
  return true;
}

function isWaitingInModal(record: SignRequest): boolean {
  return record.state === 'to_check' || record.state === 'not_sent';
}

/**
 * Plans a redraw that posts the card after a while: a reload of Slack closes a modal, and Slack does not report that.
 */
async function planCard(services: Services, record: SignRequest): Promise<void> {
  const { tenant, id } = record;
  await services.store.jobs.enqueue(tenant, work.redraw({ requestId: id, due: 'card' }, cardAfterMs));
}

/**
 * Plans redraws of the card for the times at which Box will accept the next reminder, so that its button appears, and at
 * which the card begins to ask whether an address is right.
 * @param drawnAt when the card was drawn (ms)
 */
async function planLaterRedraws(services: Services, record: SignRequest, drawnAt: number): Promise<void> {
  const { tenant, id } = record;
  const times = {
    reminder: [nextReminderAt(record, drawnAt)],
    unopened: record.signers.map((signer) => addressDoubtfulAt(record, signer)),
  };
  for (const due of ['reminder', 'unopened'] as const) {
    const dueAt = Math.min(...times[due].flatMap((at) => (at !== null && at > drawnAt ? at : [])));
    if (dueAt === Number.POSITIVE_INFINITY) continue;
    const delayMs = Math.max(0, dueAt - services.now()) + 1_000;
    await services.store.jobs.enqueue(tenant, work.redraw({ requestId: id, due }, delayMs));
  }
}

async function drawCard(
  services: Services,
  record: SignRequest,
  person: Person,
  {
    row,
    now,
    lease,
    isShared,
  }: {
    readonly row: Card | null;
    readonly now: number;
    readonly lease: Lease;
    readonly isShared: boolean;
  },
): Promise<void> {
  const lost = await whyNotFollowed(services, record);
  const canCopy = await areCopiesAllowed(services, record.tenant);
  const canShare = isShared || (lost === null && sharableKinds(services).length > 0);
  const drawn = signRequestCard(record, { t: textsFor(person), now, lost, canCopy, canShare });
  const newRow = () => newDirectCard(services, record, services.now());
  await drawMessage(services, record, { row, newRow, drawn, mark: markedCard, lease });
}

async function newDirectCard(services: Services, record: SignRequest, at: number): Promise<Card> {
  const channel = await services.slack.openDirect(record.requester);
  return {
    // The id is random: one made from the request's id might already be taken by an earlier card of this request,
    // which may now belong to the request that replaced it.
    id: `card:${randomUUID()}`,
    requestId: record.id,
    kind: 'direct',
    channel,
    message: null,
    drawnHash: null,
    postSentAt: at,
    createdAt: at,
  };
}
