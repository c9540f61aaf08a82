/**
 * Answers calls of the Web API: reads arguments and token, finds the method, and turns refusals into Slack's answers.
 * What a method does is in `methods/`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson, readBody } from '../http.ts';
import type { Answer } from './calls.ts';
import { answerCall, jsonAnswer, rateLimited } from './calls.ts';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { methods } from './methods/table.ts';
import { needScope, Refused, stringArg } from './methods/types.ts';
import { mustHaveValidTokens, workspaceOfToken } from './oauth.ts';
import { rulesFor } from './rate-limits.ts';
import type { World } from './world.ts';

/** Answers a call of the Web API, `/api/{method}`. */
export async function handleApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const method = url.pathname.slice('/api/'.length);
  const rawBody = await readBody(request);
  const args = readArgs(method, request, rawBody, url);
  await answerCall(world, request, response, {
    method,
    args,
    rawBody,
    apply: () => apply(world, method, args, request),
  });
}

function readArgs(method: string, request: IncomingMessage, rawBody: string, url: URL): JsonObject {
  const query = Object.fromEntries(url.searchParams);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (type === 'application/x-www-form-urlencoded') {
    return { ...query, ...Object.fromEntries(new URLSearchParams(rawBody)) };
  }
  // Methods that only read take arguments from forms and query strings, and ignore a JSON body.
  if (type !== 'application/json' || methods.get(method)?.ignoresJsonBody) return query;
  const body = parseJson(rawBody);
  return isObject(body) ? { ...query, ...body } : query;
}

/** Runs the method after the checks of token, rate limit and scopes. */
function apply(world: World, method: string, args: JsonObject, request: IncomingMessage): Answer {
  const headers = { 'x-slack-req-id': `req-${Date.now()}` };
  try {
    const known = methods.get(method);
    if (!known) throw new Refused('unknown_method', { req_method: method });
    const home = known.token === 'none' ? world : authorise(world, args, request, known.token === 'app');
    const wait = countAgainstLimits(home, method, args);
    if (wait !== null) return rateLimited(wait);
    const { appTokenScopes, scopes } = home.state.app;
    for (const scope of known.scopes) {
      needScope(home, scope, known.token === 'app' ? appTokenScopes : undefined);
    }
    const said = { ...headers, 'x-oauth-scopes': scopes.join(',') };
    return jsonAnswer({ ok: true, ...known.run({ world: home, args }) }, 200, said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return jsonAnswer({ ok: false, error: error.message, ...error.more }, 200, headers);
  }
}

/** Counts the call and returns null. When its limit is reached, returns the seconds until there is room for it. */
function countAgainstLimits(world: World, method: string, args: JsonObject): number | null {
  const teamId = world.state.team.id;
  const { isHistoryRestricted } = world.faults;
  const rules = rulesFor({ teamId, method, channel: stringArg(args, 'channel'), isHistoryRestricted });
  return world.limiter.take(rules, world.now());
}

/** The workspace that the token acts in. Throws `Refused` if the token is missing, unknown, dead or of another kind. */
function authorise(world: World, args: JsonObject, request: IncomingMessage, isAppLevel: boolean): World {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? stringArg(args, 'token');
  if (!token) throw new Refused('not_authed');
  const isAppToken = token === world.state.app.appToken;
  const home = isAppToken ? world : workspaceOfToken(world, token);
  if (!home) throw new Refused('invalid_auth');
  if (isAppToken !== isAppLevel) throw new Refused('not_allowed_token_type');
  if (isAppToken) mustHaveValidTokens(world);
  return home;
}
