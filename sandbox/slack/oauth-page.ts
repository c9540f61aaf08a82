/**
 * The page on which a person allows the app into a workspace, or cancels. Checks the client id, the redirect URL, and
 * whether the person may decide. https://docs.slack.dev/authentication/installing-with-oauth
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendText } from '../http.ts';
import { consentPage, consentPolicy, errorPage, type WorkspaceLink } from './consent-page.ts';
import { mayChangeApps } from './installations.ts';
import { isScopeDeclined } from './manifest.ts';
import { issueCode } from './oauth.ts';
import { userNamed } from './seed.ts';
import type { AppState, User } from './state.ts';
import { workspaceNamed } from './workspaces.ts';
import type { World } from './world.ts';

/** The query of an app's install URL, parsed. */
interface AuthorizeQuery {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
}

/** Answers GET and POST of Slack's install page, `/oauth/v2/authorize`. */
export async function handleAuthorize(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const asked = readAuthorizeQuery(world, url.searchParams);
  if (typeof asked === 'string') return sendPage(response, 400, errorPage(asked));
  if (request.method !== 'POST') return sendPage(response, 200, consentHtml(world, asked, url));
  const decided = new URLSearchParams(await readBody(request));
  response.writeHead(302, { location: carryOutDecision(world, asked, decided) }).end();
}

/** Parses the query of an install URL; returns Slack's error when it is invalid. */
function readAuthorizeQuery({ oauth }: World, query: URLSearchParams): AuthorizeQuery | string {
  if (query.get('client_id') !== oauth.clientId) return 'invalid_client_id';
  const scopes = (query.get('scope') ?? '').split(',').filter(Boolean);
  if (scopes.length === 0) return 'no_scopes';
  const [only = ''] = oauth.redirectUrls;
  const redirectUri = query.get('redirect_uri') ?? only;
  // An address below a configured redirect URL is accepted too; no other address is.
  const isKnown = oauth.redirectUrls.some(
    (known) => redirectUri === known || redirectUri.startsWith(`${known}/`),
  );
  if (!isKnown) return 'bad_redirect_uri';
  return { redirectUri, scopes, state: query.get('state') ?? '' };
}

/**
 * Issues a code if the person allowed the app and may do so; everyone else counts as having cancelled. Returns the URL
 * to which the answer redirects, with the code or an error.
 */
function carryOutDecision(world: World, asked: AuthorizeQuery, decided: URLSearchParams): string {
  const back = new URL(asked.redirectUri);
  const where = world.workspaces.find(({ state }) => state.team.id === decided.get('team'));
  const user =
    where && decided.get('answer') === 'allow' && userNamed(where.state, decided.get('user') ?? '');
  if (!where || !user || !mayChangeApps(where.state, user)) {
    back.searchParams.set('error', 'access_denied');
  } else {
    const isOrganisation = decided.get('organisation') === 'yes' && Boolean(where.state.enterprise);
    const scopes = asked.scopes.filter((scope) => isGranted(where.state.app, scope, decided));
    const grant = { world: where, isOrganisation, scopes, userId: user.id };
    back.searchParams.set('code', issueCode(where, grant, asked.redirectUri));
  }
  if (asked.state) back.searchParams.set('state', asked.state);
  return back.href;
}

/** Whether the scope is granted. Optional scopes are granted as ticked on the page, else by the app's default. */
function isGranted(app: AppState, scope: string, decided: URLSearchParams): boolean {
  if (!decided.has('chooses') || !app.optionalScopes?.includes(scope)) return !isScopeDeclined(app, scope);
  return decided.getAll('optional').includes(scope);
}

/** The workspace that the page is about, and the person who sees it. */
interface Visit {
  readonly world: World;
  readonly user: User;
}

/** The HTML of the page that asks for consent. */
function consentHtml(main: World, { scopes }: AuthorizeQuery, url: URL): string {
  const { world, user } = visitOf(main, url.searchParams.get('team'));
  const { team, enterprise, app, users } = world.state;
  const admins = Object.values(users).filter((one) => mayChangeApps(world.state, one));
  return consentPage({
    appName: app.about?.name ?? 'Sign',
    here: workspaceLink({ world, user }, url),
    elsewhere: main.workspaces
      .filter((one) => one !== world)
      .map((one) => workspaceLink(visitOf(main, one.state.team.id), url)),
    scopes: scopes.map((scope) => ({
      scope,
      isOptional: app.optionalScopes?.includes(scope) === true,
      isGranted: !isScopeDeclined(app, scope),
    })),
    organisation: enterprise?.name ?? null,
    teamId: team.id,
    userId: user.id,
    deciders: admins.includes(user) ? null : admins.map(({ name }) => name),
    action: url.pathname + url.search,
  });
}

/**
 * The workspace that the page is about, and the person who is signed in there; else the first one who may add apps.
 * @param teamId the workspace named in the address; null or unknown: the one to which the browser is signed in
 */
function visitOf(main: World, teamId: string | null): Visit {
  const { visitor } = main.oauth;
  const named = main.workspaces.find(({ state }) => state.team.id === teamId);
  const world = named ?? workspaceNamed(main, visitor?.teamId ?? '');
  const known = visitor?.teamId === world.state.team.id ? world.state.users[visitor.userId] : undefined;
  const user = known ?? Object.values(world.state.users).find((one) => mayChangeApps(world.state, one));
  if (!user) throw new Error(`Nobody can add apps to ${world.state.team.name}`);
  return { world, user };
}

function workspaceLink({ world, user }: Visit, url: URL): WorkspaceLink {
  const { team } = world.state;
  const query = new URLSearchParams(url.searchParams);
  query.set('team', team.id);
  return { name: team.name, person: user.name, href: `${url.pathname}?${query}` };
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  sendText(response, status, html, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': consentPolicy,
  });
}
