/**
 * Whether Slack still accepts the token of an installation. Every doubt ends here, be it an event, the regular check
 * or a refused call: Slack is asked once, and a no suspends the installation. Everything stored, including jobs,
 * waits.
 */
import { work } from '../../signing/work.ts';
import { saysTokenIsDead } from '../../slack/errors.ts';
import { type Everywhere, isInstalled, type Services, tenantOf } from '../services.ts';
import { createAskedOnce } from '../single-flight.ts';

/**
 * Slack's reason why it does not; null when it does.
 *
 * @throws OutsideFailure when Slack does not say.
 */
export async function whyEnded({ slack }: Pick<Services, 'slack'>): Promise<string | null> {
  try {
    await slack.identify();
    return null;
  } catch (error) {
    if (!saysTokenIsDead(error)) throw error;
    return error.reason;
  }
}

const askedOfSlack = createAskedOnce<Services | null>();

/**
 * Asks Slack whether it accepts the token; concurrent callers share one call. Null: it does not, or the app is not
 * installed there; then jobs of the tenant wait from now on, and its data is deleted after a while.
 */
export function aliveIn(everywhere: Everywhere, tenant: string): Promise<Services | null> {
  return askedOfSlack(everywhere, tenant, () => ask(everywhere, tenant));
}

async function ask(everywhere: Everywhere, tenant: string): Promise<Services | null> {
  // Looked up first, so that an installation that is made while Slack answers is not suspended for its predecessor's
  // token.
  const standing = await everywhere.standing(tenant);
  if (standing === null) return null;
  const why = await whyEnded(standing.services);
  if (why === null) return standing.services;
  if (await standing.stop(why)) {
    const { log } = everywhere;
    log.error(
      { tenant, why },
      'the bot token of this workspace is of no use any more; install the app there again',
    );
  }
  return null;
}

/** A person typed or pressed, and the token was refused: a job checks whether it is dead. */
export async function doubtToken({ store, identity }: Services, error: unknown): Promise<void> {
  if (!saysTokenIsDead(error) || !isInstalled(identity)) return;
  await store.jobs.enqueue(tenantOf(identity), work.tokenRevoked({}));
}
