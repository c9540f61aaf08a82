/**
 * Logs, at most once a day for each process, that polling has slowed down because the month's calls to Box are running
 * low.
 */
import type { UnusedCallSavers } from '../../views/workspace.ts';
import type { Services } from '../services.ts';

const logEveryMs = 24 * 60 * 60_000;

/** When slowed polling was last logged (ms), for each store's poll budget. */
const loggedAt = new WeakMap<object, number>();

/** Which of the features that save calls to Box are not set up. */
export function unusedCallSavers({ webhookAddress, events }: Services): UnusedCallSavers {
  return { webhooks: webhookAddress === null, events: events === null };
}

/** Logs that polling has slowed down, and what would help, unless that was logged within a day. */
export function logSlowedPolling(services: Services): void {
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
    `polling of Box has slowed down: BOX_CALLS_PER_MONTH is nearly used up. Any of these would help: ${helps.join(', ')}`,
  );
}
