/**
 * Slack and Box refuse everything with 429 and Retry-After for a while, again and again, while people go on pressing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chanceOf } from '../chance.ts';
import type { Scenario, Trouble } from '../scenario.ts';

export const storm: Scenario = {
  name: 'storm',
  what: 'Slack and Box answer 429 to everything, again and again',
  store: 'either',
  processes: 2,
  requests: 40,
  hasKills: false,
  starts: (seed, { slack, box }): Trouble => {
    const chance = chanceOf(seed, 'storm');
    const counts = { storms: 0, slack: 0, box: 0 };
    const most = Number.MAX_SAFE_INTEGER;
    const refusedBy = (planned: readonly { readonly left: number }[]): number =>
      planned.reduce((sum, { left }) => sum + most - left, 0);
    const end = (): void => {
      counts.slack += refusedBy(slack.faults.planned());
      counts.box += refusedBy(box.faults.planned());
      const { listLagMs } = box.faults;
      slack.faults.clear();
      box.faults.clear();
      box.faults.listLagMs = listLagMs;
    };
    return {
      during: async (step) => {
        if (step % 4 === 3) return;
        await pause(chance.whole(0, 100));
        counts.storms += 1;
        const seconds = chance.whole(1, 4);
        const who = chance.pick(['slack', 'box', 'both', 'both']);
        if (who !== 'box') slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: seconds, times: most });
        if (who !== 'slack')
          box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: seconds, times: most });
        await pause(seconds * 1_000);
        end();
      },
      stop: end,
      excuses: () => counts.slack + refusedBy(slack.faults.planned()),
      lines: () => [
        `${counts.storms} storms, in which Slack refused ${counts.slack} calls and Box ${counts.box}`,
      ],
    };
  },
};
