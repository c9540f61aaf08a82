/** One call of the API from its request to its answer, refusals included. */
import { BoxRefusal, errorBody, rateLimited } from '../errors.ts';
import { rulesFor } from '../rate-limits.ts';
import type { BoxState } from '../state.ts';
import { type Answer, authorised, type Request, type Settings } from './context.ts';
import { getDownload } from './items.ts';
import { answerOAuth } from './oauth.ts';
import { routeOf } from './table.ts';

/** Carries out the call; a refusal is an answer in Box's format. */
export async function perform(request: Request, state: BoxState, settings: Settings): Promise<Answer> {
  const now = settings.clock();
  try {
    const download = /^\/download\/([0-9a-f]+)$/.exec(request.path)?.[1];
    if (download !== undefined && request.method === 'GET') {
      return await getDownload(state, settings, download, now);
    }
    const ofOAuth = answerOAuth(request, state, now);
    if (ofOAuth !== null) return ofOAuth;
    const { user, token } = authorised(state, request.headers, now);
    const wait = settings.limiter.take(rulesFor(user.id, request.method, request.path), now);
    if (wait !== null) throw rateLimited(wait);
    const { run, id } = routeOf(request.method, request.path);
    return await run({ request, state, settings, now, user, token, id });
  } catch (error) {
    if (!(error instanceof BoxRefusal)) throw error;
    const json = errorBody(error.status, error.code, error.message, error.errors);
    return { status: error.status, headers: error.headers, json };
  }
}
