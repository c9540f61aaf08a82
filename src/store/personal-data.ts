/**
 * Exports or deletes what is stored about one person: all data of a Slack user, or an address wherever it appears.
 * Never returns anything encrypted. Deletes nothing in Slack and Box.
 */

import type { Kysely, Selectable } from 'kysely';
import { addressKey } from '../signing/address.ts';
import type { FormValues } from '../signing/form.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { fromJson } from './columns.ts';
import { endedStates } from './ended.ts';
import type { Engine } from './engine.ts';
import { withoutPerson } from './forgotten.ts';
import {
  connectionsOf,
  isPerson,
  type PersonIdentity,
  type PersonKey,
  peopleRowsOf,
  personIdentityOf,
  personMatcher,
} from './identity.ts';
import { pendingConnectionIn } from './pending-connections.ts';
import { deleteMessagesTo, signerCardsOf } from './personal-messages.ts';
import {
  deleteOwnRows,
  deleteRowsNaming,
  ownRowsOf,
  partNaming,
  rowsNaming,
  tenantsNaming,
} from './personal-rows.ts';
import type { Secrets } from './secrets.ts';
import { toRecord, toRow } from './sign-request-rows.ts';
import type { DraftRow, Tables } from './tables.ts';

/** What is stored about a person: a list of rows for each table, without encrypted columns. */
export type StoredData = Readonly<Record<string, readonly object[]>>;

/** How much was deleted about a person, and the requests that were left unchanged. */
export interface ForgetResult {
  /** Rows that were deleted, or had the person removed, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Sign requests that are still open, from which nothing was removed. */
  readonly open: readonly { readonly tenant: string; readonly id: string; readonly shortId: string | null }[];
}

/** A Slack user with a Box connection. */
export interface BoxPerson {
  readonly tenant: string;
  readonly slackUserId: string;
}

export interface PersonalDataStore {
  /** Tenants in which something is stored about a Slack user id. */
  tenantsOf(user: string): Promise<readonly string[]>;
  find(whose: PersonKey): Promise<StoredData>;
  /** The person's Slack user, addresses and names. */
  identify(whose: PersonKey): Promise<PersonIdentity>;
  /** The Slack users whose Box connection belongs to this person. */
  connectionOwners(whose: PersonKey): Promise<readonly BoxPerson[]>;
  /** As `connectionOwners`, for connections that wait for a code. Throws SecretUnreadable. */
  pendingConnectionOwners(whose: PersonKey): Promise<readonly BoxPerson[]>;
  /**
   * Deletes what belongs to the person alone, and removes the person from ended requests of others.
   * Open requests stay unchanged, and are listed in the result. The person's connections are left to the caller,
   * because they have to be revoked in Box. In the embedded store, deleted data cannot be read from the file
   * afterwards.
   *
   * @param identity the result of `identify`, called before anything was deleted
   */
  forget(whose: PersonKey, identity: PersonIdentity): Promise<ForgetResult>;
}

type Db = Kysely<Tables>;

/** Creates the store of personal data. */
export function createPersonalDataStore(engine: Engine, secrets: Secrets): PersonalDataStore {
  const { db } = engine;
  return {
    tenantsOf: (user) => tenantsNaming(db, user),
    find: (whose) => findStoredData(db, secrets, whose),
    connectionOwners: async (whose) =>
      (await connectionsOf(db, whose)).map((row) => ({ tenant: row.tenant, slackUserId: row.slack_user_id })),
    pendingConnectionOwners: (whose) => pendingOwnersOf(db, secrets, whose),
    identify: (whose) => personIdentityOf(db, whose),
    forget: async (whose, identity) => {
      const forgotten = await db.transaction().execute((tx) => forgetPerson(tx, secrets, whose, identity));
      await engine.overwriteDeleted();
      return forgotten;
    },
  };
}

async function findStoredData(db: Db, secrets: Secrets, whose: PersonKey): Promise<StoredData> {
  const identity = await personIdentityOf(db, whose);
  const drafts = await draftsOf(db, identity);
  return {
    signRequests: (await recordsNaming(db, secrets, identity)).map((record) => visiblePart(record, identity)),
    people: await peopleRowsOf(db, whose),
    connections: await connectionsOf(db, whose),
    drafts: drafts.map(({ response_url: _sealed, phones: _phones, form, problem: _problem, ...row }) => ({
      ...row,
      form: fromJson<FormValues>(form),
    })),
    ...('email' in whose ? {} : { ...(await ownRowsOf(db, whose)), cards: await signerCardsOf(db, whose) }),
    ...(await rowsNaming(db, identity)),
  };
}

async function forgetPerson(
  tx: Db,
  secrets: Secrets,
  whose: PersonKey,
  identity: PersonIdentity,
): Promise<ForgetResult> {
  const records = await recordsNaming(tx, secrets, identity);
  const isOver = (record: SignRequest): boolean => endedStates.includes(record.state);
  let signRequests = 0;
  for (const record of records.filter(isOver)) {
    if (isOwn(record, identity)) await deleteRequest(tx, record);
    else await replaceRequest(tx, withoutPerson(record, identity), secrets);
    signRequests += 1;
  }
  const drafts = await draftsOf(tx, identity);
  for (const { tenant, id } of drafts) {
    await tx.deleteFrom('drafts').where('tenant', '=', tenant).where('id', '=', id).execute();
  }
  const people = await peopleRowsOf(tx, whose);
  for (const { tenant, user_id: user } of people) {
    await tx.deleteFrom('people').where('tenant', '=', tenant).where('user_id', '=', user).execute();
  }
  const open = records.filter((one) => !isOver(one));
  const openIds = open.map(({ id }) => id);
  const own =
    'email' in whose
      ? {}
      : { ...(await deleteOwnRows(tx, whose)), ...(await deleteMessagesTo(tx, whose, openIds)) };
  const others = await deleteRowsNaming(tx, identity, { hasOpen: open.length > 0 });
  return {
    rows: { signRequests, drafts: drafts.length, people: people.length, ...sumByTable(own, others) },
    open: open.map(({ tenant, id, shortId }) => ({ tenant, id, shortId })),
  };
}

/** The sum of two counts of rows, for each table. */
function sumByTable(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one };
  for (const [table, count] of Object.entries(other)) sum[table] = (sum[table] ?? 0) + count;
  return sum;
}

function isOwn(record: SignRequest, { tenant, user }: PersonIdentity): boolean {
  return user !== null && record.tenant === tenant && record.requester === user;
}

/**
 * The part of a request that the person may see: of their own request, all but secrets, hashes and phone numbers; of
 * another person's request, its name, its state, its times and their part as a signer.
 */
function visiblePart(record: SignRequest, identity: PersonIdentity): object {
  if (isOwn(record, identity)) {
    const { prepareUrl: _link, phones: _phones, nonce: _nonce, fingerprint: _print, ...own } = record;
    return own;
  }
  const { tenant, id, shortId, requester, state, createdAt, sentAt, details } = record;
  const signers: readonly Signer[] = record.signers.filter((signer) => isPerson(signer, identity));
  return { tenant, id, shortId, requester, state, name: details.name, createdAt, sentAt, signers };
}

/** The person's own requests, and all others that have their id or address anywhere. */
async function recordsNaming(db: Db, secrets: Secrets, identity: PersonIdentity): Promise<SignRequest[]> {
  const isNaming = personMatcher(identity);
  let query = db.selectFrom('sign_requests').selectAll();
  if (identity.tenant !== null) query = query.where('tenant', '=', identity.tenant);
  const rows = await query.orderBy('tenant').orderBy('created_at').execute();
  return rows
    .filter((row) => isNaming(partNaming('sign_requests', row)))
    .map((row) => toRecord(row, secrets));
}

async function pendingOwnersOf(db: Db, secrets: Secrets, whose: PersonKey): Promise<readonly BoxPerson[]> {
  const rows = await db.selectFrom('pending_connections').selectAll().execute();
  const theirs = rows.filter((row) =>
    'email' in whose
      ? addressKey(pendingConnectionIn(row, secrets).login) === addressKey(whose.email)
      : row.tenant === whose.tenant && row.slack_user_id === whose.user,
  );
  return theirs.map((row) => ({ tenant: row.tenant, slackUserId: row.slack_user_id }));
}

/** The person's own drafts, and those of others that have their id or address. */
async function draftsOf(db: Db, identity: PersonIdentity): Promise<Selectable<DraftRow>[]> {
  const isNaming = personMatcher(identity);
  let query = db.selectFrom('drafts').selectAll();
  if (identity.tenant !== null) query = query.where('tenant', '=', identity.tenant);
  const drafts = await query.execute();
  return drafts.filter((row) => isNaming(partNaming('drafts', row)));
}

/** Deletes a request, and with it its cards, notices and history. */
async function deleteRequest(tx: Db, { tenant, id }: SignRequest): Promise<void> {
  await tx.deleteFrom('sign_requests').where('tenant', '=', tenant).where('id', '=', id).execute();
}

async function replaceRequest(tx: Db, record: SignRequest, secrets: Secrets): Promise<void> {
  const { tenant, id, ...row } = toRow(record, secrets);
  await tx.updateTable('sign_requests').set(row).where('tenant', '=', tenant).where('id', '=', id).execute();
}
