/**
 * Whether the app is in a workspace, who may change that, and how it is removed. Where installations are not tracked
 * the app counts as installed: it then has one token that an operator copied.
 */
import { sendEvent } from './events.ts';
import { endTokens } from './oauth.ts';
import type { SlackState, User } from './state.ts';
import type { World } from './world.ts';

/** What clients show about installing the app. */
export interface Installation {
  readonly isInstalled: boolean;
  /** Whether this person may install and remove the app. */
  readonly mayChange: boolean;
  /** The install URL in the app's settings in Slack; null: none is set. */
  readonly installUrl: string | null;
}

/** The app's installation, as clients show it; null where installations are not tracked. */
export function installationOf({ state }: World, user: User): Installation | null {
  const { isInstalled, installUrl = null } = state.app;
  if (isInstalled === undefined) return null;
  return { isInstalled, mayChange: mayChangeApps(state, user), installUrl };
}

/** Whether the app is in the workspace; also true where installations are not tracked. */
export function isInstalled({ state }: World): boolean {
  return state.app.isInstalled !== false;
}

/** Whether the person may install and remove apps: full members may, or only admins where apps have to be approved. */
export function mayChangeApps({ team, needsApproval = false }: SlackState, user: User): boolean {
  const isPerson = user.teamId === team.id && !user.isBot && user.id !== 'USLACKBOT' && !user.deleted;
  const isMember = isPerson && !user.isRestricted && !user.isUltraRestricted;
  return isMember && (user.isAdmin || !needsApproval);
}

/** Removes the app, as a person does: its tokens end, and Slack sends two events in the given order (`silently`: none). */
export async function removeApp(
  world: World,
  order: 'uninstalled-first' | 'revoked-first' | 'silently' = 'uninstalled-first',
): Promise<void> {
  const { app } = world.state;
  if (app.isInstalled !== undefined) app.isInstalled = false;
  endTokens(world, 'account_inactive');
  if (order === 'uninstalled-first') await sendEvent(world, { type: 'app_uninstalled' });
  if (order !== 'silently') await sendTokensRevoked(world);
  if (order === 'revoked-first') await sendEvent(world, { type: 'app_uninstalled' });
}

/** Revokes the bot's tokens and sends the event; the app stays installed. */
export async function revokeTokens(world: World): Promise<void> {
  endTokens(world, 'token_revoked');
  await sendTokensRevoked(world);
}

/** Sends the event that the bot's tokens were revoked. */
function sendTokensRevoked(world: World): Promise<void> {
  const { botUserId } = world.state.app;
  return sendEvent(world, { type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } });
}
