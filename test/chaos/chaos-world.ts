/** A Slack and a Box with the real app between them, in one process or two, which are killed and started again. */
import { once } from 'node:events';
import net from 'node:net';
import type { Environment } from '../../bench/program.ts';
import { type BenchWorld, type StoreName, startWorld } from '../../bench/world.ts';
import { AppNotReady, type AppProcess, startAppProcess } from '../../sandbox/app-process.ts';
import { webhookKeys } from '../../sandbox/own/box-app.ts';
import { alterStore, storedRows } from '../stories/stored.ts';
import { requesters } from './plan.ts';

export interface ChaosWorld extends Pick<BenchWorld, 'slack' | 'box'> {
  /** Puts a document into this person's Box account. */
  newFile(owner: string, name: string): { readonly id: string; readonly url: string };
  passes(ms: number): Promise<void>;
  /** Kills the process with this number, and starts another in its place. */
  kills(number: number): void;
  /** Waits until all processes run. */
  lives(): Promise<void>;
  /** From now on Slack and Box send to the next process. */
  turns(): void;
  /** Waits this long for a condition; false when it was not met. */
  within(ms: number, isSo: () => boolean | Promise<boolean>): Promise<boolean>;
  /** Waits until all due jobs are done. Returns the remaining ones when that takes too long. */
  rests(): Promise<readonly string[]>;
  rows(table: string): Promise<readonly Record<string, unknown>[]>;
  /** How often a process had to be started, and how often that failed. */
  readonly starts: { done: number; failed: number };
  now(): number;
  output(): string;
  stop(): Promise<void>;
}

const restsWithinMs = 60_000;

export async function startChaosWorld(
  store: StoreName,
  processes: number,
  hasWebhooks: boolean,
): Promise<ChaosWorld> {
  let offsetMs = 0;
  const clock = (): number => Date.now() + offsetMs;
  const world = await startWorld(store, { enterpriseId: '987654', clock });
  const { slack, box } = world;
  const env: Environment = { ...world.env, PORT: '0', ...(hasWebhooks ? webhookKeys(box) : {}) };
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
  let turn = 0;
  let isStopping = false;

  /** The running process whose turn it is. */
  const atTurn = (): AppProcess | undefined => {
    const there = apps.filter((app) => app !== null);
    return there[turn % Math.max(1, there.length)];
  };
  const front = await startFront(Number(world.env['PORT']), () => atTurn()?.port ?? null);
  const connect = (): void => {
    const app = atTurn();
    if (app) slack.connectApp({ requestUrl: `http://127.0.0.1:${app.port}/slack/events` });
  };
  /** Restarts as a supervisor does, until the process stays up. */
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
          connect();
        });
        connect();
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
    ((await storedRows(env))[table] ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
  const within = async (ms: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> => {
    const deadline = performance.now() + ms;
    while (!(await isSo())) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return true;
  };
  const lives = async (): Promise<void> => {
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
    lives,
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
        await alterStore(env, [
          `update jobs set locked_until = locked_until + ${ms} where (tenant, id) in
            (select tenant, id from jobs where state = 'running' for update skip locked)`,
        ]);
      }
      offsetMs += ms;
      await Promise.all(apps.map((app) => app?.setClock(offsetMs)));
    },
    kills: (number) => void apps[number]?.stop('SIGKILL'),
    turns: () => {
      turn += 1;
      connect();
    },
    rests: async () => {
      let due: readonly string[] = [];
      let quietChecks = 0;
      await within(restsWithinMs, async () => {
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
      await world.stop();
    },
  };
}

/**
 * A proxy at PUBLIC_URL, through which Box reaches the process whose turn it is; while none runs, it cuts the
 * connection.
 */
async function startFront(port: number, target: () => number | null): Promise<{ close(): Promise<void> }> {
  const server = net.createServer((incoming) => {
    const to = target();
    const outgoing = to === null ? null : net.connect(to, '127.0.0.1');
    incoming.on('error', () => outgoing?.destroy());
    outgoing?.on('error', () => incoming.destroy());
    if (outgoing) incoming.pipe(outgoing).pipe(incoming);
    else incoming.destroy();
  });
  const open = new Set<net.Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
