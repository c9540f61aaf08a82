/** What the scopes that Slack granted allow. */
import { expect, it } from 'vitest';
import { isGranted, sharableKinds } from '../../../src/features/services.ts';
import { hasScopeOf } from '../../../src/features/settings/read.ts';
import type { Identity } from '../../../src/slack/membership.ts';

const withScopes = (scopes: Identity['scopes'], isEnterpriseInstall = false): { identity: Identity } => ({
  identity: {
    teamId: 'T1',
    name: 'Acme',
    enterpriseId: isEnterpriseInstall ? 'E1' : null,
    isEnterpriseInstall,
    botUserId: 'UBOT',
    botId: 'BBOT',
    scopes,
  },
});

it.each<[string, Identity['scopes'], boolean, string, boolean]>([
  ['granted', ['usergroups:read'], false, 'usergroups:read', true],
  ['not granted', ['files:write'], false, 'usergroups:read', false],
  ['of which Slack said nothing', null, false, 'usergroups:read', true],
  [
    'granted to an organisation, which Slack lists user groups of one workspace for',
    ['usergroups:read'],
    true,
    'usergroups:read',
    false,
  ],
  ['granted to an organisation', ['files:write'], true, 'files:write', true],
])('a setting that needs a scope %s', (_, scopes, isOrganisation, scope, isOffered) => {
  expect(hasScopeOf(withScopes(scopes, isOrganisation))(scope)).toBe(isOffered);
});

it('cards can be shared where the app may look at the channel', () => {
  const kindsWith = (scopes: Identity['scopes']) => sharableKinds(withScopes(scopes));
  expect(kindsWith(['channels:read', 'groups:read'])).toEqual(['public', 'private']);
  expect(kindsWith(['channels:read'])).toEqual(['public']);
  expect(kindsWith(['groups:read'])).toEqual(['private']);
  expect(kindsWith([])).toEqual([]);
  expect(isGranted(withScopes([]).identity, 'channels:read')).toBe(false);
});
