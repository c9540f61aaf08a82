/** The jobs about an installation as a whole. */
import type { NewJob } from '../../store/new-job.ts';

/** Twice a day, so that whoever leaves is found within one. */
const checkEveryMs = 12 * 60 * 60_000;

/** The next check of a workspace; one waits at most. */
export const nextCheck: NewJob = {
  step: 'check_workspace',
  dedupeKey: 'check_workspace',
  delayMs: checkEveryMs,
};

/** Whether the app is still installed is asked, because Slack said that something ended. */
export function askWhetherInstalled(wasTakenOut: boolean): NewJob {
  const step = wasTakenOut ? 'taken_out' : 'token_revoked';
  return { step, dedupeKey: step };
}
