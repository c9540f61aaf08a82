/**
 * kill -9 at every commit and at every call to Slack or Box while a sign request is created: what was accepted
 * continues by itself, Box gets it once, and Ana sees one card.
 */
// runs: http, kills, ci
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { carriesOn } from './persistent.ts';
import { stories } from './world.ts';

const isShared = inject('store') === 'postgres';

/** Daily runs try each kind of place with one kind of delivery; CI tries every place with both. */
const isThorough = inject('kills') === 'all';
const stride = isThorough ? 1 : 2;
const deliveriesOf: Record<KillPoint['what'], readonly ('prepare' | 'direct')[]> = isThorough
  ? { commit: ['prepare', 'direct'], call: ['prepare', 'direct'] }
  : { commit: ['prepare'], call: ['direct'] };

/** On PostgreSQL work waits until the lease of the dead process has run out, so many worlds wait at the same time. */
const worldsFor = isShared ? { commit: 6, call: 3 } : { commit: 3, call: 2 };

/**
 * The least number of places, so that no story passes without having killed anything. Where two processes share the
 * work, the killed one does not reach all of them.
 */
const fewest = {
  commit: isShared ? 3 : isThorough ? 9 : 4,
  call: isThorough ? 3 : 2,
};

/**
 * The search ends after this many requests without a kill: another process may have done just that part of the work.
 */
const unharmedAtTheEnd = isShared ? 3 : 1;

/**
 * Only what is stored, in Box, and in Slack outlives a kill. So "before" a commit is tried only for the first one,
 * and "before" a call, which leaves what the commit before it left, on one of the stores.
 */
const phasesOf: Record<KillPoint['what'], readonly KillPoint['phase'][]> = {
  commit: ['after'],
  call: isShared || !isThorough ? ['after'] : ['before', 'after'],
};

for (const what of ['commit', 'call'] as const) {
  const others = isShared && what === 'commit';
  stories(`killed at each ${what}${others ? ', while another process lives on' : ''}`, () => {
    const pool = worldPool(worldsFor[what], { withSecond: others });

    for (const delivery of deliveriesOf[what]) {
      it.concurrent(`the request is made once (${delivery})`, { timeout: 480_000 }, async () => {
        const first = what === 'commit' ? [{ what, at: 1, phase: 'before' } as const] : [];
        await Promise.all(first.map((point) => pool.use((killable) => carriesOn(killable, point, delivery))));
        for (const phase of phasesOf[what]) {
          const places = await atEach({ what, phase }, (point) =>
            pool.use((killable) => carriesOn(killable, point, delivery)),
          );
          expect(places.length, places.join('\n')).toBeGreaterThanOrEqual(fewest[what]);
        }
      });
    }

    /** Kills at the first, second, … point until requests are created without reaching the point. */
    async function atEach(
      kind: Omit<KillPoint, 'at'>,
      kill: (point: KillPoint) => Promise<string | null>,
    ): Promise<string[]> {
      const places: string[] = [];
      let at = 0;
      let unharmed = 0;
      const worker = async (): Promise<void> => {
        while (unharmed < unharmedAtTheEnd) {
          at += at === 0 ? 1 : stride;
          const point = { ...kind, at };
          const where = await kill(point);
          if (where === null) unharmed += 1;
          else places.push(`${point.at}: ${where}`);
        }
      };
      await Promise.all(Array.from({ length: worldsFor[what] }, worker));
      return places;
    }
  });
}

/** Worlds that are used by one story at a time, several stories in parallel. */
function worldPool(size: number, options: { withSecond: boolean }) {
  const all: KillableWorld[] = [];
  const free: KillableWorld[] = [];
  const waiting: ((killable: KillableWorld) => void)[] = [];
  beforeAll(async () => {
    // One after another: processes that all start at the same time are slow.
    for (let made = 0; made < size; made += 1) all.push(await killableWorld(options));
    free.push(...all);
  }, 300_000);
  afterAll(() => Promise.all(all.map((killable) => killable.close())));
  return {
    async use<T>(act: (killable: KillableWorld) => Promise<T>): Promise<T> {
      const killable = free.pop() ?? (await new Promise<KillableWorld>((resolve) => waiting.push(resolve)));
      try {
        return await act(killable);
      } finally {
        const next = waiting.shift();
        if (next) next(killable);
        else free.push(killable);
      }
    },
  };
}
