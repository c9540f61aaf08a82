/**
 * The tokens that apps hold of people's Box accounts, and how Box ends them: after an hour, or immediately. Read from
 * Box's state.
 */
import type { SandboxBox } from '../box/server.ts';
import type { User } from '../box/state.ts';
import type { RefreshToken } from '../box/tokens.ts';

/** The connection of a person's Box account to the app, as the page lists it. */
export interface HeldConnection {
  readonly login: string;
  readonly name: string;
  /**
   * `living`: the access token is valid. `expired`: the app refreshes it when needed. `over`: the person must connect
   * again.
   */
  readonly state: 'living' | 'expired' | 'over';
}

/** The connections of everyone who has ever granted access, in the order of their accounts. */
export function connectionsAt(box: SandboxBox, now: number): readonly HeldConnection[] {
  return Object.values(box.state.users).flatMap((user) => {
    const held = newestTokens(box, user);
    return held ? [{ login: user.login, name: user.name, state: stateOf(box, held, now) }] : [];
  });
}

/** Expires the person's access token, as after its hour. @returns the person. @throws when they are not connected */
export function expireAccess(box: SandboxBox, login: string): User {
  const { user, held } = connectedPerson(box, login);
  box.expireToken(held.accessToken);
  return user;
}

/**
 * Revokes all tokens of the person, as when they remove the app from their account. @returns the person. @throws when
 * they are not connected
 */
export function revokeTokens(box: SandboxBox, login: string): User {
  const { user } = connectedPerson(box, login);
  box.removeAppsFrom(user);
  return user;
}

/** The person and their newest tokens, which may have expired. Throws when there are none or they are revoked. */
function connectedPerson(
  box: SandboxBox,
  login: string,
): { readonly user: User; readonly held: RefreshToken } {
  const user = Object.values(box.state.users).find((one) => one.login === login);
  const held = user && newestTokens(box, user);
  if (!user || !held || held.revoked) throw new Error(`${login} is not connected`);
  return { user, held };
}

/** The newest pair of tokens that Box issued for a person; undefined: none. */
function newestTokens({ state }: SandboxBox, { id }: User): RefreshToken | undefined {
  return Object.values(state.refreshTokens).findLast(({ userId }) => userId === id);
}

function stateOf({ state }: SandboxBox, held: RefreshToken, now: number): HeldConnection['state'] {
  if (held.revoked || held.expiresAt <= now) return 'over';
  const access = state.tokens[held.accessToken];
  return access && !access.revoked && access.expiresAt > now ? 'living' : 'expired';
}
