import { afterEach, expect, it, vi } from 'vitest';
import { createWorker, type Handler, type Worker, type WorkerOptions } from '../../src/app/worker.ts';
import { backoffMs } from '../../src/app/worker-failures.ts';
import { OutsideFailure, RetryLater } from '../../src/failure.ts';
import type { AllInstallations } from '../../src/features/services.ts';
import { handlersOf } from '../../src/features/work.ts';
import { work } from '../../src/signing/work.ts';
import { type Job, LeaseLost, type Store } from '../../src/store/database.ts';
import { NO_TENANT } from '../../src/store/jobs.ts';
import { TENANT } from './store/records.ts';
import { aJob, onBothEngines, until } from './store/stores.ts';

interface Line {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

const workers: Worker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop(0);
});

function aLog() {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** Starts a worker; returns it and its log. */
async function startWorker(
  store: Store,
  handlers: Record<string, Handler>,
  options: Partial<WorkerOptions> = {},
): Promise<{ worker: Worker; log: ReturnType<typeof aLog> }> {
  const log = aLog();
  const worker = createWorker({ jobs: store.jobs, handlers, log, ...options });
  workers.push(worker);
  worker.start();
  return { worker, log };
}

/** A promise and the function that resolves it. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const failure = (kind: 'retry' | 'final' | 'unknown', retryAfterSeconds?: number) =>
  new OutsideFailure({
    service: 'slack',
    operation: 'chat.update',
    kind,
    status: 429,
    reason: 'ratelimited',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });

/** The job that tells the person that a job of the step `x` was given up; null for any other step: nobody is told. */
const tellOfX = ({ id: jobId, step }: Job, reference: string) =>
  step === 'x' ? work.tellGivenUp({ jobId, reference }) : null;

onBothEngines('a worker', (place, engine) => {
  it('a worker runs a job as soon as it is committed, without waiting for a poll', async () => {
    const store = await (await place()).open();
    const done: string[] = [];
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const { worker } = await startWorker(
      store,
      { x: async (job) => void done.push(job.id) },
      { pollMs: 3_600_000 },
    );
    await until('the first look to be over', () => done.length === 1);
    await until('its end', async () => (await store.jobs.counts()).running === 0);
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await until('the job', () => done.length === 2);
    await worker.stop(1_000);
    expect(await store.jobs.counts()).toMatchObject({ running: 0, dead: 0 });
  });

  it('each of 200 jobs runs once, with two workers', async () => {
    const here = await place();
    const one = await here.open();
    const other = engine === 'postgres' ? await here.open() : one;
    const runs: string[] = [];
    const busyLanes = new Set<string>();
    let overlaps = 0;
    const handler: Handler = async (job) => {
      const lane = String(job.args['lane']);
      if (busyLanes.has(lane)) overlaps += 1;
      busyLanes.add(lane);
      await new Promise((resolve) => setImmediate(resolve));
      busyLanes.delete(lane);
      runs.push(job.id);
    };
    // A busy machine may hold up a run for longer than the usual lease.
    await startWorker(one, { x: handler }, { leaseMs: 60_000 });
    await startWorker(other, { x: handler }, { leaseMs: 60_000 });
    // Only as many at the same time as there are connections: a wait for one is limited.
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) => {
          const lane = `lane ${(round * 10 + index) % 20}`;
          return one.jobs.enqueue(TENANT, aJob({ step: 'x', lane }));
        }),
      );
    }
    await until('all of them', async () => runs.length >= 200 && (await one.jobs.counts()).running === 0);
    expect(runs).toHaveLength(200);
    expect(new Set(runs).size).toBe(200);
    expect(overlaps).toBe(0);
  });

  it('a worker takes over the jobs of one that died', async () => {
    const here = await place();
    const store = await here.open();
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    // A claim that is not renewed is what a dead worker leaves behind.
    const dead = await store.jobs.claim(1_000);
    const done: number[] = [];
    await startWorker(store, { x: async (job) => void done.push(job.attempts) }, { pollMs: 100 });
    await until('the second run', () => done.length === 1);
    expect(done).toEqual([2]);
    if (dead === null) throw new Error('it must have been claimed');
    await expect(store.jobs.finish(dead.lease)).rejects.toBeInstanceOf(LeaseLost);
  });

  it('a worker does not take over its own jobs when the clock jumps', async () => {
    let offsetMs = 0;
    const store = await (await place()).open({ now: () => Date.now() + offsetMs });
    let runs = 0;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let others = 0;
    const other: Handler = async () => {
      others += 1;
    };
    const held: Handler = async () => {
      runs += 1;
      await ended;
    };
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await startWorker(store, { x: held, other }, { pollMs: 20 });
    await until('the run', () => runs === 1);
    offsetMs = 60_000;
    // Enqueued after the jump, so that the worker has polled by the time this job is done.
    await store.jobs.enqueue(TENANT, aJob({ step: 'other' }));
    await until('the other one', () => others === 1);
    end();
    await until('the end', async () => (await store.jobs.counts()).running === 0);
    expect(runs).toBe(1);
  });

  it('a worker keeps a job that takes longer than its lease', async () => {
    const store = await (await place()).open();
    let runs = 0;
    const long: Handler = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    };
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await startWorker(store, { x: long }, { leaseMs: 600, pollMs: 50 });
    await until('the end', async () => runs > 0 && (await store.jobs.counts()).running === 0);
    expect(runs).toBe(1);
  });

  it('a run whose job was taken over is aborted without a log line', async () => {
    const here = await place();
    const store = await here.open();
    const [started, aborted] = [gate(), gate()];
    const { worker, log } = await startWorker(
      store,
      {
        x: (_job, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted.open();
              reject(new Error('aborted'));
            });
            started.open();
          }),
      },
      { leaseMs: 300 },
    );
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await started.opened;
    // In one statement, because a renewal could come between two.
    await here.raw(
      "update jobs set lock_token = 'of another', locked_until = 9000000000000 where step = 'x'",
    );
    await aborted.opened;
    await worker.stop(5_000);
    expect(log.lines).toEqual([]);
    expect(await store.jobs.counts()).toMatchObject({ running: 1, dead: 0 });
  });

  it('a job that asks to run again does, without counting as failed', async () => {
    const store = await (await place()).open();
    const attempts: number[][] = [];
    const handler: Handler = async (job) => {
      attempts.push([job.attempts, job.failures]);
      if (job.attempts < 4) throw new RetryLater(10);
    };
    const { log } = await startWorker(store, { x: handler }, { pollMs: 20 });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await until('four runs', () => attempts.length === 4);
    expect(attempts).toEqual([1, 2, 3, 4].map((attempt) => [attempt, 0]));
    expect(log.lines).toEqual([]);
  });

  it.each([
    ['as long as the outside asked', failure('retry', 30), 30_000, 30_000],
    ['not for years when it asked for that', failure('retry', 999_999_999), 900_000, 900_000],
    ['a little when it asked for nothing', failure('retry', 0), 500, 1_000],
    ['a growing pause when it did not say', failure('retry'), 500, 1_000],
    ['a growing pause when the outcome is unknown', failure('unknown'), 500, 1_000],
  ])('a job waits %s', async (_what, thrown, leastMs, maxMs) => {
    const here = await place();
    const nowAt = 1_790_000_000_000;
    const store = await here.open({ now: () => nowAt });
    const { log } = await startWorker(store, {
      x: () => Promise.reject(thrown),
    });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const job = async () => (await here.raw("select * from jobs where step = 'x'"))[0];
    await until('the retry', async () => (await job())?.['last_error'] != null);
    const row = await job();
    const waitsMs = Number(row?.['run_at']) - nowAt;
    expect(waitsMs).toBeGreaterThanOrEqual(leastMs);
    expect(waitsMs).toBeLessThanOrEqual(maxMs);
    expect(row).toMatchObject({ state: 'waiting', failures: 0 });
    expect(row?.['last_error']).toContain('ratelimited');
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { step: 'x', tenant: TENANT } }]);
  });

  it('a run that fails while the database cannot be reached does not count as a failure', async () => {
    const here = await place();
    const store = await here.open({ now: () => 1_790_000_000_000 });
    const gone = Object.assign(new Error('the server is going down'), { code: '57P01' });
    await startWorker(store, { x: () => Promise.reject(gone) });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const job = async () => (await here.raw("select * from jobs where step = 'x'"))[0];
    await until('the retry', async () => (await job())?.['last_error'] != null);
    expect(await job()).toMatchObject({ state: 'waiting', attempts: 1, failures: 0 });
  });

  it('a job is given up immediately when a service refuses for good, and its person is told', async () => {
    const store = await (await place()).open();
    const told: Job['args'][] = [];
    const { log } = await startWorker(
      store,
      {
        x: () => Promise.reject(failure('final')),
        tellGivenUp: async (job) => void told.push(job.args),
      },
      { whenGivenUp: tellOfX },
    );
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', requestId: 'r1' }));
    await until('the word of it', () => told.length === 1);
    const line = log.lines.find(({ message }) => message === 'a job is given up');
    expect(line).toMatchObject({ level: 'error', fields: { step: 'x', requestId: 'r1' } });
    const { jobId, reference } = line?.fields ?? {};
    expect(told[0]).toEqual({ jobId, reference });
    const dead = await store.jobs.getDead(TENANT, String(jobId));
    expect(dead).toMatchObject({ step: 'x', args: { requestId: 'r1' } });
    expect((await store.jobs.counts()).dead).toBe(1);
  });

  it('a job is given up after eight errors, and the log has no address, link or token', async () => {
    let nowAt = 1_790_000_000_000;
    const here = await place();
    const store = await here.open({ now: () => nowAt });
    let runs = 0;
    const { log } = await startWorker(
      store,
      {
        x: () => {
          runs += 1;
          // The clock moves, so that every pause ends.
          nowAt += 60_000;
          return Promise.reject(new TypeError('ana@example.com at https://box.com/secret has xoxb-1-secret'));
        },
        tellGivenUp: () => Promise.reject(failure('final')),
      },
      { whenGivenUp: tellOfX, pollMs: 10, leaseMs: 2_000_000_000 },
    );
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    nowAt += 60_000;
    await until('two dead letters', async () => {
      nowAt += 60_000;
      return (await store.jobs.counts()).dead === 2;
    });
    expect(runs).toBe(8);
    const faults = log.lines.filter(({ fields }) => fields['step'] === 'x');
    expect(faults.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 7 }, () => 'a job failed and is tried again'),
      'a job is given up',
    ]);
    expect(JSON.stringify(log.lines)).toContain('TypeError');
    const kept = JSON.stringify([log.lines, await here.raw('select * from jobs')]);
    expect(kept).not.toMatch(/example\.com|secret/);
  });

  it('a job that never ended is given up, instead of killing the process again and again', async () => {
    let nowAt = 1_790_000_000_000;
    const store = await (await place()).open({ now: () => nowAt });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    for (let crash = 0; crash < 8; crash += 1) {
      expect(await store.jobs.claim(1_000)).not.toBeNull();
      nowAt += 1_000;
    }
    let runs = 0;
    await startWorker(store, {
      x: async () => {
        runs += 1;
      },
    });
    await until('the dead letter', async () => (await store.jobs.counts()).dead === 1);
    expect(runs).toBe(0);
  });

  it('jobs of a step that only another version has are left alone, and other jobs run', async () => {
    const store = await (await place()).open();
    const ran: string[] = [];
    await store.jobs.enqueue(TENANT, aJob({ step: 'unheard of' }));
    const { log } = await startWorker(store, {
      x: async ({ step }) => {
        ran.push(step);
      },
    });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await until('the other job', () => ran.length === 1);
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, dead: 0 });
    expect(log.lines).toEqual([]);
  });

  it('a worker runs a limited number of jobs at the same time', async () => {
    const store = await (await place()).open();
    const may = gate();
    let running = 0;
    let most = 0;
    const handler: Handler = async () => {
      running += 1;
      most = Math.max(most, running);
      await may.opened;
      running -= 1;
    };
    for (let index = 0; index < 10; index += 1) await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await startWorker(store, { x: handler }, { concurrency: 3 });
    await until('full hands', () => running === 3);
    may.open();
    await until('all of them', async () => {
      const { running: left, waiting } = await store.jobs.counts();
      return left === 0 && waiting === 0;
    });
    expect(most).toBe(3);
  });

  it('a worker stops when the running jobs have ended', async () => {
    const store = await (await place()).open();
    const may = gate();
    let runs = 0;
    const { worker } = await startWorker(store, {
      x: async () => {
        runs += 1;
        await may.opened;
      },
    });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', lane: 'l' }));
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', lane: 'l' }));
    await until('the run', () => runs === 1);
    const stopped = worker.stop(10_000);
    may.open();
    await stopped;
    expect(runs).toBe(1);
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, running: 0, dead: 0 });
  });

  it('a stopping worker starts nothing more, even if it claims a job just then', async () => {
    const store = await (await place()).open();
    const may = gate();
    let isToStop = false;
    let runs = 0;
    let begunLate = 0;
    const { worker } = await startWorker(store, {
      x: async () => {
        runs += 1;
        if (isToStop) begunLate += 1;
        await may.opened;
      },
    });
    for (let index = 0; index < 5; index += 1) await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await until('a run', () => runs > 0);
    isToStop = true;
    const stopped = worker.stop(10_000);
    may.open();
    await stopped;
    expect(begunLate).toBe(0);
    const { waiting, running } = await store.jobs.counts();
    expect({ waiting, running }).toEqual({ waiting: 5 - runs, running: 0 });
  });

  it('a job claimed while the worker stops is released before the store is closed', async () => {
    const store = await (await place()).open();
    const [claimed, may] = [gate(), gate()];
    let runs = 0;
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const jobs: Store['jobs'] = {
      ...store.jobs,
      claim: async (...options) => {
        const claim = await store.jobs.claim(...options);
        claimed.open();
        await may.opened;
        return claim;
      },
    };
    const run = async () => {
      runs += 1;
    };
    const { worker } = await startWorker(store, { x: run }, { jobs });
    await claimed.opened;
    let isStopped = false;
    const stopped = worker.stop(60_000).then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    may.open();
    await stopped;
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, running: 0, dead: 0 });
    expect(runs).toBe(0);
  });

  it('jobs unfinished after the grace period are released, not counted as failed', async () => {
    const store = await (await place()).open();
    const started = gate();
    let why: unknown;
    const { worker, log } = await startWorker(store, {
      x: (_job, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            why = signal.reason;
            reject(new Error('aborted'));
          });
          started.open();
        }),
    });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await started.opened;
    await worker.stop(20);
    expect(why).toMatchObject({ message: 'the process is stopping' });
    const again = await store.jobs.claim();
    expect(again?.job).toMatchObject({ step: 'x', attempts: 2, failures: 0 });
    expect(log.lines).toEqual([]);
  });

  it('a claim that hangs does not keep running jobs from being handed back in time', async () => {
    const store = await (await place()).open();
    const claimed = gate();
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const jobs: Store['jobs'] = {
      ...store.jobs,
      claim: async (...options) => {
        const claim = await store.jobs.claim(...options);
        if (claim !== null) return claim;
        claimed.open();
        return new Promise(() => undefined);
      },
    };
    const { worker } = await startWorker(store, { x: () => new Promise(() => undefined) }, { jobs });
    await claimed.opened;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stopped = worker.stop(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    vi.useRealTimers();
    await stopped;
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, running: 0 });
  });

  it('housekeeping repeats with one job, however often it is enqueued', async () => {
    let nowAt = 1_790_000_000_000;
    const here = await place();
    const store = await here.open({ now: () => nowAt });
    const person = { userId: 'U', teamId: null, name: 'Ben', email: null, timeZone: null, locale: null };
    const flags = {
      enterpriseId: null,
      workspaceIds: [],
      isBot: false,
      isGuest: false,
      isDeleted: false,
      isExternal: false,
    };
    const put = () => store.people.put(TENANT, { ...person, ...flags, readAt: nowAt });
    const count = async () => (await here.raw('select user_id from people')).length;
    await put();
    nowAt += 25 * 60 * 60 * 1000;
    const handlers = handlersOf({ store } as AllInstallations);
    for (const _start of [1, 2]) {
      await store.jobs.enqueue(NO_TENANT, work.sweep({}));
      await startWorker(store, handlers, { pollMs: 10 });
    }
    await until('a sweep', async () => (await count()) === 0);
    await put();
    nowAt += 25 * 60 * 60 * 1000;
    await until('the next sweep', async () => (await count()) === 0);
    await until('its end', async () => (await store.jobs.counts()).running === 0);
    expect(await here.raw('select step from jobs')).toEqual([{ step: 'sweep' }]);
  });

  if (engine === 'postgres') {
    it('the log says once that the database is gone, and work continues when it is back', async () => {
      const here = await place();
      const store = await here.open();
      const done: string[] = [];
      const { log } = await startWorker(store, { x: async (job) => void done.push(job.id) }, { pollMs: 20 });
      await here.raw('alter table jobs rename to elsewhere');
      await until('the complaint', () => log.lines.some(({ message }) => message === 'jobs cannot be taken'));
      await here.raw('alter table elsewhere rename to jobs');
      await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
      await until('the job', () => done.length === 1);
      const said = (message: string) => log.lines.filter((line) => line.message === message).length;
      await until('the good news', () => said('jobs can be taken again') > 0);
      expect([said('jobs cannot be taken'), said('jobs can be taken again')]).toEqual([1, 1]);
    });
  }
});

it('pauses grow from one second to one minute, with random differences', () => {
  const pauses = (attempt: number) => Array.from({ length: 200 }, () => backoffMs(attempt));
  for (const [attempt, fullMs] of [
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [7, 60_000],
    [500, 60_000],
  ] as const) {
    const all = pauses(attempt);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(fullMs / 2);
    expect(Math.max(...all)).toBeLessThanOrEqual(fullMs);
    expect(new Set(all).size).toBeGreaterThan(50);
  }
});
