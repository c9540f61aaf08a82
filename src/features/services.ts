/** What every feature is given: the gateways, the store, and the clock. No feature creates its own. */
import type { Logger } from 'pino';
import type { BoxConnections } from '../box/connections.ts';
import type { BoxOAuth } from '../box/oauth.ts';
import type { SlackGateway } from '../slack/gateway.ts';
import type { Identity } from '../slack/membership.ts';
import type { Person, Store } from '../store/database.ts';
import { type Texts, texts } from '../views/texts/index.ts';

/** Whose Box account is used for a person: their own, which they connect, or one that the configuration selects. */
export type AccountMode =
  | {
      readonly kind: 'own';
      readonly oauth: BoxOAuth;
      /** The address at which people's browsers reach this process, without a trailing slash. */
      readonly publicUrl: string;
      /**
       * Whether a confirmed address in Slack proves whose Box account it is. False where people install the app
       * themselves, because the owner of a workspace can give any of its users a stranger's address.
       */
      readonly isAddressProof: boolean;
    }
  | { readonly kind: 'trial' | 'everybody' };

/** What a feature needs to act in one workspace. */
export interface Services {
  readonly store: Store;
  readonly slack: SlackGateway;
  readonly box: BoxConnections;
  readonly accountMode: AccountMode;
  /** Revokes a pair of tokens in Box, given either of the two; null where no Box app is configured. */
  readonly revokeAtBox: ((token: string) => Promise<void>) | null;
  /**
   * How the event stream of the Box enterprise is read: through the Box connection of this Slack user or, when
   * `slackUser` is null, as the app itself. Null: the stream is not read.
   */
  readonly events: { readonly slackUser: string | null } | null;
  readonly log: Logger;
  /** The workspace that the bot token belongs to. */
  readonly identity: Identity;
  readonly now: () => number;
  /** When this process started (ms). */
  readonly startedAt: number;
  /** Box id of the folder for signed copies when the form names none; null: Box's default. */
  readonly destinationFolderId: string | null;
  /** The address to which Box sends webhooks; null: none are created. */
  readonly webhookAddress: string | null;
}

/** The services that are the same for every workspace. */
export type SharedServices = Omit<Services, 'slack' | 'identity'>;

/** The shared services, and the services of each tenant. A job's tenant may no longer have the app installed. */
export interface AllInstallations extends SharedServices {
  /** The services of a tenant; null: the app is not installed there, or Slack no longer accepts its token. */
  servicesOf(tenant: string): Promise<Services | null>;
  /** The installation of a tenant as it is now; null as for `servicesOf`. */
  installation(tenant: string): Promise<InstallationRef | null>;
  /** The tenants in which the app is installed, including one whose bot token Slack no longer accepts. */
  tenants(): Promise<readonly string[]>;
}

/**
 * An installation as it was when it was looked up. Stopping it never stops an installation that has replaced it since.
 */
export interface InstallationRef {
  readonly services: Services;
  /**
   * Suspends the installation's jobs until Slack accepts a token again. Returns false when it is already stopped or has
   * been replaced by a newer installation.
   */
  stop(why: string): Promise<boolean>;
}

/** The tenant of an installation: the enterprise id of an organisation-wide install, otherwise the workspace's id. */
export function tenantOf(identity: Identity): string {
  return identity.isEnterpriseInstall && identity.enterpriseId ? identity.enterpriseId : identity.teamId;
}

/** Whether this is the identity of an installation. Without one there is no bot token, so only response URLs work. */
export function isInstalled(identity: Identity): boolean {
  return tenantOf(identity) !== '';
}

/** Whether the bot token has an optional scope; true when Slack did not say which scopes were granted. */
export function isGranted({ scopes }: Identity, scope: string): boolean {
  return scopes === null || scopes.includes(scope);
}

/**
 * The kinds of channels that cards can be shared in. Each needs an optional scope, with which the app checks the
 * channel.
 */
export function sharableKinds({ identity }: Pick<Services, 'identity'>): readonly ('public' | 'private')[] {
  const scopes = { public: 'channels:read', private: 'groups:read' } as const;
  return (['public', 'private'] as const).filter((kind) => isGranted(identity, scopes[kind]));
}

/** The texts for a person's language and time zone, as far as these are known. */
export function textsFor(person: Pick<Person, 'locale' | 'timeZone'> | null): Texts {
  return texts(person?.locale ?? null, person?.timeZone ?? null);
}
