/**
 * kill -9 at commits and at calls that change something in Slack or Box while a sign request is created: what was
 * accepted continues by itself, Box gets it once, and Ana sees one card.
 */
// runs: http, kills, ci
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { requestsDespiteKill } from './persistent.ts';
import { stories } from './world.ts';

const isShared = inject('store') === 'postgres';

/** Whether every point is tried with both ways of sending; otherwise every second point, with one way for each kind. */
const isThorough = inject('kills') === 'all';
const stride = isThorough ? 1 : 2;
const deliveriesOf: Record<KillPoint['what'], readonly ('prepare' | 'direct')[]> = isThorough
  ? { commit: ['prepare', 'direct'], call: ['prepare', 'direct'] }
  : { commit: ['prepare'], call: ['direct'] };

/**
 * How many worlds run at the same time: on PostgreSQL, work waits until the dead process's lease expires, so more
 * worlds are needed.
 */
const worldsFor = isShared ? { commit: 6, call: 3 } : { commit: 3, call: 2 };

/**
 * The least number of points at which the app must be killed, so that no story passes without a kill. Where two
 * processes share the work, the killed one does not reach all points.
 */
const minKills = {
  commit: isShared ? 3 : isThorough ? 9 : 4,
  call: isThorough ? 3 : 2,
};

/**
 * The search for points ends after this many requests without a kill: another process may have reached the
 * point.
 */
const maxWithoutKill = isShared ? 3 : 1;

/**
 * A kill leaves only what is in the store, in Box and in Slack. A kill before a commit leaves the same as one after the
 * previous commit, so it is tried for the first commit only. A kill before a call is tried only on SQLite, and only in
 * thorough runs.
 */
const phasesOf: Record<KillPoint['what'], readonly KillPoint['phase'][]> = {
  commit: ['after'],
  call: isShared || !isThorough ? ['after'] : ['before', 'after'],
};

for (const what of ['commit', 'call'] as const) {
  const hasSurvivor = isShared && what === 'commit';
  stories(`killed at each ${what}${hasSurvivor ? ', while another process lives on' : ''}`, () => {
    const pool = worldPool(worldsFor[what], { withSecond: hasSurvivor });

    for (const delivery of deliveriesOf[what]) {
      it.concurrent(`the request is created once (${delivery})`, { timeout: 480_000 }, async () => {
        const first = what === 'commit' ? [{ what, at: 1, phase: 'before' } as const] : [];
        for (const point of first) {
          const where = await pool.use((killable) => requestsDespiteKill(killable, point, delivery));
          expect(where).not.toBeNull();
        }
        for (const phase of phasesOf[what]) {
          const places = await atEach({ what, phase }, (point) =>
            pool.use((killable) => requestsDespiteKill(killable, point, delivery)),
          );
          expect(places.length, places.join('\n')).toBeGreaterThanOrEqual(minKills[what]);
        }
      });
    }

    /** Kills at the first point and each `stride` points later, until `maxWithoutKill` requests reach none. */
    async function atEach(
      kind: Omit<KillPoint, 'at'>,
      kill: (point: KillPoint) => Promise<string | null>,
    ): Promise<string[]> {
      const places: string[] = [];
      let at = 0;
      let unharmed = 0;
      const worker = async (): Promise<void> => {
        while (unharmed < maxWithoutKill) {
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

/** A pool of worlds. Each is used by one story at a time; several stories run in parallel. */
function worldPool(size: number, options: { withSecond: boolean }) {
  const all: KillableWorld[] = [];
  const free: KillableWorld[] = [];
  const waiting: ((killable: KillableWorld) => void)[] = [];
  beforeAll(async () => {
    // Started one after another, because processes that start simultaneously are slow.
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
