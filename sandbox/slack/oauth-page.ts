/**
 * The page on which somebody lets the app into a workspace, or does not. Without a script; strict about who
 * asks and where it leads back. https://docs.slack.dev/authentication/installing-with-oauth
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendText } from '../http.ts';
import { issueCode } from './oauth.ts';
import { userNamed } from './seed.ts';
import type { World } from './world.ts';

interface Asked {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
}

/** Answers GET and POST of `/oauth/v2/authorize`. */
export async function handleAuthorize(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const asked = readAsked(world, url.searchParams);
  if (typeof asked === 'string') return page(response, 400, `<h1>Something went wrong</h1><p>${asked}</p>`);
  if (request.method !== 'POST') return page(response, 200, form(world, asked, url));
  const decided = new URLSearchParams(await readBody(request));
  response.writeHead(302, { location: decide(world, asked, decided) }).end();
}

/** What is asked for, or Slack's error. */
function readAsked({ oauth }: World, query: URLSearchParams): Asked | string {
  if (query.get('client_id') !== oauth.clientId) return 'invalid_client_id';
  const scopes = (query.get('scope') ?? '').split(',').filter(Boolean);
  if (scopes.length === 0) return 'no_scopes';
  const [only = ''] = oauth.redirectUrls;
  const redirectUri = query.get('redirect_uri') ?? only;
  // An address below one that is set up is accepted too; nothing else is.
  const isKnown = oauth.redirectUrls.some(
    (known) => redirectUri === known || redirectUri.startsWith(`${known}/`),
  );
  if (!isKnown) return 'bad_redirect_uri';
  return { redirectUri, scopes, state: query.get('state') ?? '' };
}

function decide(world: World, asked: Asked, decided: URLSearchParams): string {
  const back = new URL(asked.redirectUri);
  const where = world.workspaces.find(({ state }) => state.team.id === decided.get('team'));
  if (decided.get('answer') !== 'allow' || !where) {
    back.searchParams.set('error', 'access_denied');
  } else {
    const isOrganisation = decided.get('organisation') === 'yes' && Boolean(where.state.enterprise);
    const userId = userNamed(where.state, decided.get('user') ?? '').id;
    const grant = { world: where, isOrganisation, scopes: asked.scopes, userId };
    back.searchParams.set('code', issueCode(world, grant, asked.redirectUri));
  }
  if (asked.state) back.searchParams.set('state', asked.state);
  return back.href;
}

function form(world: World, { scopes }: Asked, url: URL): string {
  const choices = world.workspaces.map(
    ({ state: { team } }) => `<option value="${escaped(team.id)}">${escaped(team.name)}</option>`,
  );
  return `<h1>Sign is requesting permission to access a workspace</h1>
<form method="post" action="${escaped(url.pathname + url.search)}">
<label>Workspace <select name="team">${choices.join('')}</select></label>
<label><input type="checkbox" name="organisation" value="yes"> The whole organisation</label>
<label>As <input name="user" value="ana"></label>
<p>What will Sign be able to do? ${escaped(scopes.join(', '))}</p>
<button name="answer" value="cancel">Cancel</button> <button name="answer" value="allow">Allow</button>
</form>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

function page(response: ServerResponse, status: number, body: string): void {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slack</title><body>${body}</body></html>`;
  sendText(response, status, html, { 'content-type': 'text/html; charset=utf-8' });
}
