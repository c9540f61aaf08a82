/**
 * Socket Mode with connections that Slack renews or cuts, in the middle of what people do, or that are lost before an
 * acknowledgement arrives. What was not acknowledged is delivered again on another connection.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chanceOf } from '../chance.ts';
import type { Scenario, Trouble } from '../scenario.ts';

export const socket: Scenario = {
  name: 'socket',
  what: 'Slack renews and cuts the connections of Socket Mode in the middle of presses',
  store: 'either',
  processes: 2,
  requests: 40,
  hasKills: false,
  isSocketMode: true,
  starts: (seed, { slack: { sockets } }): Trouble => {
    const chance = chanceOf(seed, 'socket');
    const counts = { renewed: 0, cut: 0, 'acknowledgements lost': 0 };
    sockets.setRedelivery(true);
    return {
      during: async () => {
        await pause(chance.whole(20, 400));
        const drawn = chance.next();
        if (drawn < 0.4) {
          counts.renewed += 1;
          await sockets.refresh({ warningMs: chance.whole(0, 1_000), lingerMs: chance.whole(0, 500) });
        } else if (drawn < 0.7) {
          counts.cut += 1;
          sockets.drop();
        } else {
          counts['acknowledgements lost'] += 1;
          sockets.loseNextAck();
        }
        // The next fault comes after three seconds, because Slack's connections last longer than that.
        await pause(3_200);
      },
      stop: () => undefined,
      lines: () => [
        `connections ${Object.entries(counts)
          .map(([what, many]) => `${what} ${many}`)
          .join(', ')}; ${sockets.opened()} opened, ${sockets.redelivered()} payloads delivered again`,
        // An acknowledgement after three seconds is one of the frames that Slack ignores.
        `${sockets.odd.length} frames that Slack ignored`,
      ],
    };
  },
};
