/**
 * usergroups.list: the groups in use; disabled ones and members on request.
 * https://docs.slack.dev/reference/methods/usergroups.list
 */
import type { JsonObject } from '../json.ts';
import type { Method } from './types.ts';
import { flagArg, Refused, stringArg } from './types.ts';

export const usergroupsList: Method = {
  scopes: ['usergroups:read'],
  ignoresJsonBody: true,
  run({ world: { state }, args }) {
    const { app, team } = state;
    const named = stringArg(args, 'team_id');
    // A token of the whole organisation has no workspace of its own.
    if (app.isOrganisationInstalled && named === '') throw new Refused('missing_argument');
    if (named !== '' && named !== team.id) throw new Refused('team_not_found');
    const withUsers = flagArg(args, 'include_users') ?? false;
    const isAllWanted = flagArg(args, 'include_disabled') ?? false;
    const groups = (state.userGroups ?? []).filter(({ isDisabled }) => isAllWanted || !isDisabled);
    return {
      usergroups: groups.map(
        ({ id, name, handle, members, isDisabled }): JsonObject => ({
          id,
          team_id: team.id,
          is_usergroup: true,
          name,
          handle,
          description: '',
          is_external: false,
          date_create: 1_700_000_000,
          date_delete: isDisabled ? 1_700_000_001 : 0,
          user_count: members.length,
          ...(withUsers ? { users: [...members] } : {}),
        }),
      ),
    };
  },
};
