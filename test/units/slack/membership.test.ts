/**
 * The decision about membership by itself, for the rows that test/attack/membership.test.ts tries on the whole app.
 */
import { describe, expect, it } from 'vitest';
import {
  isAddressedTo,
  isAdminOf,
  isSamePerson,
  readAdmin,
  readMembership,
  whyNotMember,
} from '../../../src/slack/membership.ts';
import type { Actor } from '../../../src/slack/payloads.ts';
import { enterpriseUser, rowsFor } from '../../attack/membership-rows.ts';

const ids = { own: 'T0ACME', org: 'E0ACME' };
const inWorkspace = { teamId: ids.own, enterpriseId: ids.org, isEnterpriseInstall: false };
const inOrganisation = { teamId: ids.org, enterpriseId: ids.org, isEnterpriseInstall: true };
const member = { team_id: ids.own, ...enterpriseUser(ids.org, [ids.own]) };
const actor = {
  userId: 'U1',
  teamId: null,
  enterpriseId: null,
  isEnterpriseInstall: false,
  userTeamId: null,
};

describe('who belongs', () => {
  it.each(Object.entries(rowsFor(ids)))('%s', (_what, row) => {
    const person = readMembership('U1', row.says);
    const home = 'home' in row ? row.home : row.says['team_id'];
    const from: Actor = { ...actor, userTeamId: typeof home === 'string' && home !== '' ? home : null };
    const outcome = (installation: typeof inWorkspace) =>
      isSamePerson(from, person) && whyNotMember(person, installation) === null ? 'in' : 'out';
    expect([outcome(inWorkspace), outcome(inOrganisation)]).toEqual([row.workspace, row.organisation]);
  });

  it.each([
    [{ ...member, deleted: true, is_bot: true }, 'deactivated'],
    [{ ...member, is_bot: true }, 'bot'],
    [{ ...member, is_stranger: true, is_restricted: true }, 'elsewhere'],
    [{ ...member, is_restricted: true }, 'guest'],
    [member, null],
  ])('the reason is named: %j', (says, why) => {
    expect(whyNotMember(readMembership('U1', says), inWorkspace)).toBe(why);
  });

  it('Slackbot counts as a bot although Slack says otherwise', () => {
    expect(whyNotMember(readMembership('USLACKBOT', { ...member, is_bot: false }), inWorkspace)).toBe('bot');
  });

  it.each([
    { teamId: '', enterpriseId: null, isEnterpriseInstall: false },
    { teamId: '', enterpriseId: '', isEnterpriseInstall: true },
    { teamId: ids.org, enterpriseId: null, isEnterpriseInstall: true },
  ])('an installation without an id has no members: %j', (installation) => {
    const { teamId, enterpriseId } = installation;
    expect(isAddressedTo({ ...actor, teamId, enterpriseId }, installation)).toBe(false);
    expect(whyNotMember(readMembership('U1', member), installation)).toBe('elsewhere');
  });
});

describe('who is an admin', () => {
  const nobody = { workspace: false, organisation: false };
  it.each([
    [{}, nobody],
    [{ is_admin: true }, { ...nobody, workspace: true }],
    [{ is_owner: true }, { ...nobody, workspace: true }],
    [{ is_admin: 'true', is_owner: 1 }, nobody],
    [{ enterprise_user: { is_admin: true } }, { ...nobody, organisation: true }],
    [{ enterprise_user: { is_owner: true } }, { ...nobody, organisation: true }],
    [{ enterprise_user: 'is_admin' }, nobody],
  ])('of a workspace or an organisation is read from %j', (says, wanted) => {
    const person = readAdmin(says);
    const of = { workspace: isAdminOf(person, inWorkspace), organisation: isAdminOf(person, inOrganisation) };
    expect(of).toEqual(wanted);
  });
});
