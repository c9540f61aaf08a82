/**
 * What the sandbox's Slack stores besides its first workspace, converted to and from plain JSON: further workspaces,
 * and the tokens that the app got for each. Codes live for minutes and are not saved.
 */
import { withoutInheritedKeys } from '../ids.ts';
import type { Grant, OAuthState } from './oauth.ts';
import type { SlackState } from './state.ts';
import { type WorkspaceApp, worldOfWorkspace } from './workspaces.ts';
import type { World } from './world.ts';

/** A grant as it is saved: it names its workspace instead of holding it. */
interface SavedGrant extends Omit<Grant, 'world'> {
  readonly teamId: string;
}

/** The saved state of the workspaces besides the first one, and of all tokens. */
export interface OtherWorkspaces {
  readonly workspaces: readonly (Omit<SlackState, 'app'> & { readonly app: WorkspaceApp })[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokens: readonly {
    readonly text: string;
    readonly grant: SavedGrant;
    readonly expiresAt: number | null;
    readonly dead: 'token_revoked' | 'account_inactive' | null;
  }[];
  readonly refreshTokens: readonly { readonly text: string; readonly grant: SavedGrant }[];
}

/** What is saved of the workspaces after the first one, and of all tokens. */
export function otherWorkspacesToSave({ workspaces, oauth }: World): OtherWorkspaces {
  return {
    workspaces: workspaces.slice(1).map(({ state }) => state),
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    tokens: [...oauth.tokens].map(([text, { grant, expiresAt, dead }]) => {
      return { text, grant: savedGrant(grant), expiresAt, dead };
    }),
    refreshTokens: [...oauth.refreshTokens].map(([text, grant]) => ({ text, grant: savedGrant(grant) })),
  };
}

function savedGrant({ world, ...grant }: Grant): SavedGrant {
  return { ...grant, teamId: world.state.team.id };
}

/** Restores saved state into a Slack that has only its first workspace. @throws for a token of no workspace. */
export function restoreOtherWorkspaces(main: World, kept: OtherWorkspaces): void {
  for (const { app, ...state } of kept.workspaces) {
    main.workspaces.push(worldOfWorkspace(main, withoutInheritedKeys(state), app));
  }
  const grantOf = ({ teamId, ...grant }: SavedGrant): Grant => {
    const world = main.workspaces.find(({ state }) => state.team.id === teamId);
    if (!world) throw new Error(`A token of no workspace was kept (${teamId})`);
    return { ...grant, world };
  };
  const oauth: OAuthState = main.oauth;
  for (const { text, grant, expiresAt, dead } of kept.tokens) {
    oauth.tokens.set(text, { grant: grantOf(grant), expiresAt, dead });
  }
  for (const { text, grant } of kept.refreshTokens) oauth.refreshTokens.set(text, grantOf(grant));
}
