/**
 * The first tables. Every one has the tenant in its key. Changed only by later migrations.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';

/** Creates the tables; `json` is the engine's type of JSON columns. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await signRequests(db, json);
  await cards(db);
  await drafts(db, json);
  await people(db);
  await connections(db);
  await jobs(db, json);
}

async function signRequests(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_requests')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('form', sql`${json}`, (column) => column.notNull())
    .addColumn('document', sql`${json}`, (column) => column.notNull())
    .addColumn('signers', sql`${json}`, (column) => column.notNull())
    .addColumn('details', sql`${json}`, (column) => column.notNull())
    .addColumn('refusal', sql`${json}`)
    .addColumn('box_id', 'text')
    .addColumn('short_id', 'text')
    .addColumn('prepare_url', 'text')
    .addColumn('looks', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('create_sent_at', 'bigint')
    .addColumn('first_look_at', 'bigint')
    .addColumn('last_sent_at', 'bigint')
    .addColumn('sent_at', 'bigint')
    .addColumn('observed_at', 'bigint')
    .addPrimaryKeyConstraint('sign_requests_key', ['tenant', 'id'])
    .addUniqueConstraint('sign_requests_nonce', ['tenant', 'nonce'])
    .execute();
  await index(db, 'sign_requests', 'sign_requests_requester', ['tenant', 'requester', 'created_at']);
  await index(db, 'sign_requests', 'sign_requests_same', [
    'tenant',
    'requester',
    'fingerprint',
    'created_at',
  ]);
  await index(db, 'sign_requests', 'sign_requests_box_id', ['tenant', 'box_id']);
}

async function cards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cards')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text')
    .addColumn('message', 'text')
    .addColumn('drawn_hash', 'text')
    .addColumn('post_sent_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('cards_key', ['tenant', 'id'])
    .addForeignKeyConstraint(
      'cards_request',
      ['tenant', 'request_id'],
      'sign_requests',
      ['tenant', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute();
  await index(db, 'cards', 'cards_of_request', ['tenant', 'request_id']);
}

async function drafts(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('drafts')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('form', sql`${json}`, (column) => column.notNull())
    .addColumn('response_url', 'text')
    .addColumn('channel', 'text')
    .addColumn('replaces', 'text')
    .addColumn('problem', sql`${json}`)
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('drafts_key', ['tenant', 'id'])
    .execute();
  await index(db, 'drafts', 'drafts_age', ['created_at']);
}

async function people(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('locale', 'text')
    .addColumn('is_bot', 'integer', (column) => column.notNull())
    .addColumn('is_guest', 'integer', (column) => column.notNull())
    .addColumn('is_deleted', 'integer', (column) => column.notNull())
    .addColumn('is_external', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('people_key', ['tenant', 'user_id'])
    .execute();
  await index(db, 'people', 'people_age', ['read_at']);
}

async function connections(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('connections')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('slack_user_id', 'text', (column) => column.notNull())
    .addColumn('box_user_id', 'text', (column) => column.notNull())
    .addColumn('login', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('connections_key', ['tenant', 'slack_user_id'])
    .execute();
}

async function jobs(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('lane', 'text')
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('args', sql`${json}`, (column) => column.notNull())
    .addColumn('dedupe_key', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('run_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('locked_until', 'bigint')
    .addColumn('lock_token', 'text')
    .addColumn('last_error', 'text')
    .addColumn('again_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addPrimaryKeyConstraint('jobs_key', ['tenant', 'id'])
    .execute();
  await sql`create unique index jobs_dedupe on jobs (tenant, dedupe_key) where finished_at is null`.execute(
    db,
  );
  await sql`create unique index jobs_lane on jobs (tenant, lane) where state = 'running'`.execute(db);
  await sql`create index jobs_next on jobs (run_at, id) where state = 'waiting'`.execute(db);
  await sql`create index jobs_leases on jobs (locked_until) where state = 'running'`.execute(db);
  await sql`create index jobs_done on jobs (finished_at) where state = 'done'`.execute(db);
  await sql`create index jobs_dead on jobs (finished_at) where state = 'dead'`.execute(db);
}

async function index(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
