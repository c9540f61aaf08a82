/**
 * The workspaces that the app is installed in, as the rest of the app asks for them: one bot token or many
 * installations.
 */
import type { InstallationRef, Services } from '../features/services.ts';
import type { Actor } from '../slack/payloads.ts';

export interface Workspaces {
  /** The services of the workspace where the person acts. Where the app is not installed, they can do nothing. */
  servicesFor(actor: Actor): Promise<Services>;
  /** Answers people whose workspace cannot be looked up. */
  readonly noInstallation: Services;
  /**
   * The services of a stored record's tenant; null: the app is not installed there, or Slack no longer accepts its
   * token.
   */
  servicesOf(tenant: string): Promise<Services | null>;
  /** As `servicesOf`; see `InstallationRef`. */
  installation(tenant: string): Promise<InstallationRef | null>;
  /** The tenants that the app is installed in; the one of a bot token also when Slack no longer accepts that. */
  tenants(): Promise<readonly string[]>;
  /** @throws when there is one bot token, and Slack no longer accepts it. */
  checkReady(): Promise<void>;
}
