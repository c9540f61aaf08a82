/**
 * The OAuth endpoints. Those for tokens take forms and answer with JSON or OAuth's own error format. The rules are in
 * `../oauth.ts`.
 */
import {
  appOf,
  exchangeCode,
  issueByClientCredentials,
  OAuthRefusal,
  refreshPair,
  revokeToken,
} from '../oauth.ts';
import type { BoxState } from '../state.ts';
import type { OAuthApp } from '../tokens.ts';
import { answerAuthorize } from './authorize.ts';
import type { Answer, Request } from './context.ts';

type Form = (name: string) => string;

/** The answer to a call of the OAuth endpoints; null for every other call. */
export function answerOAuth(request: Request, state: BoxState, now: number): Answer | null {
  const { method, path } = request;
  if (path === '/api/oauth2/authorize') return answerAuthorize(request, state, now);
  if (path === '/oauth2/token' && method === 'POST') return postToken(request, state, now);
  if (path === '/oauth2/revoke' && method === 'POST') return postRevoke(request, state);
  return null;
}

/** Answers `POST /oauth2/token`. */
function postToken(request: Request, state: BoxState, now: number): Answer {
  return answerForApp(request, state, (app, form) => {
    const grant = form('grant_type');
    if (grant === 'authorization_code') {
      return { status: 200, json: exchangeCode(state, app, form('code'), now) };
    }
    if (grant === 'refresh_token') {
      return { status: 200, json: refreshPair(state, app, form('refresh_token'), now) };
    }
    if (grant === 'client_credentials') {
      const subject = { type: form('box_subject_type'), id: form('box_subject_id') };
      return { status: 200, json: issueByClientCredentials(state, app, subject, now) };
    }
    throw new OAuthRefusal('unsupported_grant_type', 'The grant_type is unsupported');
  });
}

/** Answers `POST /oauth2/revoke`. */
function postRevoke(request: Request, state: BoxState): Answer {
  return answerForApp(request, state, (app, form) => {
    revokeToken(state, app, form('token'));
    return { status: 200 };
  });
}

/** Checks the app's credentials and calls `answer`; a refusal becomes an answer in OAuth's format. */
function answerForApp(
  request: Request,
  state: BoxState,
  answer: (app: OAuthApp, form: Form) => Answer,
): Answer {
  try {
    if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
      throw new OAuthRefusal('invalid_request', 'Send a form');
    }
    const fields = new URLSearchParams(request.body.toString('utf8'));
    const form: Form = (name) => {
      const values = fields.getAll(name);
      if (values.length === 1 && values[0]) return values[0];
      throw new OAuthRefusal('invalid_request', `${name} must be given once`);
    };
    const app = appOf(state, {
      clientId: form('client_id'),
      clientSecret: form('client_secret'),
      grantType: fields.get('grant_type') ?? '',
    });
    return answer(app, form);
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    return { status: error.status, json: { error: error.error, error_description: error.message } };
  }
}
