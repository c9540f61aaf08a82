/**
 * A Web API method of the sandbox: the scopes it needs and a function from arguments to an answer. Refusals are
 * thrown as `Refused` and become `{ ok: false, error }`.
 */
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { World } from '../world.ts';

export interface MethodCall {
  readonly world: World;
  /** The arguments as sent: strings for form bodies (JSON inside strings), any JSON for JSON bodies. */
  readonly args: JsonObject;
}

/** A method of the Web API. */
export interface Method {
  /** Scopes that the method always needs. */
  readonly scopes: readonly string[];
  /** Whether the method ignores a JSON body, as Slack's methods that only read do. */
  readonly ignoresJsonBody: boolean;
  /** The kind of token that the method takes; absent: the bot's. */
  readonly token?: 'app' | 'none';
  /** Carries out the call and returns the answer without `ok`; throws `Refused`. */
  run(call: MethodCall): JsonObject;
}

/** A refusal in Slack's format; `more` is added to the body (`needed`, `response_metadata`, …). */
export class Refused extends Error {
  readonly more: JsonObject;

  constructor(error: string, more: JsonObject = {}) {
    super(error);
    this.more = more;
  }
}

/** A text argument; empty when absent. */
export function stringArg(args: JsonObject, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A flag argument, as forms send it; undefined when absent. */
export function flagArg(args: JsonObject, name: string): boolean | undefined {
  const value = args[name];
  if (value === undefined || value === '') return undefined;
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** An argument that is JSON inside a form field, or JSON itself; `undefined` when absent, `null` when invalid. */
export function jsonArg(args: JsonObject, name: string): unknown {
  const value = args[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** Throws Slack's `invalid_arguments` with one message for each error. */
export function refuseArguments(errors: readonly string[]): never {
  throw new Refused('invalid_arguments', {
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
}

/** Throws `missing_scope` when the token (the bot's, unless other scopes are given) lacks the scope. */
export function needScope(world: World, scope: string, scopes = world.state.app.scopes): void {
  if (!scopes.includes(scope)) {
    throw new Refused('missing_scope', { needed: scope, provided: scopes.join(',') });
  }
}

/** A required text argument; throws `invalid_arguments` as Slack words it when it is missing. */
export function requiredArg(args: JsonObject, name: string): string {
  const value = stringArg(args, name);
  if (!value) refuseArguments([`missing required field: ${name}`]);
  return value;
}

/** The objects of a JSON list; anything else is left out. */
export function objectsOf(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
