/** What must always hold for jobs, in whatever order they are enqueued, claimed and ended, and their leases expire. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ClaimedJob, LeaseLost, type Store } from '../../../src/store/database.ts';
import { TENANT } from './records.ts';
import { aJob, movableClock, onBothEngines } from './stores.ts';

const LEASE_MS = 6_000;
const LANES = ['a', 'b', null] as const;

/** A move: something that happens to a job or its lease. */
type Move =
  | { readonly do: 'enqueue'; readonly lane: 0 | 1 | 2; readonly key: boolean }
  | { readonly do: 'claim' }
  | { readonly do: 'finish' | 'retry' | 'release' | 'bury' | 'renew'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number };

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('enqueue' as const), lane: fc.constantFrom(0, 1, 2), key: fc.boolean() }),
    fc.record({ do: fc.constant('claim' as const) }),
    fc.record({
      do: fc.constantFrom('finish', 'retry', 'release', 'bury', 'renew'),
      which: fc.nat({ max: 20 }),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 500, LEASE_MS) }),
  ),
  { minLength: 1, maxLength: 40 },
);

interface Taken extends ClaimedJob {
  readonly lane: string | null;
}

onBothEngines('jobs in any order', (place) => {
  it('lanes, leases and keys hold, and no job is lost', { timeout: 120_000 }, async () => {
    const clock = movableClock();
    const here = await place();
    const store = await here.open({ now: clock.now });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (sequence) => {
        round += 1;
        await new Play(store, clock, `${TENANT}-${round}`).all(sequence);
      }),
      { numRuns: here.engine === 'sqlite' ? 60 : 25 },
    );
  });
});

/**
 * Plays one sequence of moves in a tenant of its own, and finishes all jobs at the end, for the next
 * sequence.
 */
class Play {
  private readonly store: Store;
  private readonly clock: ReturnType<typeof movableClock>;
  private readonly tenant: string;
  /** Every lease that was granted, the newest last. */
  private readonly taken: Taken[] = [];
  /** For each key, the number (`count`) of the job that was enqueued last. */
  private readonly asked = new Map<string, number>();
  /** For each key, that number when its latest run started. */
  private readonly seen = new Map<string, number>();
  private count = 0;

  constructor(store: Store, clock: ReturnType<typeof movableClock>, tenant: string) {
    this.store = store;
    this.clock = clock;
    this.tenant = tenant;
  }

  async all(sequence: readonly Move[]): Promise<void> {
    for (const move of sequence) await this.make(move);
    await this.drain();
    for (const [key, last] of this.asked) {
      expect(this.seen.get(key), `a run of ${key} after it was last asked for`).toBe(last);
    }
  }

  private async make(move: Move): Promise<void> {
    if (move.do === 'enqueue') return this.enqueue(LANES[move.lane], move.key);
    if (move.do === 'wait') return this.clock.pass(move.ms);
    if (move.do === 'claim') {
      await this.claim();
      return;
    }
    const chosen = this.taken[move.which % Math.max(1, this.taken.length)];
    if (chosen !== undefined) await this.end(chosen, move.do);
  }

  private async enqueue(lane: string | null, hasKey: boolean): Promise<void> {
    const key = hasKey ? `key of ${lane}` : null;
    this.count += 1;
    if (key !== null) this.asked.set(key, this.count);
    await this.store.jobs.enqueue(
      this.tenant,
      aJob({
        step: 'x',
        lane,
        dedupeKey: key,
      }),
    );
  }

  private async claim(): Promise<Taken | null> {
    const claimed = await this.store.jobs.claim(LEASE_MS);
    if (claimed === null) return null;
    const { lane, dedupeKey: key } = claimed.job.args as { lane: string | null; dedupeKey: string | null };
    const taken = { ...claimed, lane };
    for (const other of await this.holders(taken)) {
      expect(other.job.id, 'a job is held by one').not.toBe(taken.job.id);
      if (taken.lane !== null) expect(other.lane, 'a lane is held by one').not.toBe(taken.lane);
    }
    if (key) this.seen.set(key, this.asked.get(key) ?? 0);
    this.taken.push(taken);
    return taken;
  }

  /** The jobs whose lease is still valid, found by renewing the lease, which then lasts longer. */
  private async holders(except: Taken): Promise<readonly Taken[]> {
    const holding: Taken[] = [];
    for (const one of this.taken) {
      if (one.lease.token !== except.lease.token && (await this.isHeld(one))) holding.push(one);
    }
    return holding;
  }

  private async isHeld(one: Taken): Promise<boolean> {
    try {
      await this.store.jobs.renew(one.lease, LEASE_MS);
      return true;
    } catch (error) {
      if (error instanceof LeaseLost) return false;
      throw error;
    }
  }

  private async end(one: Taken, how: 'finish' | 'retry' | 'release' | 'bury' | 'renew'): Promise<void> {
    const { jobs } = this.store;
    const before = await jobs.counts();
    try {
      if (how === 'finish') await jobs.finish(one.lease);
      if (how === 'retry') await jobs.retry(one.lease, 500, 'x');
      if (how === 'release') await jobs.release(one.lease);
      if (how === 'bury')
        await jobs.giveUp(one.lease, { error: 'x', reference: 'ref' }, aJob({ step: 'follows' }));
      if (how === 'renew') await jobs.renew(one.lease, LEASE_MS);
      expect((await jobs.counts()).running).toBe(before.running - (how === 'renew' ? 0 : 1));
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      expect(await jobs.counts(), 'a lost lease changes nothing').toEqual(before);
    }
  }

  /** Lets all leases expire and finishes everything. */
  private async drain(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      this.clock.pass(LEASE_MS);
      const next = await this.claim();
      if (next === null) quiet += 1;
      else await this.store.jobs.finish(next.lease);
    }
    const { waiting, running } = await this.store.jobs.counts();
    expect({ waiting, running }).toEqual({ waiting: 0, running: 0 });
  }
}
