/** Two processes on one PostgreSQL behind a plain balancer, killed under load. Apart from that, no call fails. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

export const pair: Scenario = {
  name: 'pair',
  what: 'each request goes to the next of two processes, which are killed under load',
  store: 'postgres',
  processes: 2,
  requests: 40,
  hasKills: true,
  // This only waits, usually until a killed process has started again; people go on pressing meanwhile.
  starts: () => ({ during: () => pause(1_500), stop: () => undefined, lines: () => [] }),
};
