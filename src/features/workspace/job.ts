/** The delayed work about an installation as a whole. */
import { type Work, work } from '../../signing/work.ts';

/** Twice a day, so that a person who leaves is found within one. */
const checkEveryMs = 12 * 60 * 60_000;

/** How long what is stored waits, where a token died, for the app to be installed again: the removal may have gone unheard. */
const keptAfterDeathMs = 30 * 24 * 60 * 60_000;

/** The next check of a workspace; one waits at most. */
export function nextCheck(): Work {
  return work.checkWorkspace({}, checkEveryMs);
}

/** Deletes what is stored where a token died, unless the app is installed again by then. */
export function forgetLater(): Work {
  return work.takenOut({ afterDeath: true }, keptAfterDeathMs);
}
