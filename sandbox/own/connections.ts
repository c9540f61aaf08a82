/**
 * The tokens that apps hold of people's Box accounts, and how Box ends them: after an hour, or immediately. Read from
 * Box's state.
 */
import type { SandboxBox } from '../box/server.ts';
import type { User } from '../box/state.ts';
import type { RefreshToken } from '../box/tokens.ts';

/** A person's connection, as the page lists it. */
export interface HeldConnection {
  readonly login: string;
  readonly name: string;
  /** `expired`: the app refreshes the access token when needed. `over`: the person must connect again. */
  readonly state: 'living' | 'expired' | 'over';
}

/** The connections of everyone who has ever granted access, in the order of their accounts. */
export function connectionsAt(box: SandboxBox, now: number): readonly HeldConnection[] {
  return Object.values(box.state.users).flatMap((user) => {
    const held = newestOf(box, user);
    return held ? [{ login: user.login, name: user.name, state: stateOf(box, held, now) }] : [];
  });
}

/** Expires the person's access token, as after its hour. @returns the person. @throws when they have none */
export function expireAccess(box: SandboxBox, login: string): User {
  const { user, held } = livingOf(box, login);
  box.expireToken(held.accessToken);
  return user;
}

/**
 * Revokes all tokens of the person, as when they remove the app from their account. @throws when they have
 * none
 */
export function revokeTokens(box: SandboxBox, login: string): User {
  const { user } = livingOf(box, login);
  box.removeAppFrom(user);
  return user;
}

/** The person and their valid tokens. Throws when they have none. */
function livingOf(box: SandboxBox, login: string): { readonly user: User; readonly held: RefreshToken } {
  const user = Object.values(box.state.users).find((one) => one.login === login);
  const held = user && newestOf(box, user);
  if (!user || !held || held.revoked) throw new Error(`${login} is not connected`);
  return { user, held };
}

/** The newest pair of tokens that Box issued for a person. */
function newestOf({ state }: SandboxBox, { id }: User): RefreshToken | undefined {
  return Object.values(state.refreshTokens).findLast(({ userId }) => userId === id);
}

function stateOf({ state }: SandboxBox, held: RefreshToken, now: number): HeldConnection['state'] {
  if (held.revoked || held.expiresAt <= now) return 'over';
  const access = state.tokens[held.accessToken];
  return access && !access.revoked && access.expiresAt > now ? 'living' : 'expired';
}
