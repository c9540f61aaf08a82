/** A Slack and a Box with the real app between them, in one process or two, which are killed and started again. */
import type { Environment } from '../../bench/program.ts';
import { type BenchWorld, type StoreName, startWorld } from '../../bench/world.ts';
import { AppNotReady, type AppProcess, startAppProcess } from '../../sandbox/app-process.ts';
import { webhookEnvironment } from '../../sandbox/own/box-app.ts';
import { startProxy, type TcpProxy } from '../stories/proxy.ts';
import { alterStore, type StorePlace, storedRows } from '../stories/stored.ts';
import { startLoadBalancer } from './front.ts';
import { requesters } from './plan.ts';

export interface ChaosOptions {
  readonly store: StoreName;
  readonly processes: number;
  readonly hasWebhooks: boolean;
  /** Whether Slack sends over WebSockets that the app opens. */
  readonly isSocketMode: boolean;
}

export interface ChaosWorld extends Pick<BenchWorld, 'slack' | 'box'> {
  /** Puts a document into this person's Box account. */
  newFile(owner: string, name: string): { readonly id: string; readonly url: string };
  /** Moves the clock, also that of the processes. */
  passes(ms: number): Promise<void>;
  /** Kills the process with this number, and starts another in its place. */
  kills(number: number): void;
  /** Waits until all processes run. */
  waitUntilRunning(): Promise<void>;
  /** The proxy between the app and PostgreSQL; null on SQLite. */
  readonly database: TcpProxy | null;
  /** Where the app stores its data, for reading it from outside. */
  readonly place: StorePlace;
  /** The ids of the running processes. */
  pids(): readonly number[];
  /** Waits at most this long (ms) for a condition; false when it was not met. */
  within(ms: number, isSo: () => boolean | Promise<boolean>): Promise<boolean>;
  /** Waits until all due jobs are done. Returns the remaining ones when that takes too long. */
  waitUntilIdle(): Promise<readonly string[]>;
  rows(table: string): Promise<readonly Record<string, unknown>[]>;
  /** How often a process was started, the first times included, and how often that failed. */
  readonly starts: { done: number; failed: number };
  /** How many processes were killed so far. */
  readonly killed: number;
  now(): number;
  output(): string;
  stop(): Promise<void>;
}

const idleWithinMs = 60_000;

export async function startChaosWorld(options: ChaosOptions): Promise<ChaosWorld> {
  const { store, processes, hasWebhooks, isSocketMode } = options;
  let offsetMs = 0;
  const clock = (): number => Date.now() + offsetMs;
  const world = await startWorld(store, { enterpriseId: '987654', clock });
  const { slack, box } = world;
  const { database, env: reached } = await throughProxy(world.env);
  const { SLACK_SIGNING_SECRET = '', ...rest } = reached;
  const env: Environment = {
    ...rest,
    PORT: '0',
    // The app calls response URLs only on the origin of this API.
    SLACK_API_URL: slack.apiUrl,
    ...(hasWebhooks ? webhookEnvironment(box) : {}),
    ...(isSocketMode ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET }),
  };
  const accounts = new Map(
    requesters.map((handle) => {
      const login = `${handle}@acme.com`;
      const account = handle === 'ana' ? world.anaAtBox : box.addUser({ login, name: handle });
      return [handle as string, { account, folder: box.addFolder(account, { name: 'Deals' }) }];
    }),
  );
  const starts = { done: 0, failed: 0 };
  const apps: (AppProcess | null)[] = [];
  const coming: Promise<void>[] = [];
  let printed = '';
  let killed = 0;
  let isStopping = false;

  const running = (): readonly AppProcess[] => apps.filter((app) => app !== null);
  const front = await startLoadBalancer(Number(world.env['PORT']), () => running().map(({ port }) => port));
  const requestUrl = `${world.env['PUBLIC_URL']}/slack/events`;
  slack.connectApp(isSocketMode ? { socketMode: true } : { requestUrl });
  /** Restarts the process as a supervisor does, until it stays up. */
  const start = async (number: number): Promise<void> => {
    for (let tries = 0; !isStopping; tries += 1) {
      try {
        const app = await startAppProcess({ env, clockOffsetMs: offsetMs });
        starts.done += 1;
        await app.setClock(offsetMs);
        apps[number] = app;
        void app.ended.then(() => {
          printed += app.output();
          if (apps[number] === app) apps[number] = null;
          if (!isStopping) coming[number] = start(number);
        });
        return;
      } catch (error) {
        if (!(error instanceof AppNotReady) || tries > 20) throw error;
        starts.failed += 1;
      }
    }
  };
  for (let number = 0; number < processes; number += 1) {
    apps[number] = null;
    coming[number] = start(number);
    await coming[number];
  }

  const rows = async (table: string): Promise<readonly Record<string, unknown>[]> =>
    ((await storedRows(world.env))[table] ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
  const within = async (ms: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> => {
    const deadline = performance.now() + ms;
    while (!(await isSo())) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return true;
  };
  const waitUntilRunning = async (): Promise<void> => {
    let known: readonly Promise<void>[];
    do {
      known = [...coming];
      await Promise.all(known);
    } while (known.some((one, number) => one !== coming[number]));
  };
  return {
    slack,
    box,
    starts,
    rows,
    within,
    waitUntilRunning,
    now: clock,
    newFile: (owner, name) => {
      const { account, folder } = accounts.get(owner) ?? {};
      if (!account || !folder) throw new Error(`${owner} has no Box account`);
      return box.addFile(account, { name, folder });
    },
    passes: async (ms) => {
      // If the time had really passed, running jobs would have renewed their leases; only setting the clock would let
      // the other process take them.
      if (processes > 1) {
        await alterStore(world.env, [
          `update jobs set locked_until = locked_until + ${ms} where (tenant, id) in
            (select tenant, id from jobs where state = 'running' for update skip locked)`,
        ]);
      }
      offsetMs += ms;
      await Promise.all(apps.map((app) => app?.setClock(offsetMs)));
    },
    get killed() {
      return killed;
    },
    kills: (number) => {
      if (!apps[number]) return;
      killed += 1;
      void apps[number].stop('SIGKILL');
    },
    database,
    place: world.env,
    pids: () => running().map(({ pid }) => pid),
    waitUntilIdle: async () => {
      let due: readonly string[] = [];
      let quietChecks = 0;
      await within(idleWithinMs, async () => {
        const jobs = await rows('jobs');
        due = jobs
          .filter(
            ({ state, run_at }) => state === 'running' || (state === 'waiting' && Number(run_at) <= clock()),
          )
          .map(({ step, attempts, last_error }) => `${step} (${attempts} attempts, ${last_error})`);
        quietChecks = due.length === 0 ? quietChecks + 1 : 0;
        return quietChecks >= 4;
      });
      return due;
    },
    output: () => `${printed}${apps.map((app) => app?.output() ?? '').join('')}`,
    stop: async () => {
      isStopping = true;
      await Promise.allSettled(coming);
      await Promise.all(apps.map((app) => app?.stop()));
      await front.close();
      await database?.close();
      await world.stop();
    },
  };
}

/** Lets the app reach PostgreSQL through a proxy. Reading the store from outside does not use the proxy. */
async function throughProxy(env: Environment): Promise<{ database: TcpProxy | null; env: Environment }> {
  if (env['DATABASE_URL'] === undefined) return { database: null, env };
  const url = new URL(env['DATABASE_URL']);
  const database = await startProxy(Number(url.port || 5432));
  url.hostname = '127.0.0.1';
  url.port = String(database.port);
  return { database, env: { ...env, DATABASE_URL: url.href } };
}
