/**
 * Where sign requests are shown: messages and open views, each with a hash of its last content. They are drawn by
 * `features/surfaces`; here they are only stored.
 */
import { type Expression, type Insertable, type SqlBool, sql, type Transaction } from 'kysely';
import { holdLease, type Lease } from './claims.ts';
import type { Engine } from './engine.ts';
import type { CardRow, Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** A place where a sign request is shown: a message or an open view. */
export interface Card {
  readonly id: string;
  readonly requestId: string;
  /**
   * A message to the requester, an open result view, an open view that shows the request in full, a message to a
   * signer, or a card in a channel, without or with the names of the signers.
   */
  readonly kind: 'direct' | 'view' | 'details' | 'signer' | 'shared' | 'shared_names';
  /** The message's conversation; null: a view. */
  readonly channel: string | null;
  /** The message's ts, or the view's id; null until it is known. */
  readonly message: string | null;
  /** Hash of the content that was last drawn; null: it must be drawn anew. */
  readonly drawnHash: string | null;
  /** When the call that posts the message may have been sent (ms); null: it cannot have been. */
  readonly postSentAt: number | null;
  readonly createdAt: number;
}

/** The prefix of the ids of all messages to a signer. */
export function signerCardPrefix(slackUserId: string): string {
  return `signer:${slackUserId}:`;
}

/** Whether a row of cards is a message to this signer. */
export function isCardOfSigner(slackUserId: string): Expression<SqlBool> {
  const prefix = signerCardPrefix(slackUserId);
  return sql<SqlBool>`cards.kind = 'signer' and substr(cards.id, 1, ${prefix.length}) = ${prefix}`;
}

/** The id of a request's card in a channel: there is one for each channel. */
export function sharedCardId(requestId: string, channel: string): string {
  return `card:${requestId}:${channel}`;
}

/** Whether this is the id of a card in this channel. */
export function isSharedCardIn(channel: string, id: string): boolean {
  return id.endsWith(`:${channel}`) && id.split(':').length === 3;
}

/** Whether the card is one in a channel. */
export function isSharedCard({ kind }: Pick<Card, 'kind'>): boolean {
  return kind === 'shared' || kind === 'shared_names';
}

/** Stores where sign requests are shown: messages and open views. */
export interface CardStore {
  /** The cards of a request, oldest first. */
  forRequest(tenant: string, requestId: string): Promise<Card[]>;
  get(tenant: string, id: string): Promise<Card | null>;
  /**
   * Ids of the requests, sent and not signed by everyone, about which a signer has a message, including those that they
   * have signed themselves; the oldest message first.
   */
  openRequestsWithMessageTo(tenant: string, slackUserId: string): Promise<string[]>;
  /** Inserts the card, or overwrites the one with its id. Its request must exist. */
  put(tenant: string, card: Card): Promise<void>;
  /**
   * Records that the card was drawn for `requestId`, and its kind, which changes when a shared card gets or loses
   * names. A card that was moved to another request meanwhile gets the message too, but counts as not drawn.
   * @returns the request that the card belongs to now; null when the card is gone
   */
  recordDrawn(
    tenant: string,
    id: string,
    drawing: {
      readonly requestId: string;
      readonly message: string;
      readonly hash: string;
      readonly kind?: Card['kind'];
    },
  ): Promise<string | null>;
  /**
   * Records, before the call, that the card's message is about to be posted at `postSentAt`, so that it may exist from
   * then on. The card's former message, if any, no longer exists. Throws LeaseLost and writes nothing unless the job is
   * still leased, because another process may be about to post it as well.
   */
  recordPosting(tenant: string, card: Card & { readonly postSentAt: number }, lease: Lease): Promise<void>;
  /** Records that the message was not posted at `at`. Changes nothing if another run has tried again since. */
  recordNotPosted(tenant: string, id: string, at: number): Promise<void>;
  /** Deletes the card; with `requestId`, only if it still belongs to that request. */
  remove(tenant: string, id: string, requestId?: string): Promise<void>;
}

/** Creates the card store. */
export function createCardStore(engine: Engine, transact: Transact): CardStore {
  const { db } = engine;
  return {
    async forRequest(tenant, requestId) {
      const query = db.selectFrom('cards').selectAll().where('tenant', '=', tenant);
      const rows = await query
        .where('request_id', '=', requestId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toCard);
    },
    async get(tenant, id) {
      const query = db.selectFrom('cards').selectAll().where('tenant', '=', tenant).where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : toCard(row);
    },
    async openRequestsWithMessageTo(tenant, slackUserId) {
      const rows = await db
        .selectFrom('cards')
        .innerJoin('sign_requests', (join) =>
          join
            .onRef('sign_requests.id', '=', 'cards.request_id')
            .onRef('sign_requests.tenant', '=', 'cards.tenant'),
        )
        .select('cards.request_id')
        .where('cards.tenant', '=', tenant)
        .where(isCardOfSigner(slackUserId))
        .where('sign_requests.state', 'in', ['sent', 'viewed'])
        .orderBy('cards.created_at')
        .execute();
      return rows.map((row) => row.request_id);
    },
    async put(tenant, card) {
      const { tenant: _tenant, id: _id, ...rest } = toRow(tenant, card);
      await db
        .insertInto('cards')
        .values(toRow(tenant, card))
        .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(rest))
        .execute();
    },
    async recordDrawn(tenant, id, { requestId, message, hash, kind }) {
      const query = db.updateTable('cards').where('tenant', '=', tenant).where('id', '=', id);
      const row = await query
        .set((column) => ({
          message,
          ...(kind && { kind }),
          drawn_hash: column.case().when('request_id', '=', requestId).then(hash).else(null).end(),
        }))
        .returning('request_id')
        .executeTakeFirst();
      return row?.request_id ?? null;
    },
    recordPosting: (tenant, card, lease) =>
      transact(async ({ tx }) => {
        await holdLease(tx, engine, lease);
        const changes = { message: null, drawn_hash: null, post_sent_at: card.postSentAt };
        await tx
          .insertInto('cards')
          .values({ ...toRow(tenant, card), ...changes })
          .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(changes))
          .execute();
      }),
    async recordNotPosted(tenant, id, at) {
      const query = db.updateTable('cards').where('tenant', '=', tenant).where('id', '=', id);
      const mine = query.where('message', 'is', null).where('post_sent_at', '=', at);
      await mine.set({ post_sent_at: null }).execute();
    },
    async remove(tenant, id, requestId) {
      const query = db.deleteFrom('cards').where('tenant', '=', tenant).where('id', '=', id);
      await (requestId === undefined ? query : query.where('request_id', '=', requestId)).execute();
    },
  };
}

/** Gives one request's cards to another, so that a corrected request continues in the old one's message. */
export async function moveCards(
  tx: Transaction<Tables>,
  tenant: string,
  fromRequestId: string,
  toRequestId: string,
): Promise<void> {
  const query = tx.updateTable('cards').set({ request_id: toRequestId }).where('tenant', '=', tenant);
  await query.where('request_id', '=', fromRequestId).execute();
}

function toRow(tenant: string, card: Card): Insertable<CardRow> {
  return {
    tenant,
    id: card.id,
    request_id: card.requestId,
    kind: card.kind,
    channel: card.channel,
    message: card.message,
    drawn_hash: card.drawnHash,
    post_sent_at: card.postSentAt,
    created_at: card.createdAt,
  };
}

function toCard(row: CardRow): Card {
  return {
    id: row.id,
    requestId: row.request_id,
    // Only this store writes cards, so the column holds a valid kind.
    kind: row.kind as Card['kind'],
    channel: row.channel,
    message: row.message,
    drawnHash: row.drawn_hash,
    postSentAt: row.post_sent_at,
    createdAt: row.created_at,
  };
}
