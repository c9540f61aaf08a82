/**
 * When looks at Box are thinned out because the month's calls are running low, the log says so, once a day for each
 * process.
 */
import type { CallSavers } from '../../views/workspace.ts';
import type { Services } from '../services.ts';

const logEveryMs = 24 * 60 * 60_000;

/** When the thinning was last logged (ms), by the budget of a store. */
const loggedAt = new WeakMap<object, number>();

/** What would save calls and is not set up. */
export function unusedCallSavers({ webhookAddress, events }: Services): CallSavers {
  return { webhooks: webhookAddress === null, events: events === null };
}

/** Logs it, with what would help, unless that was done within a day. */
export function logThinned(services: Services): void {
  const { store, log, now } = services;
  const at = now();
  if (at - (loggedAt.get(store.pollBudget) ?? 0) < logEveryMs) return;
  loggedAt.set(store.pollBudget, at);
  const { webhooks, events } = unusedCallSavers(services);
  const helps = [
    ...(webhooks ? ['webhooks'] : []),
    ...(events ? ['BOX_EVENTS=enterprise'] : []),
    'a larger BOX_CALLS_PER_MONTH',
  ];
  log.warn(
    {},
    `looks at Box are thinned out: BOX_CALLS_PER_MONTH is nearly used up. Any of these would help: ${helps.join(', ')}`,
  );
}
