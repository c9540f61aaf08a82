/** Starting and stopping, as the operator sees it. */
// runs: http, ci
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { AppNotReady, startAppProcess } from '../../sandbox/app-process.ts';
import { variableNames } from '../../src/config/config.ts';
import { sendsRaw, trickle } from './forging.ts';
import { aWorld, stories, type World } from './world.ts';

/** A word in the made-up values that could be secrets. If the output has this word, it could have a secret too. */
const secret = 'Zebrafinch';

/** The output of a start, which must fail with status 1 and print neither a stack trace nor a secret. */
async function outputOfFailedStart(starting: Promise<unknown>): Promise<string> {
  const error = await starting.then(
    () => new Error('it started'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppNotReady)) throw error;
  expect(error.status).toBe(1);
  expect(error.output).not.toMatch(/^\s+at /m);
  expect(error.output).not.toContain(secret);
  return error.output;
}

/** Returns a port that nothing listens on. */
async function closedPort(): Promise<number> {
  const { port, close } = await takenPort();
  await close();
  return port;
}

async function takenPort(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

stories('starting and stopping', () => {
  const world = aWorld({ withoutApp: true });
  // These stories do not depend on the store, so they run with one store only.
  if (inject('store') === 'sqlite') failedStarts(world);

  it('the app prints one line when it is ready, answers health checks, and stops within five seconds', async () => {
    const app = await world().restart({ env: { LOG_LEVEL: 'info' } });
    expect(app.output().trimEnd().split('\n')).toEqual([expect.stringContaining('"msg":"ready"')]);
    for (const [path, status, body] of [
      ['/healthz', 200, 'ok\n'],
      ['/readyz', 200, 'ready\n'],
      ['/nowhere', 404, 'not found\n'],
    ] as const) {
      const answer = await sendsRaw(world(), { method: 'GET', path });
      expect(answer).toMatchObject({ status, body });
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
    if (inject('store') === 'sqlite') {
      const second = await outputOfFailedStart(world().restart());
      expect(second).toMatch(/data folder .* is in use by another process.*DATA_DIR/);
    }
    const half = await trickle(
      world(),
      'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx',
    );
    // The status would be 1 if the app could not stop in order within five seconds.
    expect(await app.stop()).toBe(0);
    half.destroy();
    expect(app.output()).toContain('"msg":"stopped"');
  });
});

/** Stories about starts that fail. */
function failedStarts(world: () => World): void {
  it('the app names everything that is missing from an empty environment, and where to get it', async () => {
    const said = await outputOfFailedStart(startAppProcess({ env: {} }));
    for (const variable of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'BOX_CLIENT_ID',
      'BOX_DEVELOPER_TOKEN',
    ]) {
      expect(said).toContain(variable);
    }
    expect(said).toContain('OAuth & Permissions');
    expect(said).toContain('OAuth 2.0 Credentials, Client ID');
    // The address that makes a Slack app from the manifest fills a screen, so the command that prints it is named instead.
    expect(said).toContain('npm run --silent manifest -- --link');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThan(250);
    expect(said.trimEnd().split('\n').at(-1)).toContain('npm run sandbox');
  });

  it('the app names every variable with a wrong value in one run, and shows no value', async () => {
    const env = Object.fromEntries(variableNames.map((name) => [name, `${secret} ${name.toLowerCase()}`]));
    const said = await outputOfFailedStart(startAppProcess({ env }));
    for (const variable of variableNames.filter((name) => name !== 'DATA_DIR')) {
      expect(said, variable).toContain(`${variable} `);
    }
    expect(said.trimEnd().split('\n').at(-1)).toContain('npm run sandbox');
  });

  it('a secret is read from a file, and an unreadable file is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    try {
      const path = join(folder, secret);
      const fromFile = { SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: path };
      expect(await outputOfFailedStart(world().restart({ env: fromFile }))).toContain(
        'SLACK_BOT_TOKEN_FILE is the path of a',
      );
      await writeFile(path, `${world().env['SLACK_BOT_TOKEN']}\n`);
      const app = await world().restart({ env: fromFile });
      expect(await app.stop()).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('the app says which token Slack refuses, and that Slack cannot be reached', async () => {
    const wrong = await outputOfFailedStart(world().restart({ env: { SLACK_BOT_TOKEN: `xoxb-${secret}` } }));
    expect(wrong).toMatch(/does not accept SLACK_BOT_TOKEN \(invalid_auth\)/);
    expect(wrong).toContain('OAuth & Permissions');
    const alone = await outputOfFailedStart(
      world().restart({ env: { SLACK_API_URL: `http://127.0.0.1:${await closedPort()}/api/` } }),
    );
    expect(alone).toMatch(/Slack could not be reached.*ECONNREFUSED/);
    expect(alone).toContain('SLACK_API_URL');
  });

  it('the app says that the port is taken', async () => {
    const { port, close } = await takenPort();
    try {
      const said = await outputOfFailedStart(world().restart({ env: { PORT: String(port) } }));
      expect(said).toContain(`Port ${port} is in use`);
      expect(said).toContain('PORT');
    } finally {
      await close();
    }
  });

  it('the app says that the database cannot be used', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const gone = `postgresql://sign:${secret}@127.0.0.1:${await closedPort()}/sign`;
    const postgres = await outputOfFailedStart(
      world().restart({ env: { DATABASE_URL: gone, ENCRYPTION_KEY: key, DATA_DIR: '' } }),
    );
    expect(postgres).toMatch(/PostgreSQL.*ECONNREFUSED/);
    expect(postgres).toContain('connection string');
    expect(postgres).not.toContain(key);

    const nowhere = `postgresql://sign:${secret}@database.invalid/sign`;
    const unknown = await outputOfFailedStart(
      world().restart({ env: { DATABASE_URL: nowhere, ENCRYPTION_KEY: key, DATA_DIR: '' } }),
    );
    expect(unknown).toMatch(/PostgreSQL refused the connection \((ENOTFOUND|EAI_AGAIN)\)\. The host's name/);

    const folder = await mkdtemp(join(tmpdir(), 'sign-start-'));
    try {
      await writeFile(join(folder, 'taken'), '');
      const embedded = { DATABASE_URL: '', ENCRYPTION_KEY: '' };
      const taken = await outputOfFailedStart(
        world().restart({ env: { ...embedded, DATA_DIR: join(folder, 'taken') } }),
      );
      expect(taken).toMatch(/data folder .*taken cannot be used/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
