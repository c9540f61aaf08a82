/**
 * Which process renews the tokens of a row. A refresh token is good for one use, and several processes may find an
 * access token near its end at once: whoever renews claims the row's generation first, asks Box or Slack outside of any
 * transaction, and writes the next generation. A claim that was not kept in time may be taken over. What the tokens
 * are is not known here.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** The tables whose rows hold tokens that follow one another. */
const tables = ['connections', 'installations'] as const;

/** One row of them. */
export interface ClaimedRow {
  readonly table: (typeof tables)[number];
  readonly where: RawBuilder<SqlBool>;
}

/** What a row without a claim says of it. */
export const noClaim = { refresh_claim: null, refresh_until: null } as const;

/** Claims the renewal of this generation for so long; null when somebody else has it, or the generation is over. */
export async function claimRow(
  db: Kysely<Tables>,
  { table, where }: ClaimedRow,
  generation: number,
  { nowAt, forMs }: { readonly nowAt: number; readonly forMs: number },
): Promise<string | null> {
  const claim = randomBytes(12).toString('base64url');
  const { numAffectedRows = 0n } = await sql`update ${sql.table(table)}
    set refresh_claim = ${claim}, refresh_until = ${nowAt + forMs}
    where ${where} and generation = ${generation} and state = 'active'
      and (refresh_until is null or refresh_until <= ${nowAt})`.execute(db);
  return numAffectedRows > 0n ? claim : null;
}

/** Gives the claim back: nothing is known to have changed, and the next may try at once. */
export async function releaseRow(
  db: Kysely<Tables>,
  { table, where }: ClaimedRow,
  claim: string,
): Promise<void> {
  await sql`update ${sql.table(table)} set refresh_claim = null, refresh_until = null
    where ${where} and refresh_claim = ${claim}`.execute(db);
}

/** Gives back every claim: at the start of the only process there can be, whoever had one is dead. */
export async function releaseClaims(db: Kysely<Tables>): Promise<void> {
  for (const table of tables) {
    await db.updateTable(table).set(noClaim).where('refresh_claim', 'is not', null).execute();
  }
}
