/** What every feature is given: the gateways, the store, and the clock. No feature creates its own. */
import type { Logger } from 'pino';
import type { BoxConnections } from '../box/connections.ts';
import type { BoxOAuth } from '../box/oauth.ts';
import type { SlackGateway } from '../slack/gateway.ts';
import type { Identity } from '../slack/membership.ts';
import type { Person, Store } from '../store/database.ts';
import { type Texts, texts } from '../views/texts/index.ts';

/** How people come to a Box account: each connects their own, or the configuration decides for them. */
export type AccountMode =
  | {
      readonly kind: 'own';
      readonly oauth: BoxOAuth;
      /** Where people's browsers reach this process, without a trailing slash. */
      readonly publicUrl: string;
      /**
       * Whether a confirmed address in Slack proves whose Box account it is. Not where people install the app
       * themselves: the owner of a workspace can give anybody in it a stranger's address.
       */
      readonly isAddressProof: boolean;
    }
  | { readonly kind: 'trial' | 'everybody' };

export interface Services {
  readonly store: Store;
  readonly slack: SlackGateway;
  readonly box: BoxConnections;
  readonly accountMode: AccountMode;
  /** Revokes a pair of tokens in Box by either of them; null where no Box app is configured that could. */
  readonly revokeAtBox: ((token: string) => Promise<void>) | null;
  /**
   * The event stream of the Box enterprise is read as this Slack user, or (null) with the app's own permissions;
   * null: it is not read.
   */
  readonly events: { readonly slackUser: string | null } | null;
  readonly log: Logger;
  /** The workspace that the bot token belongs to. */
  readonly identity: Identity;
  readonly now: () => number;
  /** When this process started (ms). */
  readonly startedAt: number;
  /** Destination folder when the form names none. */
  readonly destinationFolderId: string | null;
  /** Where Box delivers webhooks; null: none are created. */
  readonly webhookAddress: string | null;
}

/** The part that is the same for every workspace. */
export type SharedServices = Omit<Services, 'slack' | 'identity'>;

/** For work about a workspace in which the app may no longer be installed. */
export interface AllInstallations extends SharedServices {
  /** Null: the app is not installed there, or Slack no longer accepts its token. */
  servicesOf(tenant: string): Promise<Services | null>;
  /** As `servicesOf`, with the installation as it is now. */
  installation(tenant: string): Promise<InstallationRef | null>;
  /** See `Workspaces`. */
  tenants(): Promise<readonly string[]>;
}

/** An installation as it was when looked up. A newer one is never stopped because this one's token is dead. */
export interface InstallationRef {
  readonly services: Services;
  /** Suspends its work until Slack accepts a token again. False: already stopped, or replaced by a newer installation. */
  stop(why: string): Promise<boolean>;
}

/** The key of everything stored: the enterprise of an organisation-wide install, else the workspace. */
export function tenantOf(identity: Identity): string {
  return identity.isEnterpriseInstall && identity.enterpriseId ? identity.enterpriseId : identity.teamId;
}

/** Whether the app is installed there. Where it is not there is no bot token, and only response URLs can be called. */
export function isInstalled(identity: Identity): boolean {
  return tenantOf(identity) !== '';
}

/** Whether the bot token has an optional scope; assumed so where Slack did not say what was granted. */
export function isGranted({ scopes }: Identity, scope: string): boolean {
  return scopes === null || scopes.includes(scope);
}

/** Sentences in a person's language and time zone, as far as they are known. */
export function textsFor(person: Pick<Person, 'locale' | 'timeZone'> | null): Texts {
  return texts(person?.locale ?? null, person?.timeZone ?? null);
}
