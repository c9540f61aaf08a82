/**
 * Redraws everything that shows a sign request: the open modals and the card. They are always redrawn in full, from the
 * stored record. Redraws run in the request's lane, so that two of them never overlap.
 */
import { randomUUID } from 'node:crypto';
import { slowAt } from '../../signing/creation.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { canPlaceFields } from '../../signing/status.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import type { Card, Lease, Person } from '../../store/database.ts';
import { resendDueLater } from '../../views/card-controls.ts';
import { markedCard } from '../../views/card-mark.ts';
import { signRequestCard } from '../../views/sign-request-card.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import { isGranted, type Services, textsFor } from '../services.ts';
import { drawListsSoon } from './list-views.ts';
import { drawViews, type ViewsDrawn } from './open-views.ts';
import { drawMessage } from './post-message.ts';
import { drawSignersSoon } from './signer-message.ts';

/** A request that waits for its requester in an open modal gets a card only after this time (ms). */
export const cardAfterMs = 2 * 60_000;

/** The step `redraw`. */
export async function redraw(
  services: Services,
  { requestId, due }: StepArgs['redraw'],
  { tenant, lease }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, requestId);
  if (!record) return;
  const person = await personOf(services, record.tenant, record.requester);
  const rows = await services.store.cards.forRequest(record.tenant, record.id);
  const drawn = await drawViews(services, record, person, rows);
  if (drawn.wasClosed && canPlaceFields(record)) await enqueueNote(services, record);
  const card = rows.find((row) => row.kind === 'direct') ?? null;
  const now = services.now();
  if (card !== null || isCardDue(record, drawn, now))
    await drawCard(services, record, person, { row: card, now, lease });
  else if (isWaitingInModal(record)) await enqueueLater(services, record);
  await drawn.forget();
  // No answer of Box says that an expiry has passed.
  if (due === 'expiry') await drawSignersSoon(services, record.tenant, record.id);
  await redrawWhenReminderIsPossible(services, record, now);
  const lists = await services.store.lists.viewsOf(record.tenant, record.requester);
  if (lists.length > 0) await drawListsSoon(services, record.tenant, record.requester);
}

/** Whether the request should have a card. While the person sees the request in a modal, a card would be noise. */
function isCardDue(record: SignRequest, drawn: ViewsDrawn, now: number): boolean {
  // A request created in Box has no card until its requester asks for one.
  if (record.state === 'discarded' || !record.details.isFollowed) return false;
  if (record.state === 'requested' || record.state === 'creating') return now >= slowAt(record);
  if (isWaitingInModal(record)) {
    // A form that came back has no row; only when nothing is shown in any modal is the card needed before its time.
    const isClosed = drawn.wasClosed && !drawn.isOpen;
    return isClosed || now - record.createdAt >= cardAfterMs;
  }
  return true;
}

function isWaitingInModal(record: SignRequest): boolean {
  return record.state === 'to_check' || record.state === 'not_sent';
}

async function enqueueNote(services: Services, record: SignRequest): Promise<void> {
  const { tenant, id } = record;
  await services.store.jobs.enqueue(tenant, work.note({ requestId: id }));
}

/** Plans a redraw that posts the card after a while: a reload of Slack closes a modal, and Slack does not report that. */
async function enqueueLater(services: Services, record: SignRequest): Promise<void> {
  const { tenant, id } = record;
  await services.store.jobs.enqueue(tenant, work.redraw({ requestId: id, due: 'card' }, cardAfterMs));
}

/** Redraws the card when Box will accept the next reminder, so that its button appears; at `drawnAt` it was too early. */
async function redrawWhenReminderIsPossible(
  services: Services,
  record: SignRequest,
  drawnAt: number,
): Promise<void> {
  const { tenant, id } = record;
  const dueAt = resendDueLater(record, drawnAt);
  if (dueAt === null) return;
  const delayMs = Math.max(0, dueAt - services.now()) + 1_000;
  await services.store.jobs.enqueue(tenant, work.redraw({ requestId: id, due: 'reminder' }, delayMs));
}

async function drawCard(
  services: Services,
  record: SignRequest,
  person: Person,
  { row, now, lease }: { readonly row: Card | null; readonly now: number; readonly lease: Lease },
): Promise<void> {
  const lost = await whyNotFollowed(services, record);
  const canCopy = isGranted(services.identity, 'files:write');
  const drawn = signRequestCard(record, { t: textsFor(person), now, lost, canCopy });
  const newRow = () => newCard(services, record, services.now());
  await drawMessage(services, record, { row, newRow, drawn, mark: markedCard, lease });
}

async function newCard(services: Services, record: SignRequest, at: number): Promise<Card> {
  const channel = await services.slack.openDirect(record.requester);
  return {
    // A random id, not the request's: its first card may have moved to the request that replaced it, id and all.
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
