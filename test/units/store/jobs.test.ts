import { expect, it } from 'vitest';
import { work } from '../../../src/signing/work.ts';
import { type ClaimedJob, LeaseLost, type Store } from '../../../src/store/database.ts';
import { NOT_INSTALLED } from '../../../src/store/jobs.ts';
import { timeOrderedId } from '../../../src/store/new-job.ts';
import { aSignRequest, keyOf, TENANT } from './records.ts';
import { aJob, movableClock, onBothEngines, until } from './stores.ts';

const LEASE_MS = 6_000;

/** Claims a job, and fails the test when there is none. */
async function take(store: Store): Promise<ClaimedJob> {
  const claimed = await store.jobs.claim(LEASE_MS);
  if (claimed === null) throw new Error('there must be a job to claim');
  return claimed;
}

async function takeAll(store: Store): Promise<string[]> {
  const steps: string[] = [];
  for (let next = await store.jobs.claim(); next !== null; next = await store.jobs.claim()) {
    steps.push(next.job.step);
  }
  return steps;
}

const requestId = 'r1';

onBothEngines('jobs', (place, engine) => {
  it('the steps of a decision become jobs', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const record = aSignRequest('r1');
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({
      record,
      steps: [
        work.create({ requestId }),
        work.redraw({ requestId }),
        work.note({ requestId }),
        work.slow({ requestId }, 4_000),
      ],
    }));
    const create = await take(store);
    expect(create.job).toEqual({
      tenant: TENANT,
      id: create.job.id,
      step: 'create',
      args: { requestId },
      attempts: 1,
      failures: 0,
      createdAt: clock.now(),
      reference: null,
    });
    expect(await takeAll(store)).toEqual(['note']);
    clock.pass(4_000);
    expect(await takeAll(store)).toEqual(['slow']);
    await store.jobs.finish(create.lease);
    expect(await takeAll(store)).toEqual(['redraw']);
  });

  it('jobs of one lane run one after another, in order', async () => {
    const store = await (await place()).open({ now: movableClock().now });
    for (const [step, lane] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['free', null],
    ] as const) {
      await store.jobs.enqueue(TENANT, aJob({ step, lane }));
    }
    await store.jobs.enqueue('T02', aJob({ step: 'a of another tenant', lane: 'a' }));
    const first = await take(store);
    expect(first.job.step).toBe('a1');
    expect(await takeAll(store)).toEqual(['b1', 'free', 'a of another tenant']);
    await store.jobs.finish(first.lease);
    expect(await takeAll(store)).toEqual(['a2']);
  });

  it('ids sort in the order in which they were made, also those of one moment', () => {
    const moments = [1_790_000_000_000, 1_790_000_000_001];
    const ids = moments.flatMap((at) => Array.from({ length: 300 }, () => timeOrderedId(at)));
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
  });

  it('several claims at the same time never get two jobs of one lane', async () => {
    const here = await place();
    const store = await here.open();
    for (let index = 0; index < 10; index += 1)
      await store.jobs.enqueue(TENANT, aJob({ step: 'x', lane: 'one' }));
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.jobs.claim()));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
  });

  it('several claims at the same time get a job only once', async () => {
    const store = await (await place()).open();
    for (let index = 0; index < 10; index += 1) await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.jobs.claim()));
    const more = await Promise.all(Array.from({ length: 10 }, () => store.jobs.claim()));
    const ids = [...claims, ...more].flatMap((claimed) => claimed?.job.id ?? []);
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
  });

  it('a waiting job is not enqueued twice; it only moves earlier', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const enqueue = (delayMs: number) =>
      store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k', delayMs }));
    await enqueue(5_000);
    await enqueue(9_000);
    expect((await store.jobs.counts()).waiting).toBe(1);
    clock.pass(4_999);
    expect(await store.jobs.claim()).toBeNull();
    clock.pass(1);
    await store.jobs.enqueue('T02', aJob({ step: 'x', dedupeKey: 'k' }));
    expect(await takeAll(store)).toEqual(['x', 'x']);
  });

  it('a waiting job moves earlier when the new one is due before', async () => {
    const store = await (await place()).open();
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k', delayMs: 60_000 }));
    expect(await store.jobs.claim()).toBeNull();
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k' }));
    expect(await takeAll(store)).toEqual(['x']);
  });

  it('a running job runs again when the same was enqueued meanwhile', async () => {
    const store = await (await place()).open({ now: movableClock().now });
    const enqueue = () => store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k', lane: 'l' }));
    await enqueue();
    const first = await take(store);
    await enqueue();
    await enqueue();
    expect(await store.jobs.claim()).toBeNull();
    await store.jobs.finish(first.lease);
    const second = await take(store);
    expect(second.job).toMatchObject({ id: first.job.id, attempts: 1 });
    await store.jobs.finish(second.lease);
    expect(await store.jobs.counts()).toMatchObject({ waiting: 0, running: 0, dead: 0 });
    await enqueue();
    expect((await store.jobs.counts()).waiting).toBe(1);
  });

  /** A store with a movable clock, and its only job, which runs; `enqueue` plans the same job again. */
  async function aRunningJob() {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const enqueue = (delayMs: number) =>
      store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k', delayMs }));
    await enqueue(0);
    const first = await take(store);
    return { clock, store, enqueue, first };
  }

  it('a job runs again at the time that was asked for while it ran', async () => {
    const { clock, store, enqueue, first } = await aRunningJob();
    await enqueue(15_000);
    await enqueue(5_000);
    await enqueue(15_000);
    await store.jobs.retry(first.lease, 1_000, 'busy', 'delay');
    clock.pass(1_000);
    const second = await take(store);
    await store.jobs.finish(second.lease);
    clock.pass(3_999);
    expect(await store.jobs.claim()).toBeNull();
    clock.pass(1);
    expect((await take(store)).job.id).toBe(first.job.id);
  });

  it('a retry also does what was asked for before it, so the job runs once', async () => {
    const { clock, store, enqueue, first } = await aRunningJob();
    await enqueue(1_000);
    await store.jobs.retry(first.lease, 1_000, 'busy', 'delay');
    clock.pass(1_000);
    await store.jobs.finish((await take(store)).lease);
    expect(await store.jobs.counts()).toMatchObject({ waiting: 0, running: 0, dead: 0 });
  });

  it('a job waits as long as its retry says, and failures count separately from delays', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    await store.jobs.retry((await take(store)).lease, 2_000, 'asked to wait', 'delay');
    clock.pass(1_999);
    expect(await store.jobs.claim()).toBeNull();
    clock.pass(1);
    const second = await take(store);
    expect(second.job).toMatchObject({ attempts: 2, failures: 0 });
    await store.jobs.retry(second.lease, 0, 'a fault');
    const third = await take(store);
    expect(third.job).toMatchObject({ attempts: 3, failures: 1 });
    await store.jobs.release(third.lease);
    expect((await take(store)).job).toMatchObject({ attempts: 4, failures: 1 });
  });

  it('jobs that waited for a bot token run as soon as there is one, and no others', async () => {
    const store = await (await place()).open({ now: movableClock().now });
    for (const [tenant, step, why] of [
      [TENANT, 'waited', NOT_INSTALLED],
      [TENANT, 'failed', 'a fault'],
      ['T02', 'waits elsewhere', NOT_INSTALLED],
    ] as const) {
      await store.jobs.enqueue(tenant, aJob({ step }));
      await store.jobs.retry((await take(store)).lease, 600_000, why, 'delay');
    }
    let wakes = 0;
    store.jobs.onWake(() => {
      wakes += 1;
    });
    await store.jobs.resume(TENANT);
    expect(wakes).toBeGreaterThan(0);
    expect(await takeAll(store)).toEqual(['waited']);
  });

  it('a job that succeeds after failures begins anew when it is enqueued during the run', async () => {
    const store = await (await place()).open();
    const enqueue = () => store.jobs.enqueue(TENANT, aJob({ step: 'x', dedupeKey: 'k' }));
    await enqueue();
    await store.jobs.retry((await take(store)).lease, 0, 'a fault');
    const second = await take(store);
    expect(second.job).toMatchObject({ attempts: 2, failures: 1 });
    await enqueue();
    await store.jobs.finish(second.lease);
    expect((await take(store)).job).toMatchObject({ id: second.job.id, attempts: 1, failures: 0 });
  });

  it('the queue is as late as the earliest waiting job, and not late while none is due', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    const overdueMs = async () => (await store.jobs.counts()).overdueMs;
    expect(await overdueMs()).toBe(0);
    await store.jobs.enqueue(TENANT, aJob({ step: 'late', delayMs: 9_000 }));
    await store.jobs.enqueue(TENANT, aJob({ step: 'early', delayMs: 1_000 }));
    expect(await overdueMs()).toBe(0);
    clock.pass(3_000);
    expect(await overdueMs()).toBe(2_000);
    await store.jobs.finish((await take(store)).lease);
    expect(await overdueMs()).toBe(0);
  });

  it('a job is taken over when its lease expires, and the late run changes nothing', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x', lane: 'l' }));
    await store.jobs.enqueue(TENANT, aJob({ step: 'y', lane: 'l' }));
    const late = await take(store);
    clock.pass(LEASE_MS - 1);
    await store.jobs.renew(late.lease);
    clock.pass(LEASE_MS - 1);
    expect(await store.jobs.claim()).toBeNull();
    clock.pass(1);
    const next = await take(store);
    expect(next.job).toMatchObject({ id: late.job.id, attempts: 2, failures: 1 });
    const { jobs } = store;
    const letter = { error: 'x', reference: 'ref' };
    const ends = [
      () => jobs.renew(late.lease),
      () => jobs.finish(late.lease),
      () => jobs.retry(late.lease, 0, 'x'),
      () => jobs.giveUp(late.lease, letter),
      () => jobs.release(late.lease),
    ];
    for (const end of ends) await expect(end()).rejects.toBeInstanceOf(LeaseLost);
    expect(await jobs.counts()).toMatchObject({ waiting: 1, running: 1, dead: 0 });
    await jobs.finish(next.lease);
    await expect(jobs.finish(next.lease)).rejects.toBeInstanceOf(LeaseLost);
    expect(await takeAll(store)).toEqual(['y']);
  });

  it('a job that is given up is reported once', async () => {
    const store = await (await place()).open();
    await store.jobs.enqueue(TENANT, work.redraw({ requestId }));
    const dying = await take(store);
    const { id: jobId } = dying.job;
    expect(await store.jobs.getDead(TENANT, jobId)).toBeNull();
    const reference = 'ab12';
    await store.jobs.giveUp(
      dying.lease,
      { error: 'TypeError', reference },
      work.tellGivenUp({ jobId, reference }),
    );
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, running: 0, dead: 1 });
    const telling = await take(store);
    expect(telling.job).toMatchObject({ tenant: TENANT, step: 'tellGivenUp', args: { jobId, reference } });
    expect(await store.jobs.getDead(TENANT, jobId)).toMatchObject({ step: 'redraw', args: { requestId } });
    expect(await store.jobs.getDead('T02', jobId)).toBeNull();
    await store.jobs.giveUp(telling.lease, { error: 'x', reference: 'cd34' });
    expect(await store.jobs.counts()).toMatchObject({ waiting: 0, running: 0, dead: 2 });
  });

  it('waiting jobs are withdrawn by the key of their work, and a running one continues', async () => {
    const store = await (await place()).open({ now: movableClock().now });
    const due = work.redraw({ requestId, due: 'reminder' }, 60_000);
    await store.jobs.enqueue(TENANT, due);
    await store.jobs.enqueue('T02', due);
    await store.jobs.enqueue(TENANT, work.redraw({ requestId }));
    const running = await take(store);
    await store.jobs.drop(TENANT, due);
    await store.jobs.drop(TENANT, work.redraw({ requestId }));
    expect(await store.jobs.counts()).toMatchObject({ waiting: 1, running: 1, dead: 0 });
    await store.jobs.finish(running.lease);
  });

  it('a job that is given up still runs for what was enqueued meanwhile, at its time', async () => {
    const clock = movableClock();
    const store = await (await place()).open({ now: clock.now });
    await store.jobs.enqueue(TENANT, work.redraw({ requestId, due: 'card' }));
    const dying = await take(store);
    await store.jobs.enqueue(TENANT, work.redraw({ requestId, due: 'card' }, 5_000));
    clock.pass(1_000);
    await store.jobs.giveUp(dying.lease, { error: 'x', reference: 'ab12' });
    clock.pass(3_999);
    expect(await store.jobs.claim()).toBeNull();
    clock.pass(1);
    const again = await take(store);
    expect(again.job).toMatchObject({ step: 'redraw', args: { requestId, due: 'card' }, attempts: 1 });
    expect(again.job.id).not.toBe(dying.job.id);
  });

  it('workers are woken after the commit, and not without one', async () => {
    const store = await (await place()).open();
    let wakes = 0;
    const stop = store.jobs.onWake(() => {
      wakes += 1;
    });
    const record = aSignRequest('r1');
    const failing = store.signRequests.createUnlessDuplicate(
      TENANT,
      { ...keyOf(record), requester: 'U_OTHER' },
      () => ({
        record,
        steps: [work.create({ requestId })],
      }),
    );
    await expect(failing).rejects.toThrow();
    expect(wakes).toBe(0);
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({
      record,
      steps: [work.create({ requestId })],
    }));
    await until('a wake', () => wakes > 0);
    stop();
    const before = wakes;
    store.jobs.wake();
    expect(wakes).toBe(before);
  });

  it('a quiet write wakes no worker until the writer says so', async () => {
    const store = await (await place()).open();
    let wakes = 0;
    store.jobs.onWake(() => {
      wakes += 1;
    });
    const record = aSignRequest('r1');
    const decide = () => ({ record, steps: [work.create({ requestId })] });
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), decide, { wake: false });
    await store.signRequests.change(TENANT, 'r1', () => ({ record, steps: [work.redraw({ requestId })] }), {
      wake: false,
    });
    expect(wakes).toBe(0);
    expect((await store.jobs.counts()).waiting).toBe(2);
    store.jobs.wake();
    expect(wakes).toBe(1);
  });

  // On SQLite only one process has the folder, so there is no other to wake.
  if (engine === 'postgres') {
    it('workers of another process are woken too', async () => {
      const here = await place();
      const [one, other] = [await here.open(), await here.open()];
      let wakes = 0;
      other.jobs.onWake(() => {
        wakes += 1;
      });
      await one.jobs.enqueue(TENANT, aJob({ step: 'x' }));
      await until('a wake in the other process', () => wakes > 0);
      const before = wakes;
      const [gone] = await here.raw(`select count(pg_terminate_backend(pid)) as gone from pg_stat_activity
      where query like 'listen %' and datname = current_database()`);
      expect(Number(gone?.['gone'])).toBe(2);
      await until('the listener to be back', () => wakes > before);
      const back = wakes;
      await one.jobs.enqueue(TENANT, aJob({ step: 'y' }));
      await until('a wake after the connection was lost', () => wakes > back);
    });
  }
});
