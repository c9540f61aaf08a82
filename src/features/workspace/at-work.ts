/**
 * A step of one workspace. Where there is no living bot token its jobs are kept: they go on when the app is installed
 * there again, or go with all that is stored for the tenant.
 */

import { type Handler, type JobContext, RetryLater } from '../../app/worker.ts';
import { saysTokenIsDead } from '../../slack/errors.ts';
import type { Job } from '../../store/claims.ts';
import { NOT_INSTALLED } from '../../store/jobs.ts';
import type { Everywhere, Services } from '../services.ts';
import { aliveIn } from './alive.ts';

/** Looked at again so often, should nobody install it: what brings it back may have gone unheard. */
const againInMs = 10 * 60_000;

type Step = (services: Services, job: Job, context: JobContext) => Promise<void>;

/** The step as the worker's handler. What Slack says of the token while it runs is looked into at once. */
export function atWork(everywhere: Everywhere, step: Step): Handler {
  return async (job, context) => {
    const services = await everywhere.servicesOf(job.tenant);
    if (!services) throw new RetryLater(againInMs, NOT_INSTALLED);
    try {
      await step(services, job, context);
    } catch (error) {
      if (!saysTokenIsDead(error) || (await aliveIn(everywhere, job.tenant))) throw error;
      throw new RetryLater(againInMs, NOT_INSTALLED);
    }
  };
}
