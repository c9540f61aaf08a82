/**
 * Retries opening a view while its trigger lives, so that a person who has typed or pressed sees the view a moment
 * later instead of a failure.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { OutsideFailure } from '../failure.ts';
import { isDeadTokenError } from './errors.ts';

/** How long retries continue (ms): Slack accepts a trigger for three seconds, part of which has passed already. */
const triggerLivesMs = 2_500;
/** Delay (ms) before each retry. */
const pausesMs = [200, 500, 1_000];

/**
 * Opens a view, and tries again when Slack was too busy or failed. A view that did open before the failure is not
 * opened twice, because its trigger is used up.
 *
 * @throws OutsideFailure of the first try, which says best what happened: a later one may fail only because its
 * trigger is used up or too old
 */
export async function whileTriggerLives<T>(open: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + triggerLivesMs;
  const tryAgain = async ([pauseMs, ...further]: readonly number[]): Promise<T> => {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof OutsideFailure) || !isWorthRetrying(error) || pauseMs === undefined) throw error;
      const waitMs = Math.max(pauseMs, (error.retryAfterSeconds ?? 0) * 1_000);
      if (performance.now() + waitMs > deadline) throw error;
      await pause(waitMs);
      return tryAgain(further).catch(() => {
        throw error;
      });
    }
  };
  return tryAgain(pausesMs);
}

function isWorthRetrying(failure: OutsideFailure): boolean {
  return failure.kind !== 'final' && !isDeadTokenError(failure);
}
