/**
 * PostgreSQL goes away while people act: its connections are cut and refused, as in a restart; it ends them itself, as
 * an administrator may; or it falls silent, and connections that were open then are closed later, or never hear of it
 * again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { alterStore } from '../../stories/stored.ts';
import { chanceOf } from '../chance.ts';
import type { Scenario, Trouble } from '../scenario.ts';

export const database: Scenario = {
  name: 'database',
  what: 'PostgreSQL is restarted, ends connections, and falls silent',
  store: 'postgres',
  processes: 2,
  requests: 40,
  hasKills: false,
  starts: (seed, world): Trouble => {
    const { database: proxy, place } = world;
    if (proxy === null) throw new Error('this scenario needs PostgreSQL');
    const chance = chanceOf(seed, 'database');
    const ends = (): Promise<void> =>
      alterStore(place, [
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      ]);
    const counts = { restarted: 0, ended: 0, silent: 0, 'half-open': 0 };
    return {
      during: async (step) => {
        if (step % 4 === 3) return;
        await pause(chance.whole(0, 100));
        const how = chance.pick(['restarted', 'ended', 'silent', 'half-open'] as const);
        counts[how] += 1;
        if (how === 'ended') return ends();
        if (how === 'restarted') {
          await ends();
          await proxy.cut();
        } else proxy.silence();
        await pause(chance.whole(500, 4_000));
        if (how === 'half-open') proxy.abandon();
        else await proxy.mend();
      },
      stop: () => proxy.mend(),
      lines: () => [
        `PostgreSQL: ${Object.entries(counts)
          .map(([how, many]) => `${how} ${many} times`)
          .join(', ')}`,
      ],
    };
  },
};
