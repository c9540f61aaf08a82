/** What the doctor reports of a store, on both engines: new, in use, of another version, and with the wrong keys. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Config, formatProblems, readConfig } from '../../../src/config/config.ts';
import { runChecks } from '../../../src/operate/doctor/check.ts';
import { linesOf } from '../../../src/operate/doctor/report.ts';
import { storeChecks } from '../../../src/operate/doctor/store.ts';
import { TENANT } from '../store/records.ts';
import { KEY, OTHER_KEY, onBothEngines, type TestDatabase } from '../store/stores.ts';

const access = {
  trial: { BOX_DEVELOPER_TOKEN: 'token', BOX_DEVELOPER_SLACK_USER: 'U012ABCDEF' },
  oauth: { BOX_CLIENT_ID: 'c', BOX_CLIENT_SECRET: 's', PUBLIC_URL: 'https://sign.example.com' },
};

function configOf(env: Record<string, string>, kind: keyof typeof access): Config {
  const slack = { SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: 'xoxb-1' };
  const read = readConfig({ ...slack, ...access[kind], ...env });
  if ('problems' in read) throw new Error(formatProblems(read.problems));
  return read.config;
}

const connection = (name: string) => ({
  boxUserId: name,
  login: `${name}@home.net`,
  name,
  tokens: { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresAt: 1_900_000_000_000 },
});

const untilRight = (check: string, ...names: readonly string[]) =>
  names.map((name) => `  – ${name}: not checked until “${check}” is right`);
const noFormer = '  ✓ Box connections: none in the store was made in another way than is set now';
const nothingEncrypted = '  ✓ Encryption key: nothing is encrypted yet';
const later = ['Encryption key', 'Box connections'].map(
  (name) => `  – ${name}: can be checked once the tables are of this version`,
);

onBothEngines('the doctor’s findings about a store', (place, engine) => {
  /** All lines of the report about the store. */
  async function report(
    { options }: TestDatabase,
    env: Record<string, string> = {},
    kind: keyof typeof access = 'oauth',
  ): Promise<string[]> {
    const where =
      options.databaseUrl === undefined
        ? { DATA_DIR: options.dataDir, ENCRYPTION_KEY: KEY }
        : { DATABASE_URL: options.databaseUrl, ENCRYPTION_KEY: KEY };
    const checks = storeChecks(configOf({ ...where, ...env }, kind));
    const running = runChecks(checks);
    const lines: string[] = [];
    for (const { name } of checks) {
      const outcome = await running.get(name);
      if (outcome) lines.push(...linesOf(name, outcome).split('\n'));
    }
    return lines;
  }

  const placeLines = ({ options }: TestDatabase) =>
    engine === 'sqlite'
      ? [`  ✓ Data folder: ${options.dataDir}`, '  ✓ Data folder in use: by no other process']
      : [expect.stringMatching(/^ {2}✓ PostgreSQL: version \d+\.\d+$/)];
  /** The report without the lines about the place. */
  const after = async (here: TestDatabase, ...how: [Record<string, string>?, (keyof typeof access)?]) => {
    const [lines, first] = [await report(here, ...how), placeLines(here)];
    expect(lines.slice(0, first.length)).toEqual(first);
    return lines.slice(first.length);
  };

  it('a new store is right, and one without anything encrypted', async () => {
    const created = ['  ✓ Tables: will be created at the first start', nothingEncrypted, noFormer];
    expect(await after(await place({ store: false }))).toEqual(created);
    expect(await after(await place())).toEqual(['  ✓ Tables: of this version', nothingEncrypted, noFormer]);
  });

  it('what is stored is decrypted with the right keys', async () => {
    const here = await place();
    const first = await here.open();
    await first.connections.save(TENANT, 'U1', connection('ana'));
    await here.close(first);
    const tables = '  ✓ Tables: of this version';
    expect(await after(here)).toEqual([tables, '  ✓ Encryption key: decrypts what is stored', noFormer]);
    const [, wrongKey, ...rest] = await after(here, { ENCRYPTION_KEY: OTHER_KEY });
    expect(wrongKey).toMatch(/✗ Encryption key: The stored data was encrypted with another key and cannot/);
    expect(rest).toEqual([noFormer]);

    const second = await here.open({ encryptionKeys: `${OTHER_KEY},${KEY}` });
    await second.connections.save(TENANT, 'U2', connection('bo'));
    await here.close(second);
    expect((await after(here))[1]).toBe(
      '  ✗ Encryption key: 2 of the newest 4 encrypted values cannot be decrypted: ENCRYPTION_KEY lacks a key that is still needed.',
    );
    expect((await after(here, { ENCRYPTION_KEY: `${KEY},${OTHER_KEY}` }))[1]).toContain('✓ Encryption key');
  });

  it('connections of people’s own accounts are a fault where a trial is set', async () => {
    const here = await place();
    const store = await here.open();
    await store.connections.save(TENANT, 'U1', connection('ana'));
    await here.close(store);
    expect((await after(here, {}, 'trial'))[2]).toMatch(
      /^ {2}✗ Box connections: One connection to Box in this store was .*A trial cannot follow or revoke them/,
    );
  });

  it('tables of another version are named, and what depends on them is checked later', async () => {
    const here = await place();
    const names = await here.raw('select name from kysely_migration order by name desc');
    for (const [index, said] of ['1 change', '2 changes'].entries()) {
      await here.raw(`delete from kysely_migration where name = '${String(names[index]?.['name'])}'`);
      expect(await after(here)).toEqual([`  ✓ Tables: ${said} will be made at the next start`, ...later]);
    }

    const added = await place();
    await added.raw("insert into kysely_migration (name, timestamp) values ('9998-later', 'x')");
    expect(await after(added)).toEqual([
      '  ✓ Tables: of a later version, which this one can run beside',
      nothingEncrypted,
      noFormer,
    ]);
    await added.raw("insert into kysely_migration (name, timestamp) values ('9999-breaking-later', 'x')");
    expect(await after(added)).toEqual([
      '  ✗ Tables: The database belongs to a later version of this program (9998-later, 9999-breaking-later). Run that version, or restore a backup made before the upgrade.',
      ...untilRight('Tables', 'Encryption key', 'Box connections'),
    ]);
  });

  if (engine === 'sqlite') {
    it('a data folder that is not there yet will be created, with a key', async () => {
      const here = await place({ store: false });
      const DATA_DIR = join(here.options.dataDir, 'within', 'data');
      expect(await report(here, { DATA_DIR, ENCRYPTION_KEY: '' })).toEqual([
        `  ✓ Data folder: ${DATA_DIR} will be created at the first start`,
        '  ✓ Data folder in use: by no other process',
        '  ✓ Tables: will be created at the first start',
        '  ✓ Encryption key: will be created in the data folder at the first start',
        noFormer,
      ]);
    });

    it('a data folder that another process uses is a fault, and so is one that is a file', async () => {
      const here = await place();
      const DATA_DIR = join(here.options.dataDir, 'store.db');
      const where = '    A folder that only this app uses; ./data when empty';
      expect(await report(here, { DATA_DIR })).toEqual([
        `  ✗ Data folder: The data folder ${DATA_DIR} cannot be used (ENOTDIR). Set DATA_DIR to a folder that this process can write to.`,
        where,
        ...untilRight('Data folder', 'Data folder in use', 'Tables', 'Encryption key', 'Box connections'),
      ]);
      await here.open();
      expect((await report(here)).slice(1)).toEqual([
        expect.stringMatching(
          /^ {2}✗ Data folder in use: .* in use by another process.* If this app is already running, stop it first\.$/,
        ),
        where,
        ...untilRight('Data folder in use', 'Tables', 'Encryption key', 'Box connections'),
      ]);
    });
  } else {
    it('a PostgreSQL that does not answer is a fault', async () => {
      const lines = await report(await place(), { DATABASE_URL: 'postgres://sign:Zebrafinch@127.0.0.1:1/s' });
      expect(lines).toEqual([
        '  ✗ PostgreSQL: PostgreSQL refused the connection (ECONNREFUSED). Nothing listens at that host and port. Is it running?',
        "    Your PostgreSQL's connection string; leave it empty for a file in DATA_DIR",
        ...untilRight('PostgreSQL', 'Tables', 'Encryption key', 'Box connections'),
      ]);
    });

    it('a user without the right to create tables is a fault while tables are missing', async () => {
      const role = `sign_${randomBytes(6).toString('hex')}`;
      const here = await place({ store: false });
      await here.raw(`create role ${role} login password 'Zebrafinch'`);
      const url = new URL(here.options.databaseUrl ?? '');
      url.username = role;
      url.password = 'Zebrafinch';
      const env = { DATABASE_URL: url.href };
      try {
        expect(await after(here, env)).toEqual([
          `  ✗ Tables: The PostgreSQL user ${role} may not create tables in this database (42501). From PostgreSQL 15 on only the owner of a database may. To make this user its owner: ALTER DATABASE … OWNER TO …`,
          ...untilRight('Tables', 'Encryption key', 'Box connections'),
        ]);
        await here.raw(`grant create on schema public to ${role}`);
        expect((await after(here, env))[0]).toBe('  ✓ Tables: will be created at the first start');
      } finally {
        await here.raw(`drop owned by ${role}`);
        await here.raw(`drop role ${role}`);
      }
    });
  }
});
