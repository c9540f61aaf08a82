/** The operator's check of the setup (the doctor): it names everything that is right, and each fault. */
// runs: http, ci
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { beforeAll, expect, inject, it } from 'vitest';
import { AppNotReady } from '../../sandbox/app-process.ts';
import { runDoctor, secretsOf, settingsOf } from './examining.ts';
import { storedRows } from './stored.ts';
import { until } from './until.ts';
import { aWorld, stories, type World } from './world.ts';

/** A fault that the doctor must find. */
interface Fault {
  /** Environment variables for this run, on top of a correct environment. */
  readonly env?: (world: World) => Record<string, string>;
  /** A change in Slack or Box before the run; returns a function that undoes it. */
  readonly breaks?: (world: World) => (() => void) | undefined;
  readonly clockOffsetMs?: number;
  readonly says: RegExp;
  /** Part of the line below the fault, which says where to fix it. */
  readonly page: string;
}

const person = (name: string) => (world: World) => ({ BOX_DEVELOPER_SLACK_USER: world.slack.user(name).id });

function token(state: 'revoked' | 'inactive' | 'expired') {
  return ({ slack }: World) => {
    slack.setToken(state);
    return () => slack.setToken('valid');
  };
}

function boxAna({ box }: World) {
  const ana = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  if (!ana) throw new Error('Ana is not at Box');
  return ana;
}

const scopeRefused = { type: 'error', status: 403, code: 'insufficient_scope', message: 'no' };

/**
 * Makes Box answer the first call with the token like this. The call before it, without a token, only checks whether
 * Box can be reached.
 */
function answersFirstCallWithToken(answer: { readonly status: number; readonly body?: unknown }) {
  return ({ box }: World) => {
    const path = /\/users\/me$/;
    box.faults.next({ kind: 'delay', ms: 0, path });
    box.faults.next({ kind: 'status', path, ...answer });
    return () => box.faults.clear();
  };
}

/** Faults that do not depend on the store, and are tested on the embedded store only. */
const faultsOnOneStore: Record<string, Fault> = {
  'a bot token that Slack does not know': {
    env: () => ({ SLACK_BOT_TOKEN: 'xoxb-nobody' }),
    says: /does not accept SLACK_BOT_TOKEN \(invalid_auth\)/,
    page: 'OAuth & Permissions',
  },
  'a revoked token': { breaks: token('revoked'), says: /\(token_revoked\)/, page: 'OAuth & Permissions' },
  'an app that was removed': {
    breaks: token('inactive'),
    says: /\(account_inactive\)\. The app was removed/,
    page: 'OAuth & Permissions',
  },
  'two scopes that were not granted': {
    breaks: ({ slack }) => {
      const all = [...slack.state.app.scopes];
      slack.setScopes(all.filter((scope) => scope !== 'im:write' && scope !== 'users:read.email'));
      return () => slack.setScopes(all);
    },
    says: /Scopes: The bot token lacks im:write, users:read\.email\./,
    page: 'Bot Token Scopes',
  },
  'an app token that Slack does not know': {
    env: () => ({ SLACK_APP_TOKEN: 'xapp-1-nobody', SLACK_SIGNING_SECRET: '' }),
    says: /does not accept SLACK_APP_TOKEN \(apps\.connections\.open: invalid_auth\)/,
    page: 'App-Level Tokens',
  },
  'an app token that may not connect': {
    env: ({ slack }) => ({ SLACK_APP_TOKEN: slack.appToken, SLACK_SIGNING_SECRET: '' }),
    breaks: ({ slack }) => {
      slack.state.app.appTokenScopes = [];
      return () => {
        slack.state.app.appTokenScopes = ['connections:write'];
      };
    },
    says: /missing_scope/,
    page: 'connections:write',
  },
  'Socket Mode that is switched off': {
    env: ({ slack }) => ({ SLACK_APP_TOKEN: slack.appToken, SLACK_SIGNING_SECRET: '' }),
    breaks: ({ slack }) => {
      slack.faults.next({ kind: 'error', error: 'link_disabled', method: 'apps.connections.open' });
      return () => slack.faults.clear();
    },
    says: /App token: Socket Mode is switched off in the Slack app\. Switch it on, or empty SLACK_APP_TOKEN/,
    page: 'Enable Socket Mode',
  },
  'a bot token that Slack never got': {
    breaks: ({ slack }) => {
      slack.faults.next({ kind: 'error', error: 'not_authed', method: 'auth.test' });
      return () => slack.faults.clear();
    },
    says: /does not accept SLACK_BOT_TOKEN \(not_authed\)\. Copy it again/,
    page: 'OAuth & Permissions',
  },
  'a person whom Slack does not know': {
    env: () => ({ BOX_DEVELOPER_SLACK_USER: 'U0NOBODY' }),
    says: /BOX_DEVELOPER_SLACK_USER is not a member of this workspace/,
    page: 'Copy member ID',
  },
  'a guest': { env: person('gil'), says: /BOX_DEVELOPER_SLACK_USER is a guest/, page: 'Copy member ID' },
  'a person who left': { env: person('dan'), says: /is deactivated/, page: 'Copy member ID' },
  'a person of another workspace': {
    env: person('eve'),
    says: /belongs to another workspace/,
    page: 'Copy member ID',
  },
  'a messages tab that is off': {
    breaks: ({ slack }) => {
      slack.connectApp({ messagesTabEnabled: false });
      return () => slack.connectApp({ messagesTabEnabled: true });
    },
    says: /messages tab is off/,
    page: 'App Home',
  },
  'an address that is not Slack': {
    env: ({ slack }) => ({ SLACK_API_URL: `${slack.baseUrl}/elsewhere/api/` }),
    says: /What answers at 127\.0\.0\.1:\d+ is not Slack/,
    page: 'slack.com',
  },
  'a Slack without a trusted connection': {
    env: ({ slack }) => ({ SLACK_API_URL: slack.apiUrl.replace('http:', 'https:') }),
    says: /Slack could not be reached.*no trusted connection/,
    page: 'slack.com',
  },
  'a Box token that has ended': {
    env: ({ box }) => ({ BOX_DEVELOPER_TOKEN: box.issueToken({ id: '1' }, { expiresInMs: -1 }) }),
    says: /does not accept BOX_DEVELOPER_TOKEN\. It lasts 60 minutes/,
    page: 'Developer Token',
  },
  'a Box app that may not manage sign requests': {
    env: (world) => ({ BOX_DEVELOPER_TOKEN: world.box.issueToken(boxAna(world), { signScope: false }) }),
    says: /The Box app lacks “Manage signature requests” \(sign_requests\.readwrite\)/,
    page: 'Application Scopes',
  },
  'a Box app that may not read files': {
    breaks: ({ box }) => {
      box.faults.next({ kind: 'status', status: 403, path: /\/folders\/0$/, body: scopeRefused });
      return () => box.faults.clear();
    },
    says: /The Box app lacks “Read and write all files.*\(root_readwrite\)/,
    page: 'Application Scopes',
  },
  'a plan without Box Sign': {
    breaks: (world) => {
      world.box.setSignEnabled(boxAna(world), false);
      return () => world.box.setSignEnabled(boxAna(world), true);
    },
    says: /Box Sign is not enabled for this user/,
    page: 'app.box.com',
  },
  'a Box that fails while it shows a folder': {
    breaks: ({ box }) => {
      box.faults.next({ kind: 'status', status: 503, path: /\/folders\/0$/ });
      return () => box.faults.clear();
    },
    says: /Box scopes: Box did not answer as expected/,
    page: 'api.box.com',
  },
  'an address for webhooks that Box does not call': {
    env: () => ({ BOX_WEBHOOK_PRIMARY_KEY: 'k'.repeat(32), PUBLIC_URL: 'https://sign.example.com:8443' }),
    says: /Webhooks: Box calls webhooks at https:\/\/ addresses on port 443 alone/,
    page: 'redirect URLs',
  },
  'a destination folder that is gone': {
    env: () => ({ BOX_DESTINATION_FOLDER_ID: '404' }),
    says: /BOX_DESTINATION_FOLDER_ID is not a folder that this Box user can see/,
    page: 'Open the folder in Box',
  },
  'a Box that fails while it shows the destination folder': {
    env: () => ({ BOX_DESTINATION_FOLDER_ID: '404' }),
    breaks: ({ box }) => {
      box.faults.next({ kind: 'status', status: 503, path: /\/folders\/404$/ });
      return () => box.faults.clear();
    },
    says: /Destination folder: Box did not answer as expected/,
    page: 'api.box.com',
  },
  'a destination folder that is only for reading': {
    env: (world) => {
      const folder = world.box.addFolder(boxAna(world), { name: 'Archive', canUpload: false });
      return { BOX_DESTINATION_FOLDER_ID: folder.id };
    },
    says: /In the folder “Archive”.*cannot create files/,
    page: 'Open the folder in Box',
  },
  'a Box app that lacks the scope to say whose token it is': {
    breaks: answersFirstCallWithToken({ status: 403, body: scopeRefused }),
    says: /Box token: Box refuses to say whose BOX_DEVELOPER_TOKEN this is: the app lacks a scope/,
    page: 'Application Scopes',
  },
  'a Box that has an outage': {
    breaks: answersFirstCallWithToken({ status: 503 }),
    says: /Box token: Box did not answer as expected \(\w+\)\. Check that BOX_API_URL is right/,
    page: 'api.box.com',
  },
  'an address that is not Box': {
    env: ({ slack }) => ({ BOX_API_URL: slack.baseUrl }),
    says: /What answers at 127\.0\.0\.1:\d+ is not Box/,
    page: 'api.box.com',
  },
  'a Box whose name leads nowhere': {
    env: () => ({ BOX_API_URL: 'https://box.invalid' }),
    says: /Box could not be reached at box\.invalid: its name cannot be resolved/,
    page: 'api.box.com',
  },
};

/** Faults of the store that this run uses, and one that is tested on both stores. */
const faultsOnEachStore: Record<string, Fault> = {
  ...(inject('store') === 'sqlite'
    ? {
        'a data folder that is a file': {
          env: ({ store }) => ({ DATA_DIR: join(store.DATA_DIR ?? '', 'store.db') }),
          says: /The data folder .*store\.db cannot be used \(ENOTDIR\)/,
          page: 'A folder that only this app uses',
        },
      }
    : {
        'a database that does not exist': {
          env: ({ store }) => ({
            DATABASE_URL: (store.DATABASE_URL ?? '').replace(/[^/]+$/, 'nobody_made_it'),
          }),
          says: /PostgreSQL refused the connection \(3D000\)\. There is no database with this name/,
          page: 'connection string',
        },
        'a PostgreSQL that is not there': {
          env: () => ({ DATABASE_URL: 'postgresql://sign:Zebrafinch@127.0.0.1:1/sign' }),
          says: /PostgreSQL refused the connection \(ECONNREFUSED\)/,
          page: 'connection string',
        },
      }),
  'a top folder for signed documents': {
    env: () => ({ BOX_DESTINATION_FOLDER_ID: '0' }),
    says: /BOX_DESTINATION_FOLDER_ID: .*the top folder \(0\) cannot take signed documents/,
    page: 'Open the folder in Box',
  },
};

stories('the doctor', () => {
  const world = aWorld();
  const settings = (): Record<string, string> => settingsOf(world());

  async function run(env: Record<string, string>, clockOffsetMs = 0, args: readonly string[] = []) {
    const all = { ...settings(), ...env };
    const found = await runDoctor(all, clockOffsetMs, args);
    for (const secret of [...secretsOf(all), 'Zebrafinch']) expect(found.output).not.toContain(secret);
    expect(found.output).not.toMatch(/^\s+at /m);
    expect(found.output).not.toContain('could not be checked:');
    return found;
  }

  /** Everything that a run of the doctor could change. */
  async function everything() {
    const { store, slack } = world();
    const folder = store.DATA_DIR ?? null;
    const key = folder === null ? null : await readFile(join(folder, 'encryption.key'), 'utf8');
    // Files that SQLite creates for any reader, including this test, are left out.
    const made = /-(shm|wal)$/;
    const names = folder === null ? [] : (await readdir(folder)).filter((name) => !made.test(name)).sort();
    return { key, names, rows: await storedRows(store), messages: slack.state.messages.length };
  }

  beforeAll(async () => {
    // Stores something encrypted, so that a wrong key can be noticed.
    const { ana } = world();
    await ana.types(`/sign ${world().newFile().url} bo@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await until(
      async () => JSON.stringify(await storedRows(world().store)),
      (rows) => rows.includes('v1.'),
      { withinMs: 10_000 },
    );
    await world().app.stop();
  });

  it('the doctor finds nothing wrong, and changes nothing anywhere', async () => {
    const before = await everything();
    const seen = world().box.traffic.length;
    const found = await run({});
    expect(found.wrongs).toEqual([]);
    expect(found.status, found.output).toBe(0);
    for (const right of [
      'Bot token: @sign in Acme',
      'Person: Ana Ruiz',
      'Box token: Ana Alvarez',
      'Encryption key: decrypts',
    ]) {
      expect(found.output).toContain(`✓ ${right}`);
    }
    expect(found.output.match(/^ {2}[–!] .*$/gm)).toEqual([expect.stringContaining('Request address')]);
    expect(await everything()).toEqual(before);
    expect(
      new Set(
        world()
          .box.traffic.slice(seen)
          .map(({ method }) => method),
      ),
    ).toEqual(new Set(['GET']));
  });

  it('a missing optional scope is no fault: the doctor says what does not work without it', async () => {
    const { slack } = world();
    const all = [...slack.state.app.scopes];
    slack.setScopes(all.filter((scope) => scope !== 'im:history'));
    const { status, output } = await run({});
    slack.setScopes(all);
    expect(status).toBe(0);
    expect(output).toMatch(/– Scopes: .*im:history \(optional\) is not granted\. When Slack's answer/);
    expect(output).toMatch(/– History: cannot be read\./);
  });

  it('the doctor checks the app token in Socket Mode', async () => {
    const { slack } = world();
    const found = await run({ SLACK_APP_TOKEN: slack.appToken });
    expect(found).toMatchObject({ status: 0, wrongs: [] });
    expect(found.output).toContain('✓ App token');
    expect(found.output).toContain('! SLACK_SIGNING_SECRET: is not used');
  });

  it('the doctor names all missing variables in one run, and has help', async () => {
    const { status, wrongs } = await runDoctor({ BOX_DEVELOPER_SLACK_USER: 'ana' });
    expect(status).toBe(1);
    for (const variable of [
      'SLACK_BOT_TOKEN',
      'BOX_DEVELOPER_TOKEN',
      'BOX_DEVELOPER_SLACK_USER',
      'SLACK_APP_TOKEN',
    ]) {
      expect(wrongs.join('\n')).toContain(`✗ ${variable}: `);
    }
    const helped = await runDoctor({}, 0, ['--help']);
    expect(helped).toMatchObject({ status: 0, output: expect.stringContaining('--offline') });
    const asked = await runDoctor({}, 0, ['--mend']);
    expect(asked).toMatchObject({ status: 1, output: `Unknown option '--mend'\n\n${helped.output}` });
  });

  it('the doctor can skip Slack and Box, and says what it skipped', async () => {
    const { slack, box } = world();
    const before = [slack.log.length, box.traffic.length];
    const { status, output, wrongs } = await run({}, 0, ['--offline']);
    expect({ status, wrongs }).toEqual({ status: 0, wrongs: [] });
    expect([slack.log.length, box.traffic.length]).toEqual(before);
    expect(output).toContain('✓ Variables');
    for (const left of ['Bot token', 'Box token'])
      expect(output).toMatch(new RegExp(`– ${left}: not checked, .*--offline`));
    expect(output).toContain('✓ Encryption key');
  });

  it('the doctor prints its results as JSON for scripts', async () => {
    const { status, output } = await run({}, 0, ['--json']);
    const { isOk, checks } = JSON.parse(output);
    expect({ status, isOk }).toEqual({ status: 0, isOk: true });
    expect(checks).toContainEqual({
      group: 'Slack',
      name: 'Bot token',
      state: 'ok',
      says: expect.stringContaining('@sign in Acme'),
    });
    const missing = await runDoctor({}, 0, ['--json']);
    expect(missing.status).toBe(1);
    expect(JSON.parse(missing.output)).toMatchObject({ isOk: false });
    expect(JSON.parse(missing.output).checks).toContainEqual({
      group: 'Configuration',
      name: 'SLACK_BOT_TOKEN',
      state: 'wrong',
      says: expect.stringContaining('missing'),
      page: expect.stringContaining('Bot User OAuth Token'),
    });
    const broken = await run({ SLACK_BOT_TOKEN: 'xoxb-wrong' }, 0, ['--json']);
    expect(JSON.parse(broken.output).checks).toContainEqual({
      group: 'Slack',
      name: 'History',
      state: 'unknown',
      waitsFor: 'Bot token',
    });
  });

  const faults =
    inject('store') === 'sqlite' ? { ...faultsOnOneStore, ...faultsOnEachStore } : faultsOnEachStore;
  it.each(Object.entries(faults))('the doctor finds %s', async (_name, { env, breaks, says, page }) => {
    const mend = breaks?.(world());
    try {
      const { status, output, wrongs } = await run(env?.(world()) ?? {});
      expect(status, output).toBe(1);
      expect(wrongs, output).toEqual([expect.stringMatching(says)]);
      expect(wrongs[0]?.split('\n')[1]).toContain(page);
    } finally {
      mend?.();
    }
  });

  it('the doctor finds a wrong clock, and warns when one is off by less', async () => {
    const slow = await run({}, -90_000);
    expect(slow.status, slow.output).toBe(0);
    expect(slow.output).toMatch(/! Slack's clock: This machine's clock is [89]\d seconds behind Slack's/);
    const fast = await run({}, 400_000);
    expect(fast.status).toBe(1);
    expect(fast.wrongs).toEqual([
      expect.stringMatching(
        /Slack's clock: .* ahead of Slack's\. From five minutes on, the app refuses what Slack sends/,
      ),
    ]);
    expect(fast.output).toMatch(/! Box's clock: .* ahead of Box's\.\n/);
    const key = 'k'.repeat(32);
    const keys = { BOX_WEBHOOK_PRIMARY_KEY: key, BOX_WEBHOOK_SECONDARY_KEY: `${key}2` };
    const hooked = await run({ ...keys, PUBLIC_URL: 'https://sign.example.com' }, 400_000);
    expect(hooked.wrongs).toContainEqual(
      expect.stringMatching(
        /Box's clock: .* ahead of Box's\. From five minutes on, the app refuses what Box sends/,
      ),
    );
    // Over Socket Mode, nothing that Slack sends is refused for its time.
    const socket = await run({ SLACK_APP_TOKEN: world().slack.appToken }, 400_000);
    expect(socket, socket.output).toMatchObject({ status: 0, wrongs: [] });
    expect(socket.output).toMatch(/! Slack's clock: .* ahead of Slack's\.\n/);
  });

  it('the doctor finds a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { status, wrongs } = await run({ PORT: String(port) });
    const ofMetrics = await run({ METRICS_PORT: String(port) });
    other.close();
    expect(status).toBe(1);
    expect(wrongs).toEqual([expect.stringContaining(`Port ${port} is in use by another process`)]);
    expect(ofMetrics.status).toBe(1);
    expect(ofMetrics.wrongs).toEqual([
      expect.stringMatching(new RegExp(`Metrics port: Port ${port} is in use .*set METRICS_PORT`)),
    ]);
    const free = await run({ METRICS_PORT: String(port) });
    expect(free.output).toContain(`✓ Metrics port: ${port} on 127.0.0.1 is free`);
    const both = await run({ PORT: String(port), METRICS_PORT: String(port) });
    expect(both.wrongs).toEqual([expect.stringContaining('PORT and METRICS_PORT are the same number')]);
  });

  it('the doctor finds a wrong key and changes nothing; a start refuses the key too', async () => {
    const other = Buffer.alloc(32, 5).toString('base64');
    const folder = world().store.DATA_DIR;
    const path = join(folder ?? '', 'encryption.key');
    const right = folder === undefined ? '' : await readFile(path, 'utf8');
    if (folder !== undefined) await writeFile(path, `${other}\n`);
    const env = folder === undefined ? { ENCRYPTION_KEY: other } : {};
    try {
      const before = await everything();
      const { status, wrongs } = await run(env);
      expect(status).toBe(1);
      expect(wrongs).toEqual([expect.stringMatching(/Encryption key: .*encrypted with another key/)]);
      // The advice to make a new key would not help.
      expect(wrongs[0]).not.toContain('openssl');
      expect(await everything()).toEqual(before);
      const start = await world()
        .restart({ env })
        .catch((error: unknown) => error);
      if (!(start instanceof AppNotReady)) throw start;
      expect(start.output).toMatch(/encrypted with another key.*npm run doctor/s);
      expect(start.output).not.toContain('openssl');
    } finally {
      if (folder !== undefined) await writeFile(path, right);
    }
  });

  it('the doctor finds a store of a later version', async () => {
    await onStore(
      world(),
      "insert into kysely_migration (name, timestamp) values ('9999-breaking-later', 'x')",
    );
    const { status, wrongs } = await run({});
    await onStore(world(), "delete from kysely_migration where name = '9999-breaking-later'");
    expect(status).toBe(1);
    expect(wrongs).toEqual([expect.stringMatching(/to a later version .*9999-breaking-later/)]);
  });

  it('the doctor finds nothing wrong with a store to which a later version has only added', async () => {
    await onStore(world(), "insert into kysely_migration (name, timestamp) values ('9999-later', 'x')");
    const found = await run({});
    await onStore(world(), "delete from kysely_migration where name = '9999-later'");
    expect(found).toMatchObject({ status: 0, wrongs: [] });
    expect(found.output).toContain('✓ Tables: of a later version');
  });

  if (inject('store') === 'sqlite') {
    it('the doctor finds a data folder that another process has locked', async () => {
      const app = await world().restart();
      const { status, wrongs } = await run({});
      expect(status).toBe(1);
      expect(wrongs).toEqual([expect.stringMatching(/in use by another process.*stop it first/)]);
      expect(await app.stop()).toBe(0);
    });
  } else {
    it('while the app runs on PostgreSQL, the doctor finds nothing wrong without its ports', async () => {
      const app = await world().restart();
      const ports = { PORT: '0', METRICS_PORT: '0' };
      expect(await run(ports)).toMatchObject({ status: 0, wrongs: [] });
      expect((await run({ PORT: String(app.port) })).wrongs).toHaveLength(1);
      expect(await app.stop()).toBe(0);
    });

    it('the doctor and a start say that the PostgreSQL user may not create tables', async () => {
      const name = `sign_${randomBytes(6).toString('hex')}`;
      const url = new URL(world().store.DATABASE_URL ?? '');
      url.pathname = `/${name}`;
      url.username = name;
      url.password = 'Zebrafinch';
      const env = { DATABASE_URL: url.href };
      await onStore(world(), `create role ${name} login password 'Zebrafinch'`);
      await onStore(world(), `create database ${name}`);
      try {
        const { status, wrongs } = await run(env);
        expect(status).toBe(1);
        expect(wrongs).toEqual([
          expect.stringMatching(/Tables: The PostgreSQL user .* may not create tables/),
        ]);
        const start = await world()
          .restart({ env })
          .catch((error: unknown) => error);
        if (!(start instanceof AppNotReady)) throw start;
        expect(start.output).toMatch(/may not create tables .*\(42501\).*owner/);
        expect(start.output).not.toContain('refused the connection');
        await onStore(world(), `alter database ${name} owner to ${name}`);
        expect(await run(env)).toMatchObject({ status: 0, wrongs: [] });
      } finally {
        await onStore(world(), `drop database ${name} with (force)`);
        await onStore(world(), `drop role ${name}`);
      }
    });
  }
});

async function onStore({ store }: World, statement: string): Promise<void> {
  if (store.DATABASE_URL === undefined) {
    const file = new Database(join(store.DATA_DIR ?? '', 'store.db'));
    file.exec(statement);
    file.close();
    return;
  }
  const client = new pg.Client({ connectionString: store.DATABASE_URL });
  await client.connect();
  await client.query(statement);
  await client.end();
}
