/**
 * What happens around every call of the app (Web API and response URLs): planned faults, the hook before and after the
 * effect, the answer, the log entry.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pause, sendText } from '../http.ts';
import type { Fault, HookAnswer } from './faults.ts';
import type { JsonObject } from './json.ts';
import { record, withoutToken } from './log.ts';
import type { World } from './world.ts';

/** An HTTP answer of this Slack. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A call from the app; `apply` carries it out and returns the answer. */
export interface IncomingCall {
  readonly method: string;
  readonly args: JsonObject;
  readonly rawBody: string;
  apply(): Answer;
}

/** What the app gets for its call: an answer; null: the connection is cut. */
type Outcome = Answer | null;

/** Handles a call: faults, hook, effect, answer and log entry. */
export async function answerCall(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  call: IncomingCall,
): Promise<void> {
  const startedAt = performance.now();
  const outcome = await outcomeOf(world, call);
  record(world, {
    at: world.now(),
    direction: 'to-slack',
    method: call.method,
    path: request.url ?? '',
    status: outcome?.status ?? null,
    ms: Math.round(performance.now() - startedAt),
    body: call.rawBody,
    answer: outcome?.body ?? '',
  });
  if (outcome === null) request.socket.destroy();
  else {
    const date = new Date(world.now()).toUTCString();
    sendText(response, outcome.status, outcome.body, { date, ...outcome.headers });
  }
}

/** Carries out the call unless a planned fault or a hook prevents that; returns what the app gets. */
async function outcomeOf(world: World, call: IncomingCall): Promise<Outcome> {
  const fault = world.faults.take(call.method, call.args);
  await pause(world.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0));
  const early = faultBefore(fault);
  if (early !== undefined) return early;
  const before = await askHook(world, call, 'before');
  if (before !== undefined) return before;
  const answer = call.apply();
  const after = await askHook(world, call, 'applied');
  if (after !== undefined) return after;
  if (fault?.kind === 'drop-after') return null;
  if (fault?.kind === 'status') return htmlError(fault.status);
  return answer;
}

/** The outcome that a planned fault gives a call before it has any effect; undefined: the call goes on. */
function faultBefore(fault: Fault | null): Outcome | undefined {
  if (fault?.kind === 'drop-before') return null;
  if (fault?.kind === 'status' && !fault.applied) return htmlError(fault.status);
  if (fault?.kind === 'error') return jsonAnswer({ ok: false, error: fault.error });
  if (fault?.kind === 'ratelimit') {
    return rateLimited(fault.retryAfterSeconds);
  }
  return undefined;
}

/** The answer 429 in Slack's format. */
export function rateLimited(seconds: number): Answer {
  return jsonAnswer({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(Math.ceil(seconds)) });
}

/** Asks the test's hook, if there is one, what happens at this point of the call; undefined: the call goes on. */
async function askHook(
  world: World,
  call: IncomingCall,
  phase: 'before' | 'applied',
): Promise<Outcome | undefined> {
  if (!world.hook) return undefined;
  const wish: HookAnswer = await world.hook({ method: call.method, args: withoutToken(call.args), phase });
  if (wish === 'go') return undefined;
  if (wish === 'drop') return null;
  if ('status' in wish) return htmlError(wish.status);
  await pause(wish.delayMs);
  return undefined;
}

/** The answer of Slack's failing load balancer: HTML, not JSON. */
function htmlError(status: number): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return { status, body: '<html><body>Server Error</body></html>', headers };
}

/** A JSON answer. */
export function jsonAnswer(body: JsonObject, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  };
}
