/** What Slack may say or leave out about a person, and whether that person may use the app. */
import type { Outcome } from './membership-entry-points.ts';

/** The ids of the workspace and the organisation that the rows use. */
export interface Ids {
  /** The workspace that the app is installed in, or one of the organisation that it is installed for. */
  readonly own: string;
  readonly org: string;
}

/** What Slack says about a person, and whether that person may use the app. */
export interface Row {
  /** Replaces fields of `users.info`; `undefined` leaves a field out. */
  readonly says: Record<string, unknown>;
  /** Whether the person may use an app that is installed in this workspace alone. */
  readonly workspace: Outcome;
  /** Whether the person may use an app that is installed for the whole organisation. */
  readonly organisation: Outcome;
  /** The person's own workspace, as payloads name it; absent: that of `users.info`. */
  readonly home?: unknown;
}

/** The field `enterprise_user` of `users.info`, which is about the person's organisation. */
export const enterpriseUser = (enterprise_id: unknown, teams: unknown) => ({
  enterprise_user: { id: 'W1', enterprise_id, teams },
});
const all = { workspace: 'in', organisation: 'in' } as const;
const none = { workspace: 'out', organisation: 'out' } as const;
const inWorkspace = { workspace: 'in', organisation: 'out' } as const;
const inOrganisation = { workspace: 'out', organisation: 'in' } as const;

export function rowsFor({ own, org }: Ids): Record<string, Row> {
  const member = { team_id: own, ...enterpriseUser(org, [own]) };
  const other = { team_id: 'T9', ...enterpriseUser('E9', ['T9']) };
  return {
    'a member': { says: member, ...all },
    'of another organisation, and no stranger': { says: { ...other, is_stranger: false }, ...none },
    'of another workspace without an organisation': {
      says: { team_id: 'T9', enterprise_user: undefined },
      ...none,
    },
    'at home in another workspace, and a member of this one too': {
      says: { team_id: 'T2', ...enterpriseUser(org, ['T2', own]) },
      ...all,
    },
    'only in another workspace of the organisation': {
      says: { team_id: 'T2', ...enterpriseUser(org, ['T2']) },
      ...inOrganisation,
    },
    'without a team, but in this workspace': {
      says: { team_id: undefined, ...enterpriseUser(org, ['T2', own]) },
      home: 'T2',
      ...all,
    },
    'with null for a team': { says: { team_id: null, ...enterpriseUser(org, [own]) }, ...all },
    'with the organisation’s id as team': {
      says: { team_id: org, ...enterpriseUser(org, [own]) },
      home: own,
      ...all,
    },
    'with the organisation in the payload': { says: member, home: org, ...all },
    'with no home in the payload': { says: member, home: undefined, ...all },
    'with null for a home in the payload': { says: member, home: null, ...all },
    'with an empty home in the payload': { says: member, home: '', ...all },
    'with another home in the payload': { says: member, home: 'T9', ...none },
    'with the home in small letters': { says: member, home: own.toLowerCase(), ...none },
    'of no organisation': { says: { team_id: own, enterprise_user: undefined }, ...inWorkspace },
    'with null for an organisation': { says: { team_id: own, enterprise_user: null }, ...inWorkspace },
    'with an organisation that has no id': { says: { team_id: own, enterprise_user: {} }, ...inWorkspace },
    'with a list for an organisation': { says: { team_id: own, enterprise_user: [org] }, ...inWorkspace },
    'with a word for an organisation': { says: { team_id: own, enterprise_user: org }, ...inWorkspace },
    'with null for an id of the organisation': {
      says: { team_id: 'T9', ...enterpriseUser(null, [own]) },
      ...inWorkspace,
    },
    'with an empty id of the organisation': {
      says: { team_id: own, ...enterpriseUser('', [own]) },
      ...inWorkspace,
    },
    'with the organisation in small letters': {
      says: { team_id: own, ...enterpriseUser(org.toLowerCase(), [own]) },
      ...inWorkspace,
    },
    'with a list for an id of the organisation': {
      says: { team_id: own, ...enterpriseUser([org], [own]) },
      ...inWorkspace,
    },
    'without a list of workspaces': {
      says: { team_id: 'T2', ...enterpriseUser(org, undefined) },
      ...inOrganisation,
    },
    'with null for a list of workspaces': {
      says: { team_id: 'T2', ...enterpriseUser(org, null) },
      ...inOrganisation,
    },
    'with an empty list of workspaces': {
      says: { team_id: 'T2', ...enterpriseUser(org, []) },
      ...inOrganisation,
    },
    'with nothing but the organisation': {
      says: { team_id: undefined, ...enterpriseUser(org, undefined) },
      home: 'T2',
      ...inOrganisation,
    },
    'with a word for a list of workspaces': {
      says: { team_id: 'T9', ...enterpriseUser('E9', `${own}9`) },
      ...none,
    },
    'with an object for a list of workspaces': {
      says: { team_id: 'T9', ...enterpriseUser('E9', { 0: own }) },
      ...none,
    },
    'with odd values as workspaces': {
      says: {
        team_id: 'T9',
        ...enterpriseUser('E9', [null, 7, '', [own], { id: own }, ` ${own}`, own.toLowerCase()]),
      },
      ...none,
    },
    'with small letters for a team': {
      says: { team_id: own.toLowerCase(), enterprise_user: undefined },
      ...none,
    },
    'with a list for a team': { says: { team_id: [own], enterprise_user: undefined }, home: own, ...none },
    'with empty texts everywhere': { says: { team_id: '', ...enterpriseUser('', ['']) }, home: '', ...none },
    'of whom nothing is said': {
      says: { team_id: undefined, enterprise_user: undefined },
      home: own,
      ...none,
    },
    'of whom nothing but the profile is said': {
      says: { team_id: null, enterprise_user: null, profile: { team: own } },
      home: own,
      ...none,
    },
    'a stranger': { says: { ...member, is_stranger: true }, ...none },
    'a guest': { says: { ...member, is_restricted: true }, ...none },
    'a guest of one channel': { says: { ...member, is_ultra_restricted: true }, ...none },
    'a guest, by a text instead of true': { says: { ...member, is_restricted: 'true' }, ...none },
    'a bot': { says: { ...member, is_bot: true }, ...none },
    deactivated: { says: { ...member, deleted: true }, ...none },
    'deactivated, by 1 instead of true': { says: { ...member, deleted: 1 }, ...none },
  };
}

/** Whether this row refuses a person because of the payload's home workspace alone. */
export function refusesByHomeAlone(what: string): boolean {
  return what === 'with another home in the payload' || what === 'with the home in small letters';
}
