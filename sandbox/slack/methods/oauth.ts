/**
 * oauth.v2.access: exchanges a code, or a refresh token, for a bot token; and auth.revoke.
 * https://docs.slack.dev/reference/methods/oauth.v2.access
 */
import type { JsonObject } from '../json.ts';
import { endTokens, issueTokens, redeemCode, redeemRefresh } from '../oauth.ts';
import type { Method, MethodCall } from './types.ts';
import { Refused, stringArg } from './types.ts';

export const oauthV2Access: Method = {
  scopes: [],
  ignoresJsonBody: false,
  token: 'none',
  run(call) {
    const { world, args } = call;
    if (stringArg(args, 'client_id') !== world.oauth.clientId) throw new Refused('invalid_client_id');
    if (stringArg(args, 'client_secret') !== world.oauth.clientSecret) throw new Refused('bad_client_secret');
    const grantType = stringArg(args, 'grant_type') || 'authorization_code';
    if (grantType === 'refresh_token') {
      return tokenAnswer(call, redeemRefresh(world, stringArg(args, 'refresh_token')));
    }
    if (grantType !== 'authorization_code') throw new Refused('invalid_grant_type');
    const code = stringArg(args, 'code');
    if (!code) throw new Refused('invalid_code');
    return tokenAnswer(call, redeemCode(world, code, stringArg(args, 'redirect_uri')));
  },
};

function tokenAnswer({ world }: MethodCall, grant: ReturnType<typeof redeemCode>): JsonObject {
  const { state } = grant.world;
  const issued = issueTokens(world, grant);
  return {
    app_id: state.app.appId,
    authed_user: { id: grant.userId },
    scope: grant.scopes.join(','),
    token_type: 'bot',
    access_token: issued.token,
    bot_user_id: state.app.botUserId,
    ...(issued.refreshToken === null
      ? {}
      : { refresh_token: issued.refreshToken, expires_in: issued.expiresInSeconds }),
    team: grant.isOrganisation ? null : { id: state.team.id, name: state.team.name },
    enterprise: state.enterprise ? { id: state.enterprise.id, name: state.enterprise.name } : null,
    is_enterprise_install: grant.isOrganisation,
  };
}

export const authRevoke: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world }) {
    endTokens(world, 'token_revoked');
    return { revoked: true };
  },
};
