/**
 * Whether Slack still accepts the token of an installation. Every doubt ends here, be it an event, the regular check
 * or a refused call: Slack is asked once, and a no suspends the installation. Everything stored, including jobs,
 * waits.
 */
import { work } from '../../signing/work.ts';
import { isDeadTokenError } from '../../slack/errors.ts';
import { type AllInstallations, isInstalled, type Services, tenantOf } from '../services.ts';
import { createSingleFlight } from '../single-flight.ts';

/**
 * Slack's reason why it does not; null when it does.
 *
 * @throws OutsideFailure when Slack does not say.
 */
export async function whyTokenDead({ slack }: Pick<Services, 'slack'>): Promise<string | null> {
  try {
    await slack.identify();
    return null;
  } catch (error) {
    if (!isDeadTokenError(error)) throw error;
    return error.reason;
  }
}

const askedOfSlack = createSingleFlight<Services | null>();

/**
 * Asks Slack whether it accepts the token; concurrent callers share one call. Null: it does not, or the app is not
 * installed there; then jobs of the tenant wait from now on, and its data is deleted after a while.
 */
export function servicesIfAlive(
  allInstallations: AllInstallations,
  tenant: string,
): Promise<Services | null> {
  return askedOfSlack(allInstallations, tenant, () => askSlack(allInstallations, tenant));
}

async function askSlack(allInstallations: AllInstallations, tenant: string): Promise<Services | null> {
  // Looked up first, so that an installation that is made while Slack answers is not suspended for its predecessor's
  // token.
  const installation = await allInstallations.installation(tenant);
  if (installation === null) return null;
  const why = await whyTokenDead(installation.services);
  if (why === null) return installation.services;
  if (await installation.stop(why)) {
    const { log } = allInstallations;
    log.error(
      { tenant, why },
      'the bot token of this workspace is of no use any more; install the app there again',
    );
  }
  return null;
}

/** A person typed or pressed, and the token was refused: a job checks whether it is dead. */
export async function checkTokenSoon({ store, identity }: Services, error: unknown): Promise<void> {
  if (!isDeadTokenError(error) || !isInstalled(identity)) return;
  await store.jobs.enqueue(tenantOf(identity), work.tokenRevoked({}));
}
