/**
 * Draws a message that shows a sign request: posts it, or changes it. Its row is stored before it is posted, so that a
 * later run finds the message instead of posting it again. Where the app may not search for it (`im:history`), a
 * message whose post Slack did not confirm is posted again.
 */
import { hadNoEffect, OutsideFailure } from '../../failure.ts';
import type { Message } from '../../shapes.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { Card, Lease } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { drawnHash } from './drawn-hash.ts';
import { recordDrawing } from './record-drawing.ts';

/** A message to draw, and its row; a new row if it was never posted. */
export interface Drawing {
  readonly row: Card | null;
  readonly newRow: () => Promise<Card>;
  readonly drawn: Message;
  /** Puts the row's id into the message. */
  readonly mark?: (drawn: Message, id: string) => Message;
  readonly lease: Lease;
  /** Whether a message that was deleted in Slack stays deleted; otherwise it is posted again. */
  readonly staysDeleted?: boolean;
}

/**
 * Posts or changes the message, unless it shows the same already. A message that was deleted in Slack is posted again,
 * unless `staysDeleted`.
 *
 * @throws LeaseLost; OutsideFailure when Slack refuses the message, or its answer is lost
 */
export async function drawMessage(
  services: Services,
  record: SignRequest,
  { row, newRow, drawn, mark = (same) => same, lease, staysDeleted = false }: Drawing,
): Promise<void> {
  const hash = drawnHash(drawn);
  if (row?.message && row.drawnHash === hash) return;
  const at = services.now();
  const card = row ?? (await newRow());
  const message = mark(drawn, card.id);
  const ts = card.message ?? (row ? await findLost(services, card) : null);
  const posting = { message, hash, at, lease };
  if (ts === null) return post(services, record, card, posting);
  try {
    await services.slack.update(card.channel ?? '', ts, message, card.id);
    await recordDrawing(services, record, card.id, { message: ts, hash, kind: card.kind });
  } catch (error) {
    // A message that was deleted in Slack is posted again if it is still needed.
    const isDeleted = error instanceof OutsideFailure && error.reason === 'message_not_found';
    if (!isDeleted || staysDeleted) throw error;
    await post(services, record, card, posting);
  }
}

/** Searches for the message, which may have been posted although Slack's answer was lost. Null: it was not found. */
async function findLost(services: Services, card: Card): Promise<string | null> {
  if (card.postSentAt === null) return null;
  return (await services.slack.findOwn(card.channel ?? '', card.id, card.postSentAt)).ts;
}

/** Posts the message. Its row is stored before that, so that a retry uses the same row. */
async function post(
  services: Services,
  record: SignRequest,
  card: Card,
  posting: {
    readonly message: Message;
    readonly hash: string;
    readonly at: number;
    readonly lease: Lease;
  },
): Promise<void> {
  const { message, hash, at, lease } = posting;
  await services.store.cards.recordPosting(record.tenant, { ...card, postSentAt: at }, lease);
  const { ts } = await services.slack
    .post(card.channel ?? '', message, card.id)
    .catch(async (error: unknown) => {
      // The message was not posted, so a retry need not search for it.
      if (hadNoEffect(error)) await services.store.cards.recordNotPosted(record.tenant, card.id, at);
      throw error;
    });
  await recordDrawing(services, record, card.id, { message: ts, hash, kind: card.kind });
}
