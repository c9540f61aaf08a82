/**
 * What an attacker, or a person with a copy of an old payload, sends: raw requests to the app's port, and interactions
 * with Slack's own signature but made-up content.
 */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { World } from './world.ts';

export const formType = 'application/x-www-form-urlencoded';

export interface HttpRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Several parts are sent chunked, without a length. */
  readonly body?: string | readonly string[];
}

export interface RawResponse {
  /** Null: the connection was cut without an answer. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends one request to the app exactly as given; nothing is normalised. @throws when nothing comes for 10 s */
export function sendsRaw(
  world: World,
  { method = 'POST', path = '/slack/events', headers = {}, body = '' }: HttpRequest,
) {
  return new Promise<RawResponse>((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: world.app.port, method, path, headers, agent: false, timeout: 10_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        const done = (): void =>
          resolve({ status: response.statusCode ?? null, headers: response.headers, body: text });
        response.on('end', done).on('error', done);
      },
    );
    request.on('timeout', () => {
      reject(new Error(`${method} ${path}: no answer for 10 s`));
      request.destroy();
    });
    request.on('error', () => resolve({ status: null, headers: {}, body: '' }));
    if (typeof body === 'string') request.end(body);
    else {
      for (const part of body) request.write(part);
      request.end();
    }
  });
}

/** Headers with Slack's signature of a body. */
export function signedHeaders(world: World, body: string, type = formType): Record<string, string> {
  const timestamp = String(Math.floor(world.now() / 1000));
  const hash = createHmac('sha256', world.slack.signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
  };
}

/** Opens a connection and sends only the beginning of a request. */
export function trickle(world: World, beginning: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(world.app.port, '127.0.0.1', () => {
      socket.write(beginning);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** Who a made-up interaction claims to come from. */
export interface Forged {
  /** Handle of the person who presses. */
  readonly by: string;
  /** The workspace that the payload is about; absent: that of this world. */
  readonly team?: string;
  /** The presser's own workspace as the payload names it; absent: the true one. */
  readonly userTeam?: string;
}

/** The fields of every interaction that say who acted. */
export function actor(world: World, { by, team, userTeam }: Forged): Record<string, unknown> {
  const { slack } = world;
  const user = slack.user(by);
  return {
    team: { id: team ?? slack.teamId, domain: 'acme' },
    user: { id: user.id, username: by, name: by, team_id: userTeam ?? user.teamId },
    api_app_id: slack.appId,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A press on a button of a message, with any value. Its `trigger_id` is made up. */
export function press(
  world: World,
  who: Forged,
  button: { readonly actionId: unknown; readonly value?: unknown; readonly responseUrl?: string },
): Record<string, unknown> {
  return {
    ...actor(world, who),
    type: 'block_actions',
    container: { type: 'message', message_ts: '1.000001', channel_id: 'D1' },
    trigger_id: '1.2.forged',
    channel: { id: 'D1', name: 'directmessage' },
    message: { ts: '1.000001', text: '' },
    state: { values: {} },
    response_url: button.responseUrl ?? `${world.slack.baseUrl}/hooks/action/R1/none`,
    actions: [{ type: 'button', action_id: button.actionId, block_id: 'b', value: button.value }],
  };
}

/** A submission of a view with any metadata and state. */
export function submission(
  world: World,
  who: Forged,
  view: { readonly callbackId: unknown; readonly metadata?: unknown; readonly values?: unknown },
): Record<string, unknown> {
  return {
    ...actor(world, who),
    type: 'view_submission',
    trigger_id: '1.2.forged',
    view: {
      id: 'V1',
      type: 'modal',
      hash: '1.a',
      callback_id: view.callbackId,
      private_metadata:
        typeof view.metadata === 'string' ? view.metadata : JSON.stringify(view.metadata ?? {}),
      state: { values: view.values ?? {} },
      blocks: [],
    },
    response_urls: [],
  };
}
