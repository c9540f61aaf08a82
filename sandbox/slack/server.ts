/**
 * A Slack on loopback, as strict as the real one: Web API, response URLs, signed requests to the app, and people who
 * type and press. Of the app it knows only the settings: the manifest, and addresses such as the request URL.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createChanges } from '../changes.ts';
import {
  BodyTooLarge,
  closeServer,
  isFromThisMachine,
  keepAliveTimeout,
  listenOnLoopback,
  sendJson,
} from '../http.ts';
import { withoutInheritedKeys } from '../ids.ts';
import { RateLimiter } from '../rate-limit.ts';
import { handleApi } from './api.ts';
import { handleControl } from './control.ts';
import { retryDueEvents, sendEvent, verifyRequestUrl } from './events.ts';
import type { CallHook, Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import { handleDownload, handleUpload } from './files.ts';
import type { JsonObject } from './json.ts';
import type { CallListener, LogEntry } from './log.ts';
import { record } from './log.ts';
import { type AppConnection, connectApp } from './manifest.ts';
import type { OAuthState } from './oauth.ts';
import { createOAuthState } from './oauth.ts';
import { handleAuthorize } from './oauth-page.ts';
import { type OtherWorkspaces, otherWorkspacesToSave, restoreOtherWorkspaces } from './other-workspaces.ts';
import type { Person } from './person.ts';
import { personAt } from './person.ts';
import type { RawAnswer, RawRequest } from './raw.ts';
import { replay, sendRaw } from './raw.ts';
import { handleResponseUrl } from './response-urls.ts';
import type { NewChannel, NewUser } from './seed.ts';
import { addChannel, addUser, seededState, userNamed } from './seed.ts';
import type { SocketActs } from './socket-acts.ts';
import { createSockets } from './sockets.ts';
import type { AppState, Channel, Message, SlackState, User } from './state.ts';
import type { NewWorkspace, Workspace } from './workspaces.ts';
import { addWorkspace, workspaceOf } from './workspaces.ts';
import type { World } from './world.ts';

export interface SlackOptions {
  /** The port to listen on; absent: a free one. */
  readonly port?: number;
  /** The clock: milliseconds since the epoch; absent: the real one. */
  readonly clock?: () => number;
  /** Delay (ms) before every answer of the Web API and of response URLs; absent: 0. */
  readonly latencyMs?: number;
  /** How long (ms) the app has to acknowledge, read at each delivery; absent: 3,000, as in Slack. */
  readonly ackTimeoutMs?: number;
  /** How long (ms) a trigger can be used; absent: 3,000, as in Slack. */
  readonly triggerLifeMs?: number;
  /** Called with every call in both directions, unmasked. */
  readonly onLogged?: CallListener;
  /** The state to continue with; absent: the seeded workspace. */
  readonly state?: SlackState;
  /** The rest of the saved state: further workspaces, and the tokens of all workspaces. */
  readonly otherWorkspaces?: OtherWorkspaces;
}

/** A running Slack of the sandbox. */
export interface SandboxSlack {
  /** Address of the Web API; ends in `/api/`. */
  readonly apiUrl: string;
  /** Address of this Slack, without a trailing slash. */
  readonly baseUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  /** The app-level token, `xapp-…`, for Socket Mode. */
  readonly appToken: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  /** The saved state of the first workspace; plain JSON. */
  readonly state: SlackState;
  /** Returns the rest of the saved state as plain JSON, made anew at each call. */
  otherWorkspaces(): OtherWorkspaces;
  readonly log: readonly LogEntry[];
  readonly faults: Faults;
  /** The connections of Socket Mode. */
  readonly sockets: SocketActs;
  /** Applies the settings of the app, such as its request URL. */
  connectApp(connection: AppConnection): void;
  /** Sends Slack's `url_verification`; true when the app answered it. */
  verifyRequestUrl(): Promise<boolean>;
  addUser(user: NewUser): User;
  addChannel(channel: NewChannel): Channel;
  /** Finds a person by handle or id. */
  user(name: string): User;
  setScopes(scopes: readonly string[]): void;
  setToken(state: AppState['tokenState']): void;
  readonly latencyMs: number;
  setLatency(latencyMs: number): void;
  /** Sets a hook that is called before and after each call that no planned fault ends; null removes it. */
  onCall(hook: CallHook | null): void;
  person(name: string): Person;
  send(request: RawRequest): Promise<RawAnswer>;
  /** Sends the last request with this label (`/sign`, `block_actions`, …) again, byte for byte. */
  replay(label: string): Promise<RawAnswer>;
  sendEvent(event: JsonObject, copies?: number): Promise<void>;
  /** Removes a message as if it had never been posted; the app is not told. */
  removeMessage(message: Message): void;
  /** The first workspace, and all workspaces. */
  readonly home: Workspace;
  readonly workspaces: readonly Workspace[];
  addWorkspace(workspace: NewWorkspace): Workspace;
  /** What Slack knows of the app's installations, and its settings for them. */
  readonly oauth: OAuthState;
  close(): Promise<void>;
}

/** Starts a Slack on 127.0.0.1. */
export async function startSlack(options: SlackOptions = {}): Promise<SandboxSlack> {
  const server = createServer({ keepAliveTimeout });
  const port = await listenOnLoopback(server, options.port);
  const world: World = {
    state: withoutInheritedKeys(options.state ?? seededState()),
    now: options.clock ?? Date.now,
    log: [],
    onLogged: options.onLogged ?? null,
    faults: createFaults(),
    limiter: new RateLimiter(),
    changes: createChanges(),
    sockets: createSockets(),
    workspaces: [],
    oauth: createOAuthState(options.otherWorkspaces),
    hook: null,
    lastSent: new Map(),
    submitting: new Set(),
    get ackTimeoutMs() {
      return options.ackTimeoutMs ?? 3000;
    },
    triggerLifeMs: options.triggerLifeMs ?? 3000,
    latencyMs: options.latencyMs ?? 0,
    baseUrl: `http://127.0.0.1:${port}`,
  };
  world.workspaces.push(world);
  if (options.otherWorkspaces) restoreOtherWorkspaces(world, options.otherWorkspaces);
  server.on('request', (request, response) => void answer(world, port, request, response));
  server.on('upgrade', (request, socket, head) => world.sockets.accept(request, socket, head, world.now()));
  const retries = setInterval(() => {
    for (const workspace of world.workspaces) void retryDueEvents(workspace);
  }, 100);
  retries.unref();
  return slackInterface(world, async () => {
    clearInterval(retries);
    world.sockets.close();
    await closeServer(server);
  });
}

async function answer(
  world: World,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? '/';
  if (!isFromThisMachine(request)) {
    return sendJson(response, 403, { ok: false, error: 'only from this machine' });
  }
  try {
    const url = new URL(target, world.baseUrl);
    if (url.pathname.startsWith('/control/')) return await handleControl(world, port, request, response, url);
    if (url.pathname.startsWith('/api/')) await handleApi(world, request, response, url);
    else if (url.pathname.startsWith('/upload/v1/')) await handleUpload(world, request, response, url);
    else if (url.pathname.startsWith('/files-pri/')) handleDownload(world, request, response, url);
    else if (url.pathname.startsWith('/hooks/')) await handleResponseUrl(world, request, response, url);
    else if (url.pathname === '/oauth/v2/authorize') await handleAuthorize(world, request, response, url);
    else sendJson(response, 404, { ok: false, error: 'not_found' });
    world.changes.changed();
  } catch (error) {
    const status = error instanceof BodyTooLarge ? 413 : 500;
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    record(world, {
      at: world.now(),
      direction: 'to-slack',
      method: 'sandbox-failure',
      path: target,
      status,
      ms: 0,
      body: '',
      answer: said,
    });
    if (response.headersSent) response.destroy();
    else sendJson(response, status, { ok: false, error: 'internal_error' });
  }
}

/** What tests and the sandbox can do with a running Slack. */
function slackInterface(world: World, close: () => Promise<void>): SandboxSlack {
  const { state } = world;
  const { app } = state;
  return {
    apiUrl: `${world.baseUrl}/api/`,
    baseUrl: world.baseUrl,
    signingSecret: app.signingSecret,
    botToken: app.botToken,
    appToken: app.appToken,
    teamId: state.team.id,
    appId: app.appId,
    botUserId: app.botUserId,
    state,
    otherWorkspaces: () => otherWorkspacesToSave(world),
    log: world.log,
    faults: world.faults,
    sockets: world.sockets,
    connectApp: (connection) => connectApp(app, connection),
    verifyRequestUrl: () => verifyRequestUrl(world),
    addUser: (user) => addUser(state, user),
    addChannel: (channel) => addChannel(state, channel),
    user: (name) => userNamed(state, name),
    setScopes: (scopes) => {
      app.scopes = [...scopes];
    },
    setToken: (tokenState) => {
      app.tokenState = tokenState;
    },
    get latencyMs() {
      return world.latencyMs;
    },
    setLatency: (latencyMs) => {
      world.latencyMs = latencyMs;
    },
    onCall: (hook) => {
      world.hook = hook;
    },
    person: (name) => personAt(world.baseUrl, userNamed(state, name).id),
    send: (request) => sendRaw(world, request),
    replay: (label) => replay(world, label),
    sendEvent: (event, copies) => sendEvent(world, event, copies),
    removeMessage: (message) => {
      state.messages = state.messages.filter((one) => one !== message);
      world.changes.changed();
    },
    home: workspaceOf(world),
    get workspaces() {
      return world.workspaces.map(workspaceOf);
    },
    addWorkspace: (workspace) => addWorkspace(world, workspace),
    oauth: world.oauth,
    close,
  };
}
