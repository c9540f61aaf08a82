/**
 * Decides who is a full member of an installation: only full members may use commands and interactions, and only their
 * addresses prove who they are. The decision depends on what `users.info` says about the person, and on the workspace
 * or organisation in which the app is installed. Ids and permissions that Slack leaves out count against the person; a
 * flag that Slack leaves out, such as that of a guest, is not set. Pure.
 * https://docs.slack.dev/reference/objects/user-object
 */
import type { Actor } from './payloads.ts';

/** The workspace or organisation that a bot token belongs to. */
export interface Identity {
  readonly teamId: string;
  /** The workspace's name, as its people chose it. */
  readonly name: string;
  readonly enterpriseId: string | null;
  readonly isEnterpriseInstall: boolean;
  readonly botUserId: string;
  readonly botId: string;
  /** The granted scopes of the bot token; null: not known. */
  readonly scopes: readonly string[] | null;
}

/** What `users.info` says about where a person belongs. */
export interface MembershipFacts {
  /** The person's home workspace. On Enterprise Grid Slack may give the organisation's id, or nothing. */
  readonly teamId: string | null;
  /** The person's organisation on Enterprise Grid. */
  readonly enterpriseId: string | null;
  /** All workspaces of the person on Enterprise Grid; empty when Slack does not list them. */
  readonly workspaceIds: readonly string[];
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isDeleted: boolean;
  /** Slack marks the person as a stranger (`is_stranger`), which it does only for some people of other workspaces. */
  readonly isExternal: boolean;
}

/** The workspace or organisation in which the app is installed. */
export type InstallationScope = Pick<Identity, 'teamId' | 'enterpriseId' | 'isEnterpriseInstall'>;

/** Why a person is not a full member. */
export type NonMember = 'deactivated' | 'bot' | 'elsewhere' | 'guest';

/** Why a person is not a full member of the installation; null when they are one. */
export function whyNotMember(person: MembershipFacts, installation: InstallationScope): NonMember | null {
  if (person.isDeleted) return 'deactivated';
  if (person.isBot) return 'bot';
  if (person.isExternal || !belongs(person, installation)) return 'elsewhere';
  return person.isGuest ? 'guest' : null;
}

/** Whether the person is in the organisation, for an organisation-wide install, or in the workspace, for any other. */
function belongs(person: MembershipFacts, installation: InstallationScope): boolean {
  const { teamId, enterpriseId, isEnterpriseInstall } = installation;
  if (isEnterpriseInstall) return isSame(person.enterpriseId, enterpriseId);
  return isSame(person.teamId, teamId) || person.workspaceIds.some((id) => isSame(id, teamId));
}

/** Whether a payload names this installation's organisation, where it is installed for one, or else its workspace. */
export function isAddressedTo(actor: Actor, installation: InstallationScope): boolean {
  return installation.isEnterpriseInstall
    ? isSame(actor.enterpriseId, installation.enterpriseId)
    : isSame(actor.teamId, installation.teamId);
}

/**
 * Whether the payload's person is the one that `users.info` describes. Slack's user ids are unique only together with
 * a workspace, so a payload that names a home workspace must name one of this person's.
 */
export function isSamePerson({ userTeamId }: Actor, person: MembershipFacts): boolean {
  const { teamId, enterpriseId, workspaceIds } = person;
  if (userTeamId === null || userTeamId === enterpriseId) return true;
  const homes = [teamId, ...workspaceIds].filter((id) => id !== null && id !== enterpriseId);
  // Slack may list no workspaces for people of an organisation.
  return homes.length === 0 || homes.includes(userTeamId);
}

/** Slack's ids are compared exactly. Missing or empty ones never match. */
function isSame(one: string | null, other: string | null): boolean {
  return one !== null && one !== '' && one === other;
}

/** A person's admin roles, as `users.info` gives them. */
export interface AdminFacts {
  /** Whether the person is an admin or owner of their home workspace. */
  readonly isWorkspaceAdmin: boolean;
  /** Whether the person is an admin or owner of their organisation on Enterprise Grid. */
  readonly isOrganisationAdmin: boolean;
}

/**
 * Whether the person is an admin of everything that the app is installed in: an admin of one workspace is not an admin
 * of its organisation.
 */
export function isAdminOf(person: AdminFacts, { isEnterpriseInstall }: InstallationScope): boolean {
  return isEnterpriseInstall ? person.isOrganisationAdmin : person.isWorkspaceAdmin;
}

/** Reads a person's admin roles from `users.info`. Only `true` counts: a permission is never assumed. */
export function readAdmin(user: SaidAdmin & Pick<SaidUser, 'enterprise_user'>): AdminFacts {
  return { isWorkspaceAdmin: isAdmin(user), isOrganisationAdmin: isAdmin(readEnterprise(user)) };
}

type SaidAdmin = { readonly is_admin?: unknown; readonly is_owner?: unknown };

function isAdmin({ is_admin: admin, is_owner: owner }: SaidAdmin): boolean {
  return admin === true || owner === true;
}

/** The user object of `users.info`, as far as it is read here. No field's type is taken for granted. */
type SaidUser = Readonly<
  Partial<
    Record<
      | 'team_id'
      | 'enterprise_user'
      | 'is_bot'
      | 'is_restricted'
      | 'is_ultra_restricted'
      | 'deleted'
      | 'is_stranger',
      unknown
    >
  >
>;

/**
 * Reads where a person belongs from `users.info`. Invalid ids are left out. A flag is set unless it is false, null or
 * missing.
 */
export function readMembership(userId: string, user: SaidUser): MembershipFacts {
  const said = readEnterprise(user);
  const teams = said['teams'];
  return {
    teamId: readId(user.team_id),
    enterpriseId: readId(said['enterprise_id']),
    workspaceIds: Array.isArray(teams) ? teams.map(readId).filter((id) => id !== null) : [],
    // Slackbot claims not to be a bot.
    isBot: isSet(user.is_bot) || userId === 'USLACKBOT',
    isGuest: isSet(user.is_restricted) || isSet(user.is_ultra_restricted),
    isDeleted: isSet(user.deleted),
    isExternal: isSet(user.is_stranger),
  };
}

function readEnterprise({
  enterprise_user: said,
}: Pick<SaidUser, 'enterprise_user'>): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? { ...said } : {};
}

function readId(said: unknown): string | null {
  return typeof said === 'string' && /^\w+$/.test(said) ? said : null;
}

function isSet(flag: unknown): boolean {
  return flag !== undefined && flag !== null && flag !== false;
}
