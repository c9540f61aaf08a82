/** One call of the API from its request to its answer, refusals included. */
import { BoxRefusal, codeOfStatus, errorBody, rateLimited } from '../errors.ts';
import { rulesFor } from '../rate-limits.ts';
import type { BoxState } from '../state.ts';
import { type Answer, authorised, insufficientScope, type Request, type Settings } from './context.ts';
import { getDownload } from './downloads.ts';
import { answerOAuth } from './oauth.ts';
import { routeOf } from './table.ts';

/** Carries out the call; a refusal is an answer in Box's format. */
export async function perform(request: Request, state: BoxState, settings: Settings): Promise<Answer> {
  const now = settings.clock();
  try {
    const download = /^\/download\/([0-9a-f]+)$/.exec(request.path)?.[1];
    if (download !== undefined && request.method === 'GET') {
      return await getDownload(state, settings, { token: download, now, request });
    }
    const ofOAuth = answerOAuth(request, state, now);
    if (ofOAuth !== null) return ofOAuth;
    const { user, token } = authorised(state, request.headers, now);
    // No app here has the setting that lets it act as other users.
    if (request.headers['as-user'] !== undefined) throw insufficientScope();
    const wait = settings.limiter.take(rulesFor(user.id, request.method, request.path), now);
    if (wait !== null) throw rateLimited(wait);
    const { run, id } = routeOf(request.method, request.path);
    if (request.isTooLarge) throw new BoxRefusal(413, codeOfStatus(413), 'Too large');
    return await run({ request, state, settings, now, user, token, id });
  } catch (error) {
    if (!(error instanceof BoxRefusal)) throw error;
    const json = errorBody(error.status, error.code, error.message, error.errors, error.conflicts);
    return { status: error.status, headers: error.headers, json };
  }
}
