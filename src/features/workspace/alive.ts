/**
 * Whether Slack still takes the token of an installation. Whatever makes us doubt it, an event, the regular check or a call
 * that was refused, ends here: Slack is asked once, and a no stops the installation. What is stored, jobs among it, waits.
 */
import { work } from '../../signing/work.ts';
import { saysTokenIsDead } from '../../slack/errors.ts';
import { type Everywhere, isInstalled, type Services, tenantOf } from '../services.ts';
import { createAskedOnce } from '../single-flight.ts';

/**
 * Slack's word for why it does not; null when it does.
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
 * Asks Slack whether it takes the token, once for all who want to know at the same time. Null: it does not, or the app is
 * not installed there; then jobs of the tenant wait from now on, and what is stored goes after a while.
 */
export function aliveIn(everywhere: Everywhere, tenant: string): Promise<Services | null> {
  return askedOfSlack(everywhere, tenant, () => ask(everywhere, tenant));
}

async function ask(everywhere: Everywhere, tenant: string): Promise<Services | null> {
  // Looked up first: an installation that comes while Slack answers is not stopped for the former's token.
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

/** Somebody typed or pressed, and the token was refused: whether it is dead is asked by a job. */
export async function doubtToken({ store, identity }: Services, error: unknown): Promise<void> {
  if (!saysTokenIsDead(error) || !isInstalled(identity)) return;
  await store.jobs.enqueue(tenantOf(identity), work.tokenRevoked({}));
}
