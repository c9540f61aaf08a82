/**
 * The workspaces in which the app is installed: one with a configured bot token, or many that people have installed.
 */
import type { InstallationRef, Services } from '../features/services.ts';
import type { Actor } from '../slack/payloads.ts';

/** Finds the installation and the services of a workspace. */
export interface Workspaces {
  /**
   * The services of the workspace in which a person has acted. For one in which the app is not installed, they serve
   * only to answer the person.
   */
  servicesFor(actor: Actor): Promise<Services>;
  /** The services for answering a person whose workspace cannot be looked up. */
  readonly noInstallation: Services;
  /**
   * The services of a stored record's tenant; null: the app is not installed there, or Slack no longer accepts its
   * token.
   */
  servicesOf(tenant: string): Promise<Services | null>;
  /** The installation of a stored record's tenant; null as for `servicesOf`. */
  installation(tenant: string): Promise<InstallationRef | null>;
  /** The tenants in which the app is installed, including that of a configured token that Slack no longer accepts. */
  tenants(): Promise<readonly string[]>;
  /**
   * Checks whether Slack accepted the bot token when last asked. @throws when the app serves one workspace, and Slack
   * did not
   */
  checkReady(): Promise<void>;
}
