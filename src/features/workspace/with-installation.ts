/**
 * Runs job steps that need a workspace's services. While there is no valid bot token, the workspace's jobs wait: they
 * resume when the app is installed there again, or are deleted with everything stored for the tenant.
 */

import { RetryLater } from '../../failure.ts';
import { isDeadTokenError, isRecipientGone } from '../../slack/errors.ts';
import { NOT_INSTALLED } from '../../store/jobs.ts';
import type { Run } from '../run.ts';
import type { AllInstallations, Services } from '../services.ts';
import { servicesIfAlive } from './alive.ts';

/** Retry interval while not installed, in case the event that announces a new installation was lost. */
const retryAfterMs = 10 * 60_000;

/**
 * Wraps a step, so that it is given the services of its job's workspace. If Slack refuses the token during the run, the
 * token is checked immediately. If the recipient has been deactivated, the step ends without an error.
 */
export function withInstallation<Args>(
  step: (services: Services, args: Args, run: Run) => Promise<void>,
): (allInstallations: AllInstallations, args: Args, run: Run) => Promise<void> {
  return async (allInstallations, args, run) => {
    const { tenant } = run;
    const services = await allInstallations.servicesOf(tenant);
    if (!services) throw new RetryLater(retryAfterMs, NOT_INSTALLED);
    try {
      await step(services, args, run);
    } catch (error) {
      if (isRecipientGone(error)) {
        services.log.info(
          { jobId: run.jobId, failure: error.message },
          'the recipient is deactivated; the step has ended',
        );
        return;
      }
      if (!isDeadTokenError(error) || (await servicesIfAlive(allInstallations, tenant))) throw error;
      throw new RetryLater(retryAfterMs, NOT_INSTALLED);
    }
  };
}
