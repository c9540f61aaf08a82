/**
 * The second company, Globex, for an app that people install themselves: a workspace with its own people and Box
 * enterprise. Sign is in neither workspace at first; it is installed in Acme once the app first runs, by the steps that
 * people take in a browser.
 */
import { randomBytes } from 'node:crypto';
import type { SandboxBox } from '../box/server.ts';
import { mayChangeApps } from '../slack/installations.ts';
import type { NewUser } from '../slack/seed.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { openBrowser } from './browser.ts';

const installPath = '/slack/install';
/** The enterprise of Globex in Box, to which the accounts of its people belong. */
const enterprise = 'globex';

const slackRedirectPath = '/slack/oauth_redirect';

/** The app's install URL, as the operator enters it in the app's settings in Slack. */
export function installUrlOf(appUrl: string): string {
  return appUrl + installPath;
}

/** The environment variables for several workspaces, without a bot token. Also sets the redirect URL in Slack. */
export function workspacesEnvironment({ oauth }: SandboxSlack, appUrl: string): Record<string, string> {
  oauth.redirectUrls = [appUrl + slackRedirectPath];
  return {
    SLACK_CLIENT_ID: oauth.clientId,
    SLACK_CLIENT_SECRET: oauth.clientSecret,
    SLACK_STATE_SECRET: randomBytes(32).toString('hex'),
  };
}

/** Adds Globex, if an earlier run has not. From then on, Acme tracks installations, and begins without the app. */
export function ensureGlobex(slack: SandboxSlack, box: SandboxBox): void {
  slack.state.app.isInstalled ??= false;
  if (slack.workspaces.length > 1) return;
  slack.addWorkspace({ name: 'Globex', people, needsApproval: true, tracksInstallations: true });
  const gia = box.addUser({ login: 'gia@globex.com', name: 'Gia Marsh', enterprise });
  box.addFile(gia, { name: 'Supply contract.pdf', lines: supply });
  const leo = box.addUser({ login: 'leo@globex.com', name: 'Leo Hart', enterprise });
  box.addFile(leo, { name: 'Workshop.pdf', lines: workshop });
}

/** Installs Sign in Acme as Ana would: the app's page, Slack's page, and back. @throws with what was shown instead. */
export async function installAtAcme({ home, baseUrl }: SandboxSlack, appUrl: string): Promise<void> {
  const browser = openBrowser(appUrl);
  const asked = (await browser.opens(installUrlOf(appUrl))).headers.get('location') ?? '';
  if (!asked.startsWith(`${baseUrl}/`)) throw new Error('Sign does not lead to Slack to be added to Acme');
  const answer = new URLSearchParams({ answer: 'allow', team: home.teamId, user: 'ana' });
  const decided = await fetch(asked, { method: 'POST', body: answer, redirect: 'manual' });
  const end = await browser.opens(decided.headers.get('location') ?? '');
  if (!home.state.app.isInstalled) throw new Error(`Sign is not in Acme: ${end.text}`);
}

/** The other workspace, as the guide needs it. */
export interface Elsewhere {
  readonly name: string;
  readonly domain: string;
  /** Handle of a person of that workspace who may install the app there; empty: nobody may. */
  readonly memberHandle: string;
  readonly isInstalled: boolean;
}

/** The other workspace; null when Acme is the only one. */
export function elsewhereOf({ workspaces }: SandboxSlack): Elsewhere | null {
  const state = workspaces[1]?.state;
  if (!state) return null;
  const { name, domain } = state.team;
  const memberHandle = Object.values(state.users).find((user) => mayChangeApps(state, user))?.handle ?? '';
  return { name, domain, memberHandle, isInstalled: state.app.isInstalled === true };
}

/** The people of Globex. User ids are counted anew here, so they have the same ids as other people in Acme. */
const people: readonly NewUser[] = [
  { handle: 'gia', name: 'Gia Marsh', title: 'admin', isAdmin: true },
  { handle: 'leo', name: 'Leo Hart', title: 'colleague' },
];

const supply = [
  'SUPPLY CONTRACT',
  '',
  'Globex Corp delivers four hundred metres of cable to the harbour within six weeks, at the price agreed on.',
  '',
  'What arrives damaged is replaced at no cost.',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];

const workshop = [
  'WORKSHOP',
  '',
  'Globex Corp teaches twelve people for two days, in their own rooms.',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];
