/**
 * For which workspace something is done: a payload or a job names it, and here it gets the services that act
 * there. So no feature can reach a workspace that it was not called for.
 */
import { type Services, tenantOf } from './features/common/services.ts';
import { fixedToken } from './slack/client.ts';
import { createSlackGateway } from './slack/gateway.ts';
import type { Actor } from './slack/payloads.ts';

/** What is the same for every workspace. */
export type Common = Omit<Services, 'slack' | 'identity'>;

export interface Workspaces {
  /** Where somebody acts. What they may do there is for the features to ask. */
  named(actor: Actor): Promise<Services>;
  /** Of a stored thing; null: the app is not installed there. */
  of(tenant: string): Promise<Services | null>;
}

/**
 * The one workspace, or organisation, that a bot token belongs to. Whoever acts is asked there who they are: people of
 * other workspaces are turned away as they would be in it.
 *
 * @throws OutsideFailure when Slack does not accept the token or cannot be reached.
 */
export async function oneWorkspace(
  common: Common,
  options: { botToken: string; apiUrl: string },
): Promise<Workspaces & { readonly tenant: string }> {
  const slack = createSlackGateway({ token: fixedToken(options.botToken), apiUrl: options.apiUrl });
  const services: Services = { ...common, slack, identity: await slack.identify() };
  const tenant = tenantOf(services.identity);
  return {
    tenant,
    named: async () => services,
    of: async (asked) => (asked === tenant ? services : null),
  };
}
