/**
 * All migrations. Those that the database lacks run when the store is opened: in one process at a time, and all in one
 * transaction, so that a process killed in the middle leaves nothing half-done. They only add, except those with
 * `-breaking-` in their name (`state.ts`).
 */
import { type Kysely, type Migration, Migrator, type RawBuilder } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Tables } from '../tables.ts';
import { up as firstTables } from './0001-first-tables.ts';
import { up as requestLists } from './0002-request-lists.ts';
import { up as connectionTokens } from './0003-connection-tokens.ts';
import { up as connecting } from './0004-connecting.ts';
import { up as installations } from './0005-installations.ts';
import { up as usedLinks } from './0006-used-links.ts';
import { up as formsBack } from './0007-forms-back.ts';
import { up as memberships } from './0008-memberships.ts';
import { up as following } from './0009-following.ts';
import { up as events } from './0010-events.ts';
import { up as webhooks } from './0011-webhooks.ts';
import { up as welcomes } from './0012-welcomes.ts';
import { up as changedRequests } from './0013-changed-requests.ts';
import { up as settings } from './0014-settings.ts';
import { up as phones } from './0015-phones.ts';
import { up as homes } from './0017-homes.ts';
import { up as history } from './0018-history.ts';
import { up as callsUsed } from './0020-calls-used.ts';
import { up as references } from './0022-references.ts';
import { up as batches } from './0023-batches.ts';
import { up as sharedRequests } from './0024-shared-requests.ts';
import { up as historyReferences } from './0025-history-references.ts';
import { up as formsShown } from './0026-forms-shown.ts';
import { up as listRefusals } from './0027-list-refusals.ts';
import { LaterDatabase, migrationState } from './state.ts';

type Up = (db: Kysely<unknown>, json: RawBuilder<unknown>) => Promise<void>;

const migrations: Readonly<Record<string, Up>> = {
  '0001-first-tables': firstTables,
  '0002-request-lists': requestLists,
  '0003-connection-tokens': connectionTokens,
  '0004-connecting': connecting,
  '0005-installations': installations,
  '0006-used-links': usedLinks,
  '0007-forms-back': formsBack,
  '0008-memberships': memberships,
  '0009-following': following,
  '0010-events': events,
  '0011-webhooks': webhooks,
  '0012-welcomes': welcomes,
  '0013-changed-requests': changedRequests,
  '0014-settings': settings,
  '0015-phones': phones,
  '0017-homes': homes,
  '0018-history': history,
  '0020-calls-used': callsUsed,
  '0022-references': references,
  '0023-batches': batches,
  '0024-shared-requests': sharedRequests,
  '0025-history-references': historyReferences,
  '0026-forms-shown': formsShown,
  '0027-list-refusals': listRefusals,
};

/** Names of all migrations, in the order in which they run. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/**
 * Migrates the database to this version. A database that a later version has only added to is left unchanged. Throws
 * LaterDatabase when this version cannot use what a later version has made of it, and what a failed migration throws.
 */
export async function migrate(engine: Engine): Promise<void> {
  await engine.runMigrations(async (db) => {
    const { unknown, isUsable } = await migrationState(db, migrationNames);
    if (!isUsable) throw new LaterDatabase(unknown);
    if (unknown.length === 0) await migrateTo(engine, db, migrationNames.at(-1) ?? '');
  });
}

/**
 * Runs the migrations up to this one, on a connection that `engine.runMigrations` has given. Throws when one fails.
 * @param options `isInTransaction`: the caller has begun a transaction
 */
export async function migrateTo(
  engine: Engine,
  db: Kysely<Tables>,
  name: string,
  { isInTransaction = false } = {},
): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrationsFor(engine)) };
  const migrator = new Migrator({ db, provider, disableTransactions: isInTransaction });
  const { error } = await migrator.migrateTo(name);
  if (error !== undefined) throw error;
}

function migrationsFor(engine: Engine): Record<string, Migration> {
  const entries = Object.entries(migrations);
  return Object.fromEntries(
    entries.map(([name, up]) => [name, { up: (db: Kysely<unknown>) => up(db, engine.jsonType) }]),
  );
}
