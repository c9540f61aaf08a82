/**
 * The control server: the HTTP side of `people.ts`, for tests and for the page. It accepts JSON from this machine
 * only; pages of other sites can neither read nor write here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLedFromElsewhere, isLocalRequestTo, parseJson, readBody, sendJson, sendText } from '../http.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, textAt } from './json.ts';
import type { Acts } from './people.ts';
import { actsOf } from './people.ts';
import { NotInView } from './pressing.ts';
import { userNamed } from './seed.ts';
import { workspaceNamed } from './workspaces.ts';
import type { World } from './world.ts';

/** Largest body of a call (bytes): an uploaded file, as base64. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The acts that pages need not be notified of: they only read. */
const silentActs: readonly string[] = [
  'messages',
  'views',
  'home',
  'client',
  'conversation',
  'viewStack',
  'homeView',
  'suggest',
  'searches',
  'file',
];

/**
 * Answers `/control/log`, `/control/changes`, `/control/install`, and `/control/person`: `{ person, act, args }` →
 * `{ result }`, or `{ error }`: 409 when the control to press is not there yet, else 400.
 */
export async function handleControl(
  world: World,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (!isLocalRequestTo(request, port)) return sendJson(response, 403, { error: 'only from this machine' });
  if (request.method === 'GET' && url.pathname === '/control/log') return sendJson(response, 200, world.log);
  if (request.method === 'GET' && url.pathname === '/control/changes') {
    return world.changes.listen(request, response);
  }
  if (request.method === 'GET' && url.pathname === '/control/install') {
    // Links of other sites lead here as well; they may not sign anybody in.
    if (isLedFromElsewhere(request)) return sendJson(response, 403, { error: 'only from this page' });
    return sendToInstallUrl(world, response, url.searchParams);
  }
  const isJson = (request.headers['content-type'] ?? '').split(';')[0]?.trim() === 'application/json';
  if (request.method !== 'POST' || url.pathname !== '/control/person') {
    return sendJson(response, 404, { error: 'no such act' });
  }
  if (!isJson) return sendJson(response, 415, { error: 'JSON only' });
  const body = parseJson(await readBody(request, MAX_BYTES));
  if (!isObject(body)) return sendJson(response, 400, { error: 'not a JSON object' });
  try {
    sendJson(response, 200, { result: await perform(world, body) });
  } catch (error) {
    const isTooEarly = error instanceof NotInView;
    sendJson(response, isTooEarly ? 409 : 400, {
      error: error instanceof Error ? error.message : String(error),
    });
    if (isTooEarly) return;
  }
  if (!silentActs.includes(textAt(body, 'act'))) world.changes.changed();
}

/**
 * Signs the browser in on Slack's own pages as the person (`person`, `team`) whose link was followed, and redirects it
 * to the app's install URL. One answer does both: a page that opened while a sign-in was still under way could show
 * somebody else.
 */
function sendToInstallUrl(main: World, response: ServerResponse, query: URLSearchParams): void {
  try {
    const { state, oauth } = workspaceNamed(main, query.get('team') ?? '');
    const { id: userId } = userNamed(state, query.get('person') ?? '');
    const { installUrl } = state.app;
    if (installUrl === undefined) throw new Error('The app has no install URL');
    oauth.visitor = { teamId: state.team.id, userId };
    response.writeHead(302, { location: installUrl }).end();
  } catch (error) {
    sendText(response, 404, error instanceof Error ? error.message : String(error));
  }
}

function perform(world: World, body: JsonObject): Promise<unknown> {
  const acts = actsOf(workspaceNamed(world, textAt(body, 'team')), textAt(body, 'person'));
  const name = textAt(body, 'act');
  if (!Object.hasOwn(acts, name)) throw new Error(`Nobody can "${name}"`);
  // The arguments are not checked: typed clients (person.ts, the page) write them, and a wrong one fails in the act.
  const act = acts[name as keyof Acts] as (args: JsonObject) => Promise<unknown>;
  return act(objectAt(body, 'args') ?? {});
}
