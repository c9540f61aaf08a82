/**
 * `/api/oauth2/authorize`, as on account.box.com: the consent page, and where the person's answer redirects. An
 * address with a wrong app or redirect URI redirects nowhere (RFC 6749, section 4.1.2.1).
 */
import { consentPage, refusalPage } from '../consent-page.ts';
import { issueCode } from '../oauth.ts';
import type { BoxState } from '../state.ts';
import { userByLogin } from '../state.ts';
import type { OAuthApp } from '../tokens.ts';
import type { Answer, Request } from './context.ts';

/** The query of an app's authorization URL, parsed. */
interface AuthorizeQuery {
  readonly app: OAuthApp;
  readonly redirectUri: string;
  readonly state: string | null;
  /** The error that is sent to the app instead of asking the person; null: the query is valid. */
  readonly error: string | null;
}

/** Answers the authorization URL: GET with the page, POST (the page's form) with a redirect. */
export function answerAuthorize(request: Request, state: BoxState, now: number): Answer {
  if (request.method !== 'GET' && request.method !== 'POST')
    return page(405, refusalPage('method', 'Open it in a browser.'));
  const asked = readAuthorizeQuery(request.query, state);
  if ('refused' in asked) return page(400, refusalPage('redirect_uri_mismatch', asked.refused));
  if (asked.error !== null) return redirectWith(asked, { error: asked.error });
  if (request.method === 'GET') return consentAnswer(request, state, asked.app, null);
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.get('answer') !== 'grant') {
    return redirectWith(asked, {
      error: 'access_denied',
      error_description: 'The user denied access to your application',
    });
  }
  const login = form.get('login') ?? '';
  if (login === '') return consentAnswer(request, state, asked.app, 'Choose the account first.');
  const user = userByLogin(state, login);
  if (user === undefined) return page(400, refusalPage('no_account', 'There is no such account.'));
  return redirectWith(asked, { code: issueCode(state, asked.app, user, now) });
}

/** The consent page, with what was wrong with the previous answer. */
function consentAnswer(request: Request, state: BoxState, app: OAuthApp, problem: string | null): Answer {
  const accounts = Object.values(state.users).filter((user) => user.id !== app.serviceUserId);
  const query = request.query.toString();
  return page(problem === null ? 200 : 400, consentPage({ appName: app.name, accounts, query, problem }));
}

/** Parses the query of an authorization URL; `refused` says why the browser may not be redirected. */
function readAuthorizeQuery(
  query: URLSearchParams,
  state: BoxState,
): AuthorizeQuery | { readonly refused: string } {
  const clientId = query.get('client_id') ?? '';
  const app = Object.hasOwn(state.apps, clientId) ? state.apps[clientId] : undefined;
  if (app === undefined) return { refused: 'No app has this client_id.' };
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!app.redirectUris.includes(redirectUri)) return { refused: 'This redirect_uri is not registered.' };
  const isDoubled = [...new Set(query.keys())].some((name) => query.getAll(name).length > 1);
  const isCode = query.get('response_type') === 'code';
  const error = isDoubled ? 'invalid_request' : isCode ? null : 'unsupported_response_type';
  return { app, redirectUri, state: query.get('state'), error };
}

/** The redirect to the app with these parameters. */
function redirectWith({ redirectUri, state }: AuthorizeQuery, said: Record<string, string>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return { status: 302, headers: { location: url.href } };
}

function page(status: number, html: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, bytes: Buffer.from(html) };
}
