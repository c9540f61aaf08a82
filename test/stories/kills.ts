/**
 * Kills the app at a chosen point: right before or after its N-th commit, or during one of its calls to Slack or Box.
 * The app restarts by itself, as under a supervisor, or another process of it lives on.
 */
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppProcess } from '../../sandbox/app-process.ts';
import { startWorld, type World } from './world.ts';

/**
 * The N-th commit, or the N-th call that changes something outside, counted from `killAt`. Killed before a call: Slack
 * or Box has received it but not applied it; after: applied but not answered. Calls that only read are not counted: a
 * kill in one leaves the same as a kill after the commit before it.
 */
export interface KillPoint {
  readonly what: 'commit' | 'call';
  readonly at: number;
  readonly phase: 'before' | 'after';
}

/** A world whose app can be killed at a chosen point. */
export interface KillableWorld {
  readonly world: World;
  /** Starts to count commits and calls; the app is killed when it reaches the point. */
  killAt(point: KillPoint): Promise<void>;
  /**
   * Cancels the planned kill. Returns a description of the point where it happened; null when the point was not
   * reached.
   */
  cancelKill(): Promise<string | null>;
  /** Waits until the app answers requests. */
  lives(): Promise<void>;
  /** Like `lives`, after a kill that is known to have happened. */
  revived(): Promise<void>;
  /**
   * How long the app has been running again since the kill (ms); 0 while it starts. Where another process lives on, the
   * time since the kill.
   */
  backForMs(): number;
  /** How many commits all processes of the app have made so far. */
  commits(): Promise<number>;
  /** The output of all processes, including killed ones. */
  output(): string;
  close(): Promise<void>;
}

/** Slack's methods that change what people see. */
const changingMethods = /^(chat|views)\.|^response_url$/;

const preload = [new URL('./kill-preload.mjs', import.meta.url).href];

/**
 * Starts a world in which the app can be killed. With `withSecond`, two processes share the work: one is killed, the
 * other continues alone, and the next `killAt` starts a replacement.
 */
export async function killableWorld(options: { withSecond?: boolean } = {}): Promise<KillableWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-kills-'));
  const orders = join(folder, 'orders.json');
  const log = join(folder, 'commits');
  const unaffected = { KILL_ORDERS: join(folder, 'none.json'), KILL_LOG: join(folder, 'other-commits') };
  await Promise.all([log, unaffected.KILL_LOG].map((path) => writeFile(path, '')));
  await writeFile(unaffected.KILL_ORDERS, JSON.stringify({ round: 1, at: 0, phase: 'before' }));
  const world = await startWorld({ withoutApp: true, mode: 'http' });
  let round = 0;
  let killRound = 0;
  let victim: AppProcess;
  let point: KillPoint | null = null;
  let where: string | null = null;
  let isKilled = false;
  let backAt: number | null = null;
  let restarted: Promise<void> = Promise.resolve();
  let isClosing = false;
  const processes: AppProcess[] = [];

  const writeOrders = async (next: KillPoint | null): Promise<void> => {
    round += 1;
    const commit = next?.what === 'commit' ? next : null;
    const said = { round, at: commit?.at ?? 0, phase: commit?.phase ?? 'before' };
    // The file is replaced atomically, because the app may be reading it.
    await writeFile(`${orders}.new`, JSON.stringify(said));
    await rename(`${orders}.new`, orders);
  };

  const start = async (): Promise<void> => {
    const env = { KILL_ORDERS: orders, KILL_LOG: log };
    const started = await oneByOne(() => world.restart({ preload, env }));
    victim = started;
    processes.push(started);
    void started.ended.then(() => {
      if (isClosing) return;
      isKilled = true;
      if (survivor) {
        backAt = performance.now();
        connectSlackTo(world, survivor);
        return;
      }
      // Starts are queued and depend on the machine, so the time counts only from when the app is ready.
      backAt = null;
      restarted = writeOrders(null)
        .then(start)
        .finally(() => {
          backAt ??= performance.now();
        });
    });
    backAt = performance.now();
  };

  const called = (name: string, phase: 'before' | 'applied'): 'go' | 'drop' => {
    if (phase === 'before') calls += 1;
    const isDue = point?.what === 'call' && point.at === calls;
    if (!isDue || point?.phase !== (phase === 'before' ? 'before' : 'after')) return 'go';
    where = `${point.phase} ${name}`;
    point = null;
    process.kill(victim.pid, 'SIGKILL');
    return 'drop';
  };
  let calls = 0;
  world.slack.onCall(async ({ method, phase }) =>
    changingMethods.test(method) ? called(method, phase) : 'go',
  );
  world.box.onCall(({ method, path, phase }) =>
    method === 'GET' ? 'go' : called(`${method} ${path}`, phase),
  );

  await writeOrders(null);
  const survivor = options.withSecond
    ? await oneByOne(() => world.second({ preload, env: unaffected }))
    : null;
  if (survivor) processes.push(survivor);
  await start();

  const lines = async (path = log): Promise<string[]> =>
    (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return {
    world,
    async killAt(next) {
      await restarted;
      if (isKilled && survivor) {
        await writeOrders(null);
        await start();
      }
      isKilled = false;
      where = null;
      calls = 0;
      point = next;
      await writeOrders(next);
      killRound = round;
    },
    async cancelKill() {
      const wanted = point;
      point = null;
      if (!isKilled) {
        await writeOrders(null);
        return null;
      }
      if (wanted?.what !== 'commit') return where;
      const mark = `${killRound} ${wanted.at} `;
      const own = (await lines()).find((line) => line.startsWith(mark));
      return `${wanted.phase} the commit of ${own?.slice(mark.length)}`;
    },
    lives: () => restarted,
    async revived() {
      if (!isKilled) await victim.ended;
      await restarted;
    },
    backForMs: () => (backAt === null ? 0 : performance.now() - backAt),
    commits: async () => (await lines()).length + (await lines(unaffected.KILL_LOG)).length,
    output: () => processes.map((one) => one.output()).join(''),
    async close() {
      isClosing = true;
      // The story checks whether the killed app restarted; here, its processes are stopped whether it did or not.
      await Promise.allSettled([restarted]);
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let lastStart: Promise<unknown> = Promise.resolve();

/** Starts apps one after another: each start takes a second of CPU time, so all would be slow together. */
function oneByOne<T>(start: () => Promise<T>): Promise<T> {
  const started = lastStart.then(start);
  lastStart = started.catch((error: unknown) => error);
  return started;
}

/** Makes Slack send its requests to this process. */
function connectSlackTo(world: World, app: AppProcess): void {
  world.slack.connectApp({ requestUrl: `http://127.0.0.1:${app.port}/slack/events` });
}
