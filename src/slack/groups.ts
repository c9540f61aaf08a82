/**
 * User groups, with their members. Needs the scope `usergroups:read`.
 * https://docs.slack.dev/reference/methods/usergroups.list
 */
import type { SlackCall } from './client.ts';

/** A user group of the workspace. */
export interface UserGroup {
  readonly id: string;
  readonly name: string;
  /** The group's name as people type it after the @. */
  readonly handle: string;
  /** Slack user ids of the group's members. */
  readonly members: readonly string[];
}

export interface GroupsGateway {
  /** All user groups that are in use. @throws OutsideFailure */
  userGroups(): Promise<readonly UserGroup[]>;
}

/** Creates the calls about user groups. */
export function groupsGateway(call: SlackCall): GroupsGateway {
  return {
    userGroups: () =>
      call('usergroups.list', false, async (client) => {
        const said = await client.usergroups.list({ include_users: true });
        return (said.usergroups ?? []).flatMap(({ id, name, handle, users, date_delete: deletedAt }) =>
          id === undefined || deletedAt
            ? []
            : [{ id, name: name ?? '', handle: handle ?? '', members: users ?? [] }],
        );
      }),
  };
}
