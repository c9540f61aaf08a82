/** A Slack and a Box on loopback with Ana in both, and the app between them on an empty store. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { SeededFile, SeededUser } from '../sandbox/box/seed.ts';
import { type SandboxBox, startBox } from '../sandbox/box/server.ts';
import { freePort } from '../sandbox/http.ts';
import { connectAna } from '../sandbox/own/connecting.ts';
import { type SandboxSlack, startSlack } from '../sandbox/slack/server.ts';
import { type Environment, type Program, startProgram } from './program.ts';
import { startViewsProxy, type ViewsProxy } from './views-proxy.ts';

export type StoreName = 'sqlite' | 'postgres';

/** A Slack and a Box with Ana in both, and a way to start the app between them. */
export interface BenchWorld {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly ana: ReturnType<SandboxSlack['person']>;
  readonly viewsProxy: ViewsProxy;
  /** The environment of every program that is started in this world. */
  readonly env: Environment;
  /** Ana's Box account. */
  readonly anaAtBox: SeededUser;
  /** Creates another document of Ana's in Box. */
  newFile(): SeededFile;
  /** Starts an app process. The first one is also connected, as by `connectTo`. */
  startApp(more?: Environment): Promise<Program>;
  /** Makes Slack send to the app on this port. Ana then connects her Box account, unless `enterpriseId` is set. */
  connectTo(port: number): Promise<void>;
  stop(): Promise<void>;
}

/** URL of a PostgreSQL server on which databases may be created; undefined: none is configured. */
export const databaseUrl = process.env['BENCH_DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];

export interface WorldOptions {
  /**
   * Id of the Box enterprise in which everyone has an account; absent: people connect Box accounts of their own, as Ana
   * does.
   */
  readonly enterpriseId?: string;
  /** The clock of Slack and Box; absent: the real one. */
  readonly clock?: () => number;
}

/** Starts Slack and Box with an empty store; the caller starts the app. */
export async function startWorld(store: StoreName, options: WorldOptions = {}): Promise<BenchWorld> {
  const { enterpriseId, clock = Date.now } = options;
  const slack = await startSlack({ clock });
  const box = await startBox({ clock });
  const anaAtBox = box.addUser({ login: 'ana@acme.com', name: 'Ana Alvarez' });
  const folder = box.addFolder(anaAtBox, { name: 'Contracts' });
  const viewsProxy = await startViewsProxy(slack.baseUrl);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const place = await storeFor(store);
  const app =
    enterpriseId === undefined
      ? box.addApp({ redirectUris: [`${publicUrl}/box/oauth_redirect`] })
      : box.addApp({ enterpriseId });
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: viewsProxy.apiUrl,
    BOX_CLIENT_ID: app.clientId,
    BOX_CLIENT_SECRET: app.clientSecret,
    ...(enterpriseId === undefined ? {} : { BOX_ENTERPRISE_ID: enterpriseId }),
    BOX_API_URL: box.url,
    BOX_UPLOAD_URL: `${box.url}/api`,
    BOX_ACCOUNT_URL: box.url,
    PUBLIC_URL: publicUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    ...place.env,
  };
  const running: Program[] = [];
  let files = 0;
  const connectTo = async (at: number): Promise<void> => {
    slack.connectApp({ requestUrl: `http://127.0.0.1:${at}/slack/events` });
    if (enterpriseId === undefined) await connectAna({ slack, box, publicUrl });
  };
  return {
    connectTo,
    anaAtBox,
    newFile: () => {
      files += 1;
      return box.addFile(anaAtBox, { name: `Contract ${files}.pdf`, folder });
    },
    slack,
    box,
    ana: slack.person('ana'),
    viewsProxy,
    env,
    async startApp(more = {}) {
      const program = await startProgram('app', { ...env, ...more });
      running.push(program);
      if (running.length === 1) await connectTo(program.port);
      return program;
    },
    async stop() {
      for (const program of running) await program.stop();
      await viewsProxy.close();
      await slack.close();
      await box.close();
      await place.remove();
    },
  };
}

interface StorePlace {
  readonly env: Environment;
  remove(): Promise<void>;
}

/** Creates an empty store of this kind. */
async function storeFor(store: StoreName): Promise<StorePlace> {
  if (store === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'sign-bench-'));
    return { env: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true }) };
  }
  const name = `sign_bench_${randomBytes(6).toString('hex')}`;
  await inDatabase(`create database ${name}`);
  const url = new URL(databaseUrl ?? '');
  url.pathname = name;
  return {
    env: { DATABASE_URL: url.href, ENCRYPTION_KEY: randomBytes(32).toString('base64') },
    remove: () => inDatabase(`drop database ${name} with (force)`),
  };
}

async function inDatabase(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
