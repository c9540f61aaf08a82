/**
 * What is stored about one person, to be shown to them or to be forgotten: a Slack user with all that is
 * theirs, or an address wherever it is named. Nothing sealed leaves it. What Slack and Box keep is not ours to
 * delete.
 */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { FormValues, Signer, SignRequest } from '../signing/sign-request.ts';
import { cleanText, fromJson } from './columns.ts';
import { endedStates } from './ended.ts';
import { forgottenRow, isPerson } from './forgotten.ts';
import { pendingConnectionIn } from './pending-connections.ts';
import { forgetRowsOf, rowsOf, tenantsWith } from './personal-rows.ts';
import type { Secrets } from './secrets.ts';
import { toRecord, toRow } from './sign-request-rows.ts';
import type { DraftRow, Tables } from './tables.ts';

/** Who is meant. Slack's user ids are of one workspace each, so a user is named with their tenant. */
export type Whose = { readonly email: string } | { readonly tenant: string; readonly user: string };

/** What is stored about them, a list for each table, without anything sealed. */
export type Stored = Readonly<Record<string, readonly object[]>>;

export interface Forgotten {
  /** Rows that were deleted, or freed of the person, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Sign requests that still go on and therefore keep what they need. */
  readonly open: readonly { readonly tenant: string; readonly id: string; readonly shortId: string | null }[];
}

/** Somebody with a connection to Box. */
export interface BoxPerson {
  readonly tenant: string;
  readonly slackUserId: string;
}

export interface PersonalDataStore {
  /** Tenants in which something is stored about a Slack user id. */
  tenantsOf(user: string): Promise<readonly string[]>;
  find(whose: Whose): Promise<Stored>;
  /** Whose connections to Box are theirs. */
  connected(whose: Whose): Promise<readonly BoxPerson[]>;
  /** As `connected`, of connections that wait for a code. Throws SecretUnreadable. */
  waiting(whose: Whose): Promise<readonly BoxPerson[]>;
  /**
   * Deletes what is theirs alone, and takes their name, address and words out of ended requests of others.
   * Requests that still go on stay as they are, and are named. Their connections are left to the caller,
   * because Box has to be told of those.
   */
  forget(whose: Whose): Promise<Forgotten>;
}

type Db = Kysely<Tables>;

/** The store of what is known about people, on a database. */
export function createPersonalDataStore(db: Db, secrets: Secrets): PersonalDataStore {
  return {
    async tenantsOf(user) {
      const named = [
        await db.selectFrom('sign_requests').select('tenant').where('requester', '=', user).execute(),
        await db.selectFrom('people').select('tenant').where('user_id', '=', user).execute(),
        await db.selectFrom('connections').select('tenant').where('slack_user_id', '=', user).execute(),
        await db.selectFrom('drafts').select('tenant').where('user_id', '=', user).execute(),
      ];
      const tenants = named.flat().map(({ tenant }) => tenant);
      return [...new Set([...tenants, ...(await tenantsWith(db, user))])].sort();
    },
    find: (whose) => find(db, secrets, whose),
    connected: async (whose) =>
      (await connectionsOf(db, whose)).map((row) => ({ tenant: row.tenant, slackUserId: row.slack_user_id })),
    waiting: (whose) => waiting(db, secrets, whose),
    forget: (whose) => db.transaction().execute((tx) => forget(tx, secrets, whose)),
  };
}

async function find(db: Db, secrets: Secrets, whose: Whose): Promise<Stored> {
  const drafts = await draftsOf(db, whose);
  return {
    signRequests: (await recordsNaming(db, secrets, whose)).map((record) => seenBy(record, whose)),
    people: await peopleOf(db, whose),
    connections: await connectionsOf(db, whose),
    drafts: drafts.map(({ response_url: _sealed, form, problem: _problem, ...row }) => ({
      ...row,
      form: fromJson<FormValues>(form),
    })),
    ...('email' in whose ? {} : await rowsOf(db, whose)),
  };
}

async function forget(tx: Db, secrets: Secrets, whose: Whose): Promise<Forgotten> {
  const records = await recordsNaming(tx, secrets, whose);
  const isOver = (record: SignRequest): boolean => endedStates.includes(record.state);
  let signRequests = 0;
  for (const record of records.filter(isOver)) {
    if (isOwn(record, whose)) await deleteRequest(tx, record);
    else await replaceRequest(tx, forgottenRow(record, whose), secrets);
    signRequests += 1;
  }
  const drafts = await draftsOf(tx, whose);
  for (const { tenant, id } of drafts) {
    await tx.deleteFrom('drafts').where('tenant', '=', tenant).where('id', '=', id).execute();
  }
  const people = await peopleOf(tx, whose);
  for (const { tenant, user_id: user } of people) {
    await tx.deleteFrom('people').where('tenant', '=', tenant).where('user_id', '=', user).execute();
  }
  const others = 'email' in whose ? {} : await forgetRowsOf(tx, whose);
  return {
    rows: { signRequests, drafts: drafts.length, people: people.length, ...others },
    open: records.filter((one) => !isOver(one)).map(({ tenant, id, shortId }) => ({ tenant, id, shortId })),
  };
}

function isOwn(record: SignRequest, whose: Whose): boolean {
  return !('email' in whose) && record.requester === whose.user;
}

/** All of their own request; of somebody else's, what it is and their own part. */
function seenBy(record: SignRequest, whose: Whose): object {
  if (isOwn(record, whose)) {
    const { prepareUrl: _sealed, nonce: _nonce, fingerprint: _fingerprint, ...own } = record;
    return own;
  }
  const { tenant, id, shortId, requester, state, createdAt, sentAt, details } = record;
  const signers: readonly Signer[] = record.signers.filter((signer) => isPerson(signer, whose));
  return { tenant, id, shortId, requester, state, name: details.name, createdAt, sentAt, signers };
}

/** Their own requests, and those that name them in any of their words. */
async function recordsNaming(db: Db, secrets: Secrets, whose: Whose): Promise<SignRequest[]> {
  const name = cleanText('email' in whose ? whose.email : whose.user).toLowerCase();
  const texts = sql<string>`lower(requester || ' ' || cast(form as text) || cast(signers as text) || cast(details as text))`;
  let query = db.selectFrom('sign_requests').selectAll().where(texts, 'like', `%${name}%`);
  if (!('email' in whose)) query = query.where('tenant', '=', whose.tenant);
  const rows = await query.orderBy('tenant').orderBy('created_at').execute();
  // `_` in an address stands for any character in "like", so each is looked at once more.
  return rows
    .map((row) => toRecord(row, secrets))
    .filter((record) => isOwn(record, whose) || namesPerson(record, name));
}

function namesPerson({ form, signers, details }: SignRequest, name: string): boolean {
  return JSON.stringify([form, signers, details]).toLowerCase().includes(name);
}

async function peopleOf(db: Db, whose: Whose) {
  const query = db.selectFrom('people').selectAll();
  return 'email' in whose
    ? await query.where(sql<string>`lower(email)`, '=', whose.email.toLowerCase()).execute()
    : await query.where('tenant', '=', whose.tenant).where('user_id', '=', whose.user).execute();
}

async function connectionsOf(db: Db, whose: Whose) {
  const query = db
    .selectFrom('connections')
    .select(['tenant', 'slack_user_id', 'box_user_id', 'login', 'name', 'created_at']);
  return 'email' in whose
    ? await query.where(sql<string>`lower(login)`, '=', whose.email.toLowerCase()).execute()
    : await query.where('tenant', '=', whose.tenant).where('slack_user_id', '=', whose.user).execute();
}

async function waiting(db: Db, secrets: Secrets, whose: Whose): Promise<readonly BoxPerson[]> {
  const rows = await db.selectFrom('pending_connections').selectAll().execute();
  const theirs = rows.filter((row) =>
    'email' in whose
      ? pendingConnectionIn(row, secrets).login.toLowerCase() === whose.email.toLowerCase()
      : row.tenant === whose.tenant && row.slack_user_id === whose.user,
  );
  return theirs.map((row) => ({ tenant: row.tenant, slackUserId: row.slack_user_id }));
}

async function draftsOf(db: Db, whose: Whose): Promise<Selectable<DraftRow>[]> {
  const drafts = await db.selectFrom('drafts').selectAll().execute();
  return drafts.filter((draft) =>
    'email' in whose
      ? JSON.stringify(fromJson(draft.form)).toLowerCase().includes(whose.email.toLowerCase())
      : draft.tenant === whose.tenant && draft.user_id === whose.user,
  );
}

/** Its cards go with it. */
async function deleteRequest(tx: Db, { tenant, id }: SignRequest): Promise<void> {
  await tx.deleteFrom('sign_requests').where('tenant', '=', tenant).where('id', '=', id).execute();
}

async function replaceRequest(tx: Db, record: SignRequest, secrets: Secrets): Promise<void> {
  const { tenant, id, ...row } = toRow(record, secrets);
  await tx.updateTable('sign_requests').set(row).where('tenant', '=', tenant).where('id', '=', id).execute();
}
