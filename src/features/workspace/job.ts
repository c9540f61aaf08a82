/** Delayed jobs about an installation as a whole. */
import { type Work, work } from '../../signing/work.ts';

/** Time between two checks (ms): a person who has left is found within a day. */
const checkEveryMs = 12 * 60 * 60_000;

/**
 * How long (ms) data is kept after a token died, in case the app is installed again. Then it is deleted even without
 * an uninstall event, which may have been lost.
 */
const keptAfterDeathMs = 30 * 24 * 60 * 60_000;

/** The job of a workspace's next check; at most one waits. */
export function nextCheck(): Work {
  return work.checkWorkspace({}, checkEveryMs);
}

/** The job that deletes what is stored for a tenant after 30 days, unless the app is installed again by then. */
export function forgetLater(): Work {
  return work.takenOut({ afterDeath: true }, keptAfterDeathMs);
}
