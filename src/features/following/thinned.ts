/** Looks at Box are thinned out because the month's calls are running low: the log says so, once a day for each process. */
import type { Services } from '../services.ts';

const onceInMs = 24 * 60 * 60_000;

/** When it was last said (ms), by the budget of a store. */
const saidAt = new WeakMap<object, number>();

/** Says it unless that was done within a day. */
export function logThinned({ store, log, now }: Pick<Services, 'store' | 'log' | 'now'>): void {
  const at = now();
  if (at - (saidAt.get(store.lookBudget) ?? 0) < onceInMs) return;
  saidAt.set(store.lookBudget, at);
  log.warn(
    {},
    'looks at Box are thinned out: BOX_CALLS_PER_MONTH is nearly used up. Webhooks, BOX_EVENTS=enterprise or a larger BOX_CALLS_PER_MONTH would help',
  );
}
