/**
 * The environment of a story: its own Slack and Box, the real app as a process between them, and the people. The vitest
 * project that runs the story decides the store and, unless the story does, how Slack reaches the app.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type AppProcess, startAppProcess } from '../../sandbox/app-process.ts';
import type { SeededFile } from '../../sandbox/box/seed.ts';
import { type SandboxBox, startBox } from '../../sandbox/box/server.ts';
import { readManifest } from '../../sandbox/slack/manifest.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/server.ts';
import { type BoxAccess, boxEnv, webhookEnv } from './box-access.ts';
import { checkLeftovers } from './leftovers.ts';
import { checkBlocks } from './sent-blocks.ts';
import { type StorePlace, storedRows } from './stored.ts';
import { checkTraffic } from './traffic.ts';

const databaseUrl = process.env['TEST_DATABASE_URL'];

/**
 * Defines a group of stories that run on the project's store; skipped where that store is missing, with the reason in
 * the group's name.
 */
export function stories(name: string, tell: () => void): void {
  const isPostgres = inject('store') === 'postgres';
  const isMissing = isPostgres && !databaseUrl;
  describe.skipIf(isMissing)(isMissing ? `${name} (no TEST_DATABASE_URL)` : name, tell);
}

/** A Slack and a Box of the sandbox, with the real app between them. */
export interface World {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  /** The app's running process; `restart` replaces it. */
  app: AppProcess;
  /** Ana, who requests signatures: in Slack, and in Box. */
  readonly ana: ReturnType<SandboxSlack['person']>;
  readonly anaAtBox: ReturnType<SandboxBox['person']>;
  /** Where the app stores its data, for inspection from outside. */
  readonly store: StorePlace;
  /** The environment that the operator has set. */
  readonly env: Readonly<Record<string, string>>;
  /** Single-use links and codes that the story itself sent to the wrong place, so the store may hold them. */
  readonly planted: Set<string>;
  /** Creates a file of Ana's in Box. Each story uses a new one, so that no request counts as a repetition. */
  newFile(name?: string): SeededFile;
  /** Starts the app again on the same store, after it ended. */
  restart(more?: { preload?: readonly string[]; env?: Record<string, string> }): Promise<AppProcess>;
  /** Starts a second process of the app beside the first, on the same PostgreSQL. */
  second(more?: { preload?: readonly string[]; env?: Record<string, string> }): Promise<AppProcess>;
  /** Moves the clock of Slack, Box and the app forward by this many ms. */
  passes(ms: number): Promise<void>;
  /** The current time of Slack, Box and the app (ms since epoch). */
  now(): number;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly env?: Record<string, string>;
  /** True: the app is not started with the world; the story calls `restart` itself. */
  readonly withoutApp?: boolean;
  /** How Slack reaches the app; absent: as the test project says. */
  readonly mode?: 'http' | 'socket';
  /** The app's kind of access to Box; absent: a trial. Ana can use Box with each of them. */
  readonly box?: BoxAccess;
  /**
   * `many`: people install the app themselves, which needs `oauth` access to Box. By default there is one bot token.
   */
  readonly workspaces?: 'one' | 'many';
  /** Whether the operator has configured webhook keys, and an address at which Box reaches the app. */
  readonly webhooks?: boolean;
  /** Whether the app may read the events of the whole enterprise. */
  readonly events?: boolean;
  /** How long Box takes to convert a document (ms); absent: as short as the sandbox's Box allows. */
  readonly conversionMs?: number;
  /**
   * Whether the story makes Box give answers that its published definition does not allow. No exchange with Box is
   * then checked against it.
   */
  readonly isBoxOdd?: boolean;
  /**
   * Whether the story presses buttons of messages that nobody has posted. The app sends blocks of such a message back
   * as they came, so what it sends to response URLs is checked neither for the page nor for screen readers.
   */
  readonly hasForgedMessages?: boolean;
}

/** Starts a world before the stories of the group that calls this, and ends it after them. */
export function aWorld(options: WorldOptions = {}): () => World {
  let world: World | null = null;
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(async () => {
    await world?.close();
  });
  return () => {
    if (!world) throw new Error('the world is there only inside a story');
    return world;
  };
}

/**
 * How long (ms) the tests' Slack waits for an acknowledgement, and accepts a trigger: longer than the three seconds of
 * the real one, because a busy machine may take those for one command. The speed of the app is measured by the bench.
 */
export const slackWaitsMs = 12_000;

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  let offsetMs = 0;
  const clock = (): number => Date.now() + offsetMs;
  const slack = await startSlack({ clock, ackTimeoutMs: slackWaitsMs, triggerLifeMs: slackWaitsMs });
  const { shortcuts } = readManifest(await readFile('manifest.yml', 'utf8'));
  slack.connectApp({ shortcuts });
  const { conversionMs } = options;
  const box = await startBox({ clock, ...(conversionMs === undefined ? {} : { conversionMs }) });
  const anaInSlack = slack.person('ana');
  const anaBox = box.addUser({ login: 'ana@acme.com', name: 'Ana Alvarez' });
  const folder = box.addFolder(anaBox, { name: 'Contracts' });
  const store = await storeFor();
  const mode = options.mode ?? inject('mode');
  const anaSlackId = slack.user('ana').id;
  const access = await boxEnv({
    access: options.box ?? 'trial',
    box,
    store: store.env,
    clock,
    teamId: slack.state.team.id,
    publicUrl: options.env?.['PUBLIC_URL'],
    ana: { slackId: anaSlackId, login: anaBox.login, token: anaBox.token },
  });
  // In Socket Mode the app connects while it starts, so Slack has to expect it.
  if (mode === 'socket') slack.connectApp({ socketMode: true });
  const env = {
    ...(mode === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    ...(options.workspaces === 'many'
      ? installableAppEnv(slack, access)
      : { SLACK_BOT_TOKEN: slack.botToken }),
    SLACK_API_URL: slack.apiUrl,
    BOX_API_URL: box.url,
    BOX_UPLOAD_URL: `${box.url}/api`,
    BOX_ACCOUNT_URL: box.url,
    HOST: '127.0.0.1',
    PORT: '0',
    // So that the app prints as much as it can: in the end, its output is searched for secrets.
    LOG_LEVEL: 'debug',
    ...access,
    ...(options.webhooks ? await webhookEnv(box, access) : {}),
    ...(options.events ? { BOX_EVENTS: 'enterprise' } : {}),
    ...store.env,
    ...options.env,
  };
  const others: AppProcess[] = [];
  const printed: (() => string)[] = [];
  const begin = async (more: { preload?: readonly string[]; env?: Record<string, string> } = {}) => {
    const app = await startAppProcess({
      env: { ...env, ...more.env },
      clockOffsetMs: offsetMs,
      ...(more.preload ? { preload: more.preload } : {}),
    });
    printed.push(app.output);
    await app.setClock(offsetMs);
    if (mode === 'http') slack.connectApp({ requestUrl: `http://127.0.0.1:${app.port}/slack/events` });
    return app;
  };
  let files = 0;
  const world: World = {
    slack,
    box,
    app: notStarted,
    ana: anaInSlack,
    anaAtBox: box.person('ana@acme.com'),
    store: store.env,
    env,
    planted: new Set(),
    newFile: (name) => {
      files += 1;
      return box.addFile(anaBox, { name: name ?? `Contract ${files}.pdf`, folder });
    },
    restart: async (more) => {
      world.app = await begin(more);
      return world.app;
    },
    second: async (more) => {
      // The process runs beside the first one, on a port other than the one that PUBLIC_URL names.
      const app = await begin({ ...more, env: { PORT: '0', ...more?.env } });
      others.push(app);
      return app;
    },
    now: clock,
    passes: async (ms) => {
      offsetMs += ms;
      await Promise.all([world.app, ...others].map((app) => app.setClock(offsetMs)));
    },
    close: async () => {
      await Promise.all([world.app, ...others].map((app) => app.stop()));
      await Promise.all([slack.close(), box.close()]);
      const stored = printed.length > 0 ? Object.values(await storedRows(store.env)).flat() : [];
      await store.remove();
      if (!options.isBoxOdd) checkTraffic(box.traffic);
      checkBlocks(slack, options.hasForgedMessages);
      checkLeftovers(world, printed.map((output) => output()).join('\n'), stored.join('\n'));
    },
  };
  if (!options.withoutApp) await world.restart();
  return world;
}

/** The environment of an app that people install. Also sets the app's redirect URL in Slack. */
function installableAppEnv(
  { oauth }: SandboxSlack,
  { PUBLIC_URL = '' }: Record<string, string>,
): Record<string, string> {
  oauth.redirectUrls = [`${PUBLIC_URL}/slack/oauth_redirect`];
  return {
    SLACK_CLIENT_ID: oauth.clientId,
    SLACK_CLIENT_SECRET: oauth.clientSecret,
    SLACK_STATE_SECRET: randomBytes(32).toString('hex'),
  };
}

const notStarted: AppProcess = {
  pid: 0,
  port: 0,
  output: () => '',
  setClock: async () => undefined,
  stop: async () => null,
  ended: Promise.resolve(null),
};

/** A separate store for each world: a folder, or a database on the PostgreSQL that the tests were given. */
async function storeFor(): Promise<{
  env: Record<string, string> & StorePlace;
  remove: () => Promise<void>;
}> {
  if (inject('store') === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'sign-story-'));
    return { env: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true, force: true }) };
  }
  const url = new URL(databaseUrl ?? '');
  const name = `story_${randomBytes(6).toString('hex')}`;
  await onServer(url.href, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    env: { DATABASE_URL: own.href, ENCRYPTION_KEY: randomBytes(32).toString('base64') },
    remove: () => onServer(url.href, `drop database ${name} with (force)`),
  };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
