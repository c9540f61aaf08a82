/** Where the app is installed, as the rest of the app asks for it, with one bot token or with many installations. */
import type { Services, Standing } from '../features/services.ts';
import type { Actor } from '../slack/payloads.ts';

export interface Workspaces {
  /** Where somebody acts. Where the app is not installed, they are let into nothing. */
  named(actor: Actor): Promise<Services>;
  /** Answers people whose workspace cannot be looked up. */
  readonly nowhere: Services;
  /** Of a stored thing; null: the app is not installed there, or Slack takes its token no more. */
  of(tenant: string): Promise<Services | null>;
  /** As `of`; see `Standing`. */
  standing(tenant: string): Promise<Standing | null>;
  /** The tenants that the app is installed in; the one of a bot token also when Slack takes that no more. */
  all(): Promise<readonly string[]>;
  /** @throws when there is one bot token, and Slack takes it no more. */
  check(): Promise<void>;
}
