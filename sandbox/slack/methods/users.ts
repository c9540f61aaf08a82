/**
 * users.info and users.lookupByEmail: email addresses only with `users:read.email`, and none of people of other
 * workspaces; the language only when requested. https://docs.slack.dev/reference/methods/users.info
 */
import type { JsonObject } from '../json.ts';
import type { User } from '../state.ts';
import type { World } from '../world.ts';
import { isExternal, isVisible } from '../world.ts';
import type { Method } from './types.ts';
import { flagArg, Refused, requiredArg, stringArg } from './types.ts';

export const usersInfo: Method = {
  scopes: ['users:read'],
  ignoresJsonBody: true,
  run({ world, args }) {
    const user = world.state.users[stringArg(args, 'user')];
    if (!user) throw new Refused('user_not_found');
    if (!isVisible(world, user)) throw new Refused('user_not_visible');
    return { user: { ...userJson(world, user, flagArg(args, 'include_locale') ?? false), ...user.says } };
  },
};

/** users.lookupByEmail: does not find deactivated people or people of other workspaces. */
export const usersLookupByEmail: Method = {
  scopes: ['users:read.email'],
  ignoresJsonBody: true,
  run({ world, args }) {
    const wanted = requiredArg(args, 'email').toLowerCase();
    const user = Object.values(world.state.users).find((one) => one.email?.toLowerCase() === wanted);
    if (!user || user.deleted || isExternal(world, user)) throw new Refused('users_not_found');
    return { user: { ...userJson(world, user, false), ...user.says } };
  },
};

function userJson(world: World, user: User, withLocale: boolean): JsonObject {
  const profile = profileJson(world, user);
  const base = { id: user.id, team_id: user.teamId, name: user.handle, deleted: user.deleted, profile };
  if (user.deleted) return { ...base, is_bot: user.isBot, is_app_user: false, updated: 1_700_000_000 };
  return {
    ...base,
    real_name: user.name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, world.now()),
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted || user.isUltraRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    is_email_confirmed: user.email !== null && user.emailConfirmed !== false,
    updated: 1_700_000_000,
    ...(isExternal(world, user) ? { is_stranger: false } : enterpriseJson(world, user)),
    ...(withLocale && !isExternal(world, user) ? { locale: user.locale } : {}),
  };
}

/** The user's organisation, for workspaces that belong to one. https://docs.slack.dev/reference/objects/user-object */
function enterpriseJson({ state: { enterprise, team } }: World, { id, isAdmin }: User): JsonObject {
  if (!enterprise) return {};
  return {
    enterprise_user: {
      id,
      enterprise_id: enterprise.id,
      enterprise_name: enterprise.name,
      is_admin: isAdmin,
      is_owner: false,
      is_primary_owner: false,
      teams: [team.id],
    },
  };
}

function profileJson(world: World, user: User): JsonObject {
  const showsEmail =
    user.email !== null && world.state.app.scopes.includes('users:read.email') && !isExternal(world, user);
  return {
    real_name: user.name,
    real_name_normalized: user.name,
    display_name: user.displayName ?? '',
    display_name_normalized: user.displayName ?? '',
    team: user.teamId,
    ...(showsEmail ? { email: user.email } : {}),
  };
}

function offsetSeconds(timeZone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
