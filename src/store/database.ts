/**
 * Opens the store: chooses the database, loads the encryption keys, runs the migrations, and creates the parts of the
 * store. The only SQL in this file is that of `ping`.
 */

import { sql } from 'kysely';
import { type BatchStore, createBatchStore } from './batches.ts';
import { type BoxEventStore, createBoxEventStore } from './box-events.ts';
import { type CardStore, createCardStore } from './cards.ts';
import { releaseAllLeases } from './claims.ts';
import { type ConnectionStore, createConnectionStore } from './connections.ts';
import { createDepartureStore, type DepartureStore } from './departures.ts';
import { createDraftStore, type DraftStore } from './drafts.ts';
import { type Engine, openPostgres, openSqlite } from './engine.ts';
import { embeddedKeys, makeFolder } from './folder.ts';
import { forgetTenant, tenantsIn } from './forget.ts';
import { createHistoryStore, type HistoryStore } from './history.ts';
import { createHomeStore, type HomeStore } from './homes.ts';
import { createInstallationStore, type InstallationStore } from './installations.ts';
import { createJobStore, type JobStore } from './jobs.ts';
import { createListStore, type ListStore } from './lists.ts';
import { migrate } from './migrations/all.ts';
import { createNoticeStore, type NoticeStore } from './notices.ts';
import { createOAuthStateStore, type OAuthStateStore } from './oauth-states.ts';
import {
  type BoxAccessKind,
  countConnectionsOfOtherAccess,
  deleteConnectionsOfOtherAccess,
} from './other-access.ts';
import { createPendingConnectionStore, type PendingConnectionStore } from './pending-connections.ts';
import { createPersonStore, type PersonStore } from './people.ts';
import { createPersonalDataStore, type PersonalDataStore } from './personal-data.ts';
import { createPinStore, type PinStore } from './pins.ts';
import { createPollBudget, type PollBudget } from './poll-budget.ts';
import { releaseRenewalClaims } from './renewal-claims.ts';
import { createRevocationStore, type RevocationStore } from './revocations.ts';
import { checkKeys, resealAll } from './sealed.ts';
import { createSecrets, EncryptionKeyProblem, parseEncryptionKeys, type Secrets } from './secrets.ts';
import { createSettingsStore, type SettingsStore } from './settings.ts';
import { createSharedRequestStore, type SharedRequestStore } from './shared-requests.ts';
import { createSignRequestStore, type SignRequestStore } from './sign-requests.ts';
import { deleteExpiredRows } from './sweep.ts';
import { createTransact, createWakeSignal } from './transaction.ts';
import { createWebhookStore, type WebhookStore } from './webhooks.ts';
import { createWelcomeStore, type WelcomeStore } from './welcomes.ts';
import type { WorkRules } from './work-rules.ts';

export { type Card, isSharedCard, isSharedCardIn, sharedCardId, signerCardPrefix } from './cards.ts';
export type { ClaimedJob, Job, Lease } from './claims.ts';
export { LeaseLost } from './claims.ts';
export type { Connection, NewConnection } from './connections.ts';
export { DRAFT_LIFE_MS, type Draft } from './drafts.ts';
export { StoreInUse } from './folder.ts';
export type { StoredEntry } from './history.ts';
export type { Home } from './homes.ts';
export type { PersonKey } from './identity.ts';
export type { Installation, NewInstallation } from './installations.ts';
export type { ListReadState, ListView, WhichList } from './lists.ts';
export { noticeAboutKey, type UnpostedNotice } from './notices.ts';
export type { AttemptProblem, OAuthAttempt } from './oauth-states.ts';
export { AttemptEnded } from './oauth-states.ts';
export type { CodeOutcome } from './pending-connections.ts';
export type { Person } from './people.ts';
export type { ForgetResult } from './personal-data.ts';
export { wrongKeyMessage } from './sealed.ts';
export { EncryptionKeyProblem, SecretUnreadable } from './secrets.ts';
export type { ChangeResult, CreateDecision, CreateKey, ExistingRequests } from './sign-requests.ts';
export type { WatchedFolder, Webhook } from './webhooks.ts';
export type { JobPlan, WorkRules } from './work-rules.ts';

const RETENTION_DAYS = 365;
const POLL_CALLS_PER_MONTH = 20_000;

export interface StoreOptions {
  /** Connection URL of PostgreSQL; absent: SQLite in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the embedded store, created when missing. */
  readonly dataDir: string;
  /** Comma-separated base64 keys of 32 bytes; required with `databaseUrl`. */
  readonly encryptionKeys?: string | undefined;
  /** How many calls to Box polling may make in a month; 20,000 unless given. */
  readonly pollCallsPerMonth?: number | undefined;
  /** How long ended sign requests are kept (days); 365 unless given. */
  readonly retentionDays?: number | undefined;
  /** The lane and key of each job, and the jobs that follow from changes in the store. */
  readonly rules: WorkRules;
  /** The clock (ms). */
  readonly now?: (() => number) | undefined;
  /** Called with a message when a database connection was lost (it is reopened), or a value cannot be decrypted. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

/** Everything that the app stores, in SQLite or PostgreSQL. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  readonly signRequests: SignRequestStore;
  readonly cards: CardStore;
  /** Notices that wait to be posted. */
  readonly notices: NoticeStore;
  /** How many calls may still be spent on polling Box, shared by all processes. */
  readonly pollBudget: PollBudget;
  /** Webhooks in Box, and which notifications they have sent. */
  readonly webhooks: WebhookStore;
  /** The position up to which the event stream of the Box enterprise has been read. */
  readonly boxEvents: BoxEventStore;
  readonly drafts: DraftStore;
  readonly people: PersonStore;
  /** What is stored about one person, for export or deletion. */
  readonly personalData: PersonalDataStore;
  readonly connections: ConnectionStore;
  /** OAuth attempts: people who are connecting their Box account in a browser. */
  readonly oauthStates: OAuthStateStore;
  /** Connections that Box has granted and that wait until their code is typed in Slack. */
  readonly pendingConnections: PendingConnectionStore;
  /** Tokens to be revoked in Box. */
  readonly revocations: RevocationStore;
  readonly pins: PinStore;
  /** The open lists of sign requests, and when Box was asked for them. */
  readonly lists: ListStore;
  /** Requests of others that Box shows to a person. */
  readonly sharedRequests: SharedRequestStore;
  /** Batches: actions of people on several requests. */
  readonly batches: BatchStore;
  /** Installations that people have made themselves, with their bot tokens. */
  readonly installations: InstallationStore;
  /** People who have left the workspace. */
  readonly departures: DepartureStore;
  /** People who were welcomed in the app's messages. */
  readonly welcomes: WelcomeStore;
  /** The settings of workspaces and people. */
  readonly settings: SettingsStore;
  /** The history of what people did, from Slack, with sign requests. */
  readonly history: HistoryStore;
  /** People who have opened the app's Home tab. */
  readonly homes: HomeStore;
  readonly jobs: JobStore;
  /** Deletes everything that is stored for a tenant; see `forgetTenant`. */
  forget(tenant: string, generation: number | null): Promise<boolean>;
  /** How many connections were made under another kind of access to Box than this one. */
  countConnectionsOfOtherAccess(kind: BoxAccessKind): Promise<number>;
  /** Deletes the connections of another kind; jobs revoke their tokens in Box. Returns the number of tokens. */
  deleteConnectionsOfOtherAccess(kind: BoxAccessKind): Promise<number>;
  /** The tenants with a waiting job, or with stored data that does not expire by itself. */
  tenants(): Promise<string[]>;
  /** Deletes expired rows, and re-encrypts with the first key every value that another key encrypted. */
  sweep(): Promise<void>;
  /** Throws EncryptionKeyProblem when there are encrypted values and none of the newest can be decrypted. */
  checkKeys(): Promise<void>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** Closes the database. No other method may be called after that. */
  close(): Promise<void>;
}

/**
 * Opens the store and migrates it to this version. Throws StoreInUse (another process has the folder), LaterDatabase
 * (it was migrated further than this version can use) and EncryptionKeyProblem (keys missing or malformed).
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { wake, onWake } = createWakeSignal();
  const { engine, secrets } = await openEngine(options, wake);
  try {
    await migrate(engine);
    if (engine.isExclusive) {
      await releaseAllLeases(engine.db);
      await releaseRenewalClaims(engine.db);
    }
  } catch (error) {
    await engine.close();
    throw error;
  }
  const now = options.now ?? Date.now;
  const { rules } = options;
  const transact = createTransact(engine, rules.plan, now, wake);
  const slowTransact = createTransact({ ...engine, db: engine.slowDb }, rules.plan, now, wake);
  const { db } = engine;
  const tools = { transact, secrets, rules, now };
  return {
    engine: engine.name,
    signRequests: createSignRequestStore(engine, tools),
    cards: createCardStore(engine, transact),
    notices: createNoticeStore(db, tools),
    pollBudget: createPollBudget(db, {
      transact,
      pollCallsPerMonth: options.pollCallsPerMonth ?? POLL_CALLS_PER_MONTH,
      now,
    }),
    webhooks: createWebhookStore(db, tools),
    boxEvents: createBoxEventStore(db, now),
    drafts: createDraftStore(engine, secrets, now),
    people: createPersonStore(engine, now),
    connections: createConnectionStore(db, tools),
    pins: createPinStore(db, now),
    personalData: createPersonalDataStore(engine, secrets),
    oauthStates: createOAuthStateStore(db, tools),
    pendingConnections: createPendingConnectionStore(db, tools),
    revocations: createRevocationStore(db, tools),
    lists: createListStore(db, now),
    batches: createBatchStore(engine, tools),
    sharedRequests: createSharedRequestStore(engine, tools),
    installations: createInstallationStore(db, tools),
    departures: createDepartureStore(db, now),
    welcomes: createWelcomeStore(db, tools),
    settings: createSettingsStore(db, now),
    history: createHistoryStore(db, tools),
    homes: createHomeStore(db, tools),
    forget: async (tenant, generation) => {
      const isForgotten = await forgetTenant({ ...tools, transact: slowTransact }, tenant, generation);
      if (isForgotten) await engine.overwriteDeleted();
      return isForgotten;
    },
    countConnectionsOfOtherAccess: (kind) => countConnectionsOfOtherAccess(engine.db, kind),
    deleteConnectionsOfOtherAccess: (kind) => deleteConnectionsOfOtherAccess(tools, kind),
    tenants: () => tenantsIn(db),
    jobs: createJobStore(engine, transact, { wake, onWake }, { plan: rules.plan, now }),
    sweep: async () => {
      await deleteExpiredRows(engine.slowDb, now(), options.retentionDays ?? RETENTION_DAYS);
      await resealAll(engine.slowDb, secrets);
      await engine.emptyWriteAheadLog();
    },
    checkKeys: () => checkKeys(db, secrets),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => engine.close(),
  };
}

async function openEngine(
  options: StoreOptions,
  wake: () => void,
): Promise<{ engine: Engine; secrets: Secrets }> {
  const { databaseUrl, dataDir, encryptionKeys, onTrouble } = options;
  if (databaseUrl !== undefined) {
    if (encryptionKeys === undefined) {
      throw new EncryptionKeyProblem('ENCRYPTION_KEY is required together with DATABASE_URL');
    }
    const secrets = createSecrets(parseEncryptionKeys(encryptionKeys), onTrouble);
    return { secrets, engine: await openPostgres(databaseUrl, wake, onTrouble ?? (() => undefined)) };
  }
  makeFolder(dataDir);
  const engine = openSqlite(dataDir);
  try {
    return { engine, secrets: createSecrets(embeddedKeys(dataDir, encryptionKeys), onTrouble) };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
