/**
 * Whether Slack still accepts the bot token of an installation. This is checked after an event from Slack, at the
 * regular check, and after a call that was refused for its token. If Slack does not accept the token, the installation
 * is suspended: its jobs wait, and its data is deleted after 30 days unless the app is installed again by then. With
 * `SLACK_BOT_TOKEN` (one workspace), the data stays, unless Slack reports that the app was uninstalled (`ends.ts`).
 */
import { work } from '../../signing/work.ts';
import { isDeadTokenError } from '../../slack/errors.ts';
import { type AllInstallations, isInstalled, type Services, tenantOf } from '../services.ts';
import { createSingleFlight } from '../single-flight.ts';

/**
 * Slack's error code that says why it no longer accepts the token; null when it accepts it.
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

const tokenFlights = createSingleFlight<Services | null>();

/**
 * Asks Slack whether it accepts the token, and returns the services of the tenant if so; concurrent callers share one
 * call. Null when the app is not installed there. If Slack does not accept the token, the result is also null, and the
 * installation is suspended.
 *
 * @throws OutsideFailure when Slack does not say.
 */
export function servicesIfAlive(
  allInstallations: AllInstallations,
  tenant: string,
): Promise<Services | null> {
  return tokenFlights(allInstallations, tenant, () => checkToken(allInstallations, tenant));
}

async function checkToken(allInstallations: AllInstallations, tenant: string): Promise<Services | null> {
  // The installation is looked up before Slack is asked, so that one that is made meanwhile is not suspended because of
  // its predecessor's token.
  const installation = await allInstallations.installation(tenant);
  if (installation === null) return null;
  const why = await whyTokenDead(installation.services);
  if (why === null) return installation.services;
  if (await installation.stop(why)) {
    const { log } = allInstallations;
    log.error(
      { tenant, why },
      'the bot token of this workspace is no longer valid; install the app there again',
    );
  }
  return null;
}

/** Enqueues a check of the token if the error says that Slack has refused it. */
export async function checkTokenSoon({ store, identity }: Services, error: unknown): Promise<void> {
  if (!isDeadTokenError(error) || !isInstalled(identity)) return;
  await store.jobs.enqueue(tenantOf(identity), work.tokenRevoked({}));
}
