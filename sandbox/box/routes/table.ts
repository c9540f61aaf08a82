/** The routes for calls with a token, by method and path. Box's other routes do not exist here: 404. */
import { notFound } from '../errors.ts';
import type { Answer, UserCall } from './context.ts';
import { getContent } from './downloads.ts';
import { getEvents } from './events.ts';
import { getFile, getFolder, getMe, getSharedItem } from './items.ts';
import { getRecentItems, getSearch } from './search.ts';
import { getSignRequest, getSignRequests, postCancel, postResend, postSignRequest } from './sign-requests.ts';
import { getSignTemplate, getSignTemplates } from './sign-templates.ts';
import {
  deleteSession,
  getParts,
  optionsContent,
  postCommit,
  postContent,
  postFolder,
  postSession,
  putPart,
} from './uploads.ts';
import { getUsers } from './users.ts';
import { deleteWebhook, getWebhook, getWebhooks, postWebhook, putWebhook } from './webhooks.ts';

/** Answers a call of one route. */
type Handler = (call: UserCall) => Answer | Promise<Answer>;

/** Method, path below the base address, and handler. */
export const ROUTES: readonly (readonly [string, RegExp, Handler])[] = [
  ['POST', /^\/2\.0\/sign_requests$/, postSignRequest],
  ['GET', /^\/2\.0\/sign_requests$/, getSignRequests],
  ['GET', /^\/2\.0\/sign_requests\/([^/]+)$/, getSignRequest],
  ['POST', /^\/2\.0\/sign_requests\/([^/]+)\/resend$/, postResend],
  ['POST', /^\/2\.0\/sign_requests\/([^/]+)\/cancel$/, postCancel],
  ['GET', /^\/2\.0\/sign_templates$/, getSignTemplates],
  ['GET', /^\/2\.0\/sign_templates\/([^/]+)$/, getSignTemplate],
  ['GET', /^\/2\.0\/files\/([^/]+)$/, getFile],
  ['GET', /^\/2\.0\/files\/([^/]+)\/content$/, getContent],
  ['GET', /^\/2\.0\/folders\/([^/]+)$/, getFolder],
  ['POST', /^\/2\.0\/folders$/, postFolder],
  ['OPTIONS', /^\/2\.0\/files\/content$/, optionsContent],
  ['POST', /^\/api\/2\.0\/files\/content$/, postContent],
  ['POST', /^\/api\/2\.0\/files\/upload_sessions$/, postSession],
  ['PUT', /^\/api\/2\.0\/files\/upload_sessions\/([^/]+)$/, putPart],
  ['DELETE', /^\/api\/2\.0\/files\/upload_sessions\/([^/]+)$/, deleteSession],
  ['GET', /^\/api\/2\.0\/files\/upload_sessions\/([^/]+)\/parts$/, getParts],
  ['POST', /^\/api\/2\.0\/files\/upload_sessions\/([^/]+)\/commit$/, postCommit],
  ['GET', /^\/2\.0\/shared_items$/, getSharedItem],
  ['GET', /^\/2\.0\/search$/, getSearch],
  ['GET', /^\/2\.0\/recent_items$/, getRecentItems],
  ['GET', /^\/2\.0\/users\/me$/, getMe],
  ['GET', /^\/2\.0\/users$/, getUsers],
  ['POST', /^\/2\.0\/webhooks$/, postWebhook],
  ['GET', /^\/2\.0\/webhooks$/, getWebhooks],
  ['GET', /^\/2\.0\/webhooks\/([^/]+)$/, getWebhook],
  ['PUT', /^\/2\.0\/webhooks\/([^/]+)$/, putWebhook],
  ['DELETE', /^\/2\.0\/webhooks\/([^/]+)$/, deleteWebhook],
  ['GET', /^\/2\.0\/events$/, getEvents],
];

/** The route of a call and the id in its path; 404 in Box's format when there is none. */
export function routeOf(method: string, path: string): { run: Handler; id: string } {
  for (const [verb, pattern, run] of ROUTES) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match !== null) return { run, id: match[1] ?? '' };
  }
  throw notFound();
}
