/**
 * The workspace or organisation of an app that is configured with one bot token. Once Slack no longer accepts the
 * token, jobs wait, and the process keeps running, reports that it is not ready, and asks Slack again from time to
 * time.
 */
import { describeError, Fault } from '../failure.ts';
import { type Services, type SharedServices, tenantOf } from '../features/services.ts';
import { servicesIfAlive, whyTokenDead } from '../features/workspace/alive.ts';
import { nextCheck } from '../features/workspace/job.ts';
import { fixedToken } from '../slack/client.ts';
import { createSlackGateway } from '../slack/gateway.ts';
import type { Workspaces } from './workspaces.ts';

/** Shortest time (ms) between two questions whether Slack accepts the token; readiness probes may come every second. */
const askAgainMs = 60_000;

/** Why Slack no longer accepts the token, and when it was last asked (ms). */
interface DeadToken {
  readonly why: string;
  readonly askedAt: number;
}

/**
 * Asks Slack which workspace the token is for, and serves that one only.
 * @throws OutsideFailure when Slack refuses the token or cannot be reached
 */
export async function oneWorkspace(
  common: SharedServices,
  options: { botToken: string; apiUrl: string },
): Promise<Workspaces> {
  const { apiUrl, botToken } = options;
  const slack = createSlackGateway({ token: fixedToken(botToken), apiUrl, now: common.now });
  const services: Services = { ...common, slack, identity: await slack.identify() };
  const tenant = tenantOf(services.identity);
  const { log, now } = common;
  let askedAt = now();
  let dead: DeadToken | null = null;
  let asking: Promise<string | null> | null = null;

  /**
   * Why the token is dead; null: it is not. Asks Slack about a dead token again at most once in `askAgainMs`.
   * Single-flight: concurrent callers share one answer.
   */
  async function whyDead(): Promise<string | null> {
    if (asking !== null) return asking;
    if (dead === null || now() - dead.askedAt < askAgainMs) return dead?.why ?? null;
    dead = { ...dead, askedAt: now() };
    asking = askAgain().finally(() => {
      asking = null;
    });
    return asking;
  }

  async function askAgain(): Promise<string | null> {
    const why = await whyTokenDead(services);
    if (why !== null) return why;
    // Done before the token counts as valid again, so that it is repeated if it fails.
    await common.store.jobs.enqueue(tenant, nextCheck());
    await common.store.jobs.resume(tenant);
    dead = null;
    log.info({ tenant }, 'Slack accepts SLACK_BOT_TOKEN again');
    return null;
  }

  const servicesOf = async (asked: string): Promise<Services | null> =>
    asked === tenant && (await whyDead()) === null ? services : null;
  const stop = async (why: string): Promise<boolean> => {
    const isNews = dead === null;
    dead = { why, askedAt: now() };
    return isNews;
  };

  /**
   * Asks Slack about a token that counts as valid: another process may be the only one whose call was refused. The
   * readiness probe does not wait for the answer, which counts from the next probe on. If Slack gives none, nothing
   * changes.
   */
  function askInBackground(): void {
    if (now() - askedAt < askAgainMs) return;
    askedAt = now();
    servicesIfAlive({ ...common, ...workspaces }, tenant).catch((error: unknown) =>
      log.warn({ error: describeError(error) }, 'Slack does not say whether it accepts SLACK_BOT_TOKEN'),
    );
  }

  const workspaces: Workspaces = {
    servicesFor: async () => services,
    noInstallation: services,
    servicesOf,
    installation: async (asked) => ((await servicesOf(asked)) === null ? null : { services, stop }),
    tenants: async () => [tenant],
    checkReady: async () => {
      const why = await whyDead();
      if (why !== null) throw new Fault(`Slack no longer accepts SLACK_BOT_TOKEN (${why})`);
      askInBackground();
    },
  };
  return workspaces;
}
