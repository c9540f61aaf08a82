/**
 * The sandbox's own control server: JSON calls, from this machine only, that read and change the sandbox itself. The
 * caller passes the acts, which decide what the calls do.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Changes } from '../changes.ts';
import {
  BodyTooLarge,
  closeServer,
  isLocalRequestTo,
  listenOnLoopback,
  parseJson,
  readBody,
  sendJson,
} from '../http.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The acts by name. Their results are sent as JSON, an error's message as `{ error }`. */
export type OwnActs = Readonly<Record<string, (args: Json) => unknown>>;

export interface ControlServer {
  /** Address of the control server without a trailing slash; the acts are below `/control/`. */
  readonly url: string;
  close(): Promise<void>;
}

const maxBytes = 64 * 1024;

/** Starts the control server on a free port of 127.0.0.1. */
export async function startControlServer(acts: OwnActs, changes: Changes): Promise<ControlServer> {
  let port = 0;
  const server = createServer((request, response) => {
    answer(acts, changes, port, request, response).catch((error: unknown) => {
      const status = error instanceof BodyTooLarge ? 413 : 400;
      if (response.headersSent) response.destroy();
      else sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  port = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

async function answer(
  acts: OwnActs,
  changes: Changes,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocalRequestTo(request, port)) return sendJson(response, 403, { error: 'only from this machine' });
  const name = /^\/control\/([a-z/-]+)$/.exec(request.url ?? '')?.[1] ?? '';
  if (request.method === 'GET' && name === 'changes') return changes.listen(request, response);
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (request.method !== 'POST' || act === undefined) {
    return sendJson(response, 404, { error: 'no such act' });
  }
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (type !== 'application/json') return sendJson(response, 415, { error: 'JSON only' });
  const body = parseJson(await readBody(request, maxBytes));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return sendJson(response, 400, { error: 'not a JSON object' });
  }
  sendJson(response, 200, (await act(body as Json)) ?? {});
}

/** Returns a number from the arguments. @throws when it is missing or no number */
export function requiredNumber(args: Json, name: string): number {
  const value = args[name];
  if (typeof value === 'number') return value;
  throw new Error(`${name} is missing`);
}

/** Returns a text from the arguments. @throws when it is missing or no text */
export function requiredText(args: Json, name: string): string {
  const value = args[name];
  if (typeof value === 'string') return value;
  throw new Error(`${name} is missing`);
}
