/**
 * New stores for tests, on both engines: a new folder for SQLite, a new database for PostgreSQL on the server that
 * TEST_DATABASE_URL names. Both are removed after the test. Each is a copy of an empty store that is made once for a
 * group of tests, because the migrations take most of the time of opening a new one.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, afterEach, describe } from 'vitest';
import { workRules } from '../../../src/features/work-rules.ts';
import { once } from '../../../src/operate/doctor/check.ts';
import type { Work } from '../../../src/signing/work.ts';
import { openStore, type Store, type StoreOptions, type WorkRules } from '../../../src/store/database.ts';

export const KEY = Buffer.alloc(32, 7).toString('base64');
export const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');

interface MadeUpJob {
  readonly step: string;
  readonly lane?: string | null;
  readonly dedupeKey?: string | null;
  readonly requestId?: string;
  readonly args?: object;
  readonly delayMs?: number;
}

/** A job of a step that the table of work does not know. `rules` reads its lane and key from its arguments. */
export function aJob({ step, lane = null, dedupeKey = null, args, delayMs = 0, ...whose }: MadeUpJob): Work {
  return { step, args: { ...args, ...whose, lane, dedupeKey }, delayMs } as unknown as Work;
}

/** The rules of the table of work; for made-up steps, the lane and key that `aJob` gives. */
export const rules: WorkRules = {
  ...workRules,
  plan: (work) => {
    const { lane, dedupeKey } = work.args as { lane?: string | null; dedupeKey?: string | null };
    return dedupeKey === undefined ? workRules.plan(work) : { lane: lane ?? null, key: dedupeKey };
  },
};

/** A place where a store can be opened repeatedly and its rows read. */
export interface TestDatabase {
  readonly engine: 'sqlite' | 'postgres';
  readonly options: StoreOptions;
  /** Opens the store; it is closed after the test unless the test closed it. */
  open(options?: Partial<StoreOptions>): Promise<Store>;
  close(store: Store): Promise<void>;
  /** Runs one statement directly on the database, without parameters. */
  raw(statement: string): Promise<readonly Record<string, unknown>[]>;
}

/** Makes a place for stores. @param has whether an empty store is there already; by default it is */
export type NewPlace = (has?: { readonly store: boolean }) => Promise<TestDatabase>;

/** Defines the same tests on both engines; those on PostgreSQL are skipped where there is no server. */
export function onBothEngines(
  title: string,
  tests: (place: NewPlace, engine: TestDatabase['engine']) => void,
): void {
  const url = process.env['TEST_DATABASE_URL'] ?? '';
  describe(`${title} on SQLite`, () => {
    const [ofTest, ofGroup] = [cleanUpsIn(afterEach), cleanUpsIn(afterAll)];
    const template = once(() => emptyFolder(ofGroup));
    tests(async (has) => sqliteDatabase(has?.store === false ? null : await template(), ofTest), 'sqlite');
  });
  describe.skipIf(url === '')(`${title} on PostgreSQL (TEST_DATABASE_URL)`, () => {
    const [ofTest, ofGroup] = [cleanUpsIn(afterEach), cleanUpsIn(afterAll)];
    const template = once(() => emptyDatabase(url, ofGroup));
    const from = async (has: Parameters<NewPlace>[0]) =>
      has?.store === false ? '' : `template ${await template()} strategy file_copy`;
    tests(async (has) => postgresDatabase(url, await from(has), ofTest), 'postgres');
  });
}

type AddCleanUp = (cleanUp: () => Promise<void> | void) => unknown;

/** Has what is added cleaned up in this hook, the newest first. */
function cleanUpsIn(hook: typeof afterEach | typeof afterAll): AddCleanUp {
  const cleanUps: Parameters<AddCleanUp>[0][] = [];
  hook(async () => {
    for (const next of cleanUps.splice(0).reverse()) await next();
  });
  return (cleanUp) => cleanUps.push(cleanUp);
}

/** A new empty folder under the system's temporary one. The caller removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'box-sign-store-'));
}

/** A folder with an empty store, which is closed. */
async function emptyFolder(addCleanUp: AddCleanUp): Promise<string> {
  const dataDir = temporaryFolder();
  addCleanUp(() => rmSync(dataDir, { recursive: true }));
  await (await openStore({ dataDir, encryptionKeys: KEY, rules })).close();
  return dataDir;
}

function sqliteDatabase(template: string | null, addCleanUp: AddCleanUp): TestDatabase {
  const dataDir = temporaryFolder();
  addCleanUp(() => rmSync(dataDir, { recursive: true }));
  if (template !== null) cpSync(template, dataDir, { recursive: true });
  const path = join(dataDir, 'store.db');
  return testDatabaseOf('sqlite', { dataDir, encryptionKeys: KEY, rules }, addCleanUp, async (statement) => {
    let rows: readonly Record<string, unknown>[] | null = null;
    await until('the file to be free', () => {
      rows = tryStatement(path, statement);
      return rows !== null;
    });
    return rows ?? [];
  });
}

/** Runs a statement. Returns its rows; null while the store, in this same thread, is in a transaction. */
function tryStatement(path: string, statement: string): readonly Record<string, unknown>[] | null {
  const file = new Database(path);
  try {
    const prepared = file.prepare(statement);
    if (prepared.reader) return prepared.all() as Record<string, unknown>[];
    prepared.run();
    return [];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
    throw error;
  } finally {
    file.close();
  }
}

/** The name of a database with an empty store, which is closed. */
async function emptyDatabase(serverUrl: string, addCleanUp: AddCleanUp): Promise<string> {
  const { name, options } = await newDatabase(serverUrl, '', addCleanUp);
  await (await openStore(options)).close();
  return name;
}

async function postgresDatabase(
  serverUrl: string,
  how: string,
  addCleanUp: AddCleanUp,
): Promise<TestDatabase> {
  const { options } = await newDatabase(serverUrl, how, addCleanUp);
  return testDatabaseOf('postgres', options, addCleanUp, (statement) =>
    query(options.databaseUrl, statement),
  );
}

/** Creates a database. @param how what follows its name in `create database` */
async function newDatabase(serverUrl: string, how: string, addCleanUp: AddCleanUp) {
  const name = `box_sign_test_${randomBytes(6).toString('hex')}`;
  await query(serverUrl, `create database ${name} ${how}`);
  addCleanUp(() => query(serverUrl, `drop database ${name} with (force)`).then(() => undefined));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, options: { databaseUrl: url.href, dataDir: 'unused', encryptionKeys: KEY, rules } };
}

function testDatabaseOf(
  engine: TestDatabase['engine'],
  options: StoreOptions,
  addCleanUp: AddCleanUp,
  raw: TestDatabase['raw'],
): TestDatabase {
  const open = new Set<Store>();
  const close = async (store: Store) => {
    if (open.delete(store)) await store.close();
  };
  addCleanUp(async () => {
    for (const store of open) await close(store);
  });
  return {
    engine,
    options,
    close,
    raw,
    async open(more = {}) {
      const store = await openStore({ ...options, ...more });
      open.add(store);
      return store;
    },
  };
}

async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Polls until `check` is true; fails with `what` after the deadline. */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadlineAt = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadlineAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A clock that tests move. */
export function movableClock(startAt = 1_790_000_000_000): { now: () => number; pass: (ms: number) => void } {
  let nowAt = startAt;
  return {
    now: () => nowAt,
    pass: (ms) => {
      nowAt += ms;
    },
  };
}

/** Claims and finishes all jobs that are due. Returns them in the order in which they were claimed. */
export async function finishAllJobs({ jobs }: Store) {
  const finished = [];
  for (let next = await jobs.claim(); next !== null; next = await jobs.claim()) {
    finished.push(next.job);
    await jobs.finish(next.lease);
  }
  return finished;
}
