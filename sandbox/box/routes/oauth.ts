/**
 * The token endpoint, which so far hands out nothing: people come with developer tokens. It answers as Box
 * does to credentials it does not know, in OAuth's own error shape.
 */
import type { Answer, Request } from './context.ts';

const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials'];

function refusal(error: string, description: string): Answer {
  return { status: 400, json: { error, error_description: description } };
}

export function postToken(request: Request): Answer {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    return refusal('invalid_request', 'Send a form');
  }
  const form = new URLSearchParams(request.body.toString('utf8'));
  const grant = form.get('grant_type') ?? '';
  if (!GRANTS.includes(grant)) return refusal('unsupported_grant_type', `Unknown grant_type ${grant}`);
  if (grant === 'refresh_token') return refusal('invalid_grant', 'Refresh token has expired');
  if (grant === 'authorization_code') return refusal('invalid_grant', 'The authorization code has expired');
  return refusal('invalid_grant', 'Grant credentials are invalid');
}
