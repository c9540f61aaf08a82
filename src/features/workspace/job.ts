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

/**
 * What is stored where a token died is deleted when nobody installs the app again: that it was taken out may have been
 * told to nobody. With a key of its own, so that it holds up no event of Slack's.
 */
export const forgetLater = {
  step: 'taken_out',
  dedupeKey: 'forget_later',
  delayMs: 30 * 24 * 60 * 60_000,
} as const satisfies NewJob;
