/**
 * Decides which process renews the tokens of a row. A refresh token is single-use, and several processes may find at
 * the same time that an access token is about to expire. So a process first claims the row's generation, then calls Box
 * or Slack outside of any transaction, and writes the next generation. An expired claim may be taken over. The tokens
 * themselves are not read here.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** The tables whose rows hold tokens that are renewed. */
const tokenTables = ['connections', 'installations'] as const;

/** Identifies a row that holds tokens: its table, and the condition that selects it. */
export interface TokenRowKey {
  readonly table: (typeof tokenTables)[number];
  readonly where: RawBuilder<SqlBool>;
}

/** The columns of a row without a claim. */
export const noClaim = { refresh_claim: null, refresh_until: null } as const;

/**
 * Claims the renewal of this generation for `forMs`. Returns the claim; null when another process has it, the
 * generation has been replaced, or the row's state is not `active`.
 */
export async function claimRow(
  db: Kysely<Tables>,
  { table, where }: TokenRowKey,
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

/** Releases the claim after a failed renewal that changed nothing, so that another process may try immediately. */
export async function releaseRow(
  db: Kysely<Tables>,
  { table, where }: TokenRowKey,
  claim: string,
): Promise<void> {
  await sql`update ${sql.table(table)} set refresh_claim = null, refresh_until = null
    where ${where} and refresh_claim = ${claim}`.execute(db);
}

/** Releases all claims. Called when the embedded store is opened: any process that held a claim is dead. */
export async function releaseRenewalClaims(db: Kysely<Tables>): Promise<void> {
  for (const table of tokenTables) {
    await db.updateTable(table).set(noClaim).where('refresh_claim', 'is not', null).execute();
  }
}
