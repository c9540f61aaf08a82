/**
 * A bare app over node:http whose answers each test sets, with a sandbox Slack and a real WebClient. The app verifies
 * nothing and uses no Slack library, so tests see exactly what was sent.
 */

import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import { WebClient } from '@slack/web-api';
import { closeServer, listenOnLoopback, readBody } from '../../../sandbox/http.ts';
import type { SandboxSlack, SlackOptions } from '../../../sandbox/slack/server.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';

/** A request that the app has received. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** The payload of an interaction, the fields of a command, or the JSON of an event. */
  // biome-ignore lint/suspicious/noExplicitAny: payloads are inspected field by field, wrong guesses fail the test
  readonly body: any;
}

export interface AppAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Whether the app never answers. */
  readonly hang?: boolean;
}

/** A sandbox Slack with an app that the test controls. */
export interface Bench {
  readonly slack: SandboxSlack;
  readonly web: WebClient;
  readonly received: Received[];
  /** Sets how the app answers all further requests, for which Slack now waits long. */
  answer(handler: (request: Received) => AppAnswer | Promise<AppAnswer>): void;
  /** From now on the app never answers, and Slack waits only briefly. */
  hangs(): void;
  /** A clock that tests move. */
  readonly clock: { now: number };
  /** Stops the app, so that it cannot be reached. */
  stopApp(): Promise<void>;
  close(): Promise<void>;
}

/** How long (ms) Slack waits for an answer that comes, on a busy machine too. */
const patientMs = 20_000;

export async function startBench(options: SlackOptions = {}): Promise<Bench> {
  const clock = { now: Date.now() };
  let waitsMs = patientMs;
  const slack = await startSlack({
    clock: () => clock.now,
    get ackTimeoutMs() {
      return waitsMs;
    },
    ...options,
  });
  const received: Received[] = [];
  let handler: (request: Received) => AppAnswer | Promise<AppAnswer> = () => ({});
  const app: Server = createServer(async (request, response) => {
    const raw = await readBody(request);
    const got = { headers: request.headers, raw, body: bodyOf(raw) };
    received.push(got);
    const { status = 200, body = '', headers = {}, hang = false } = await handler(got);
    if (hang) return;
    const isText = typeof body === 'string';
    response.writeHead(status, isText ? headers : { 'content-type': 'application/json', ...headers });
    response.end(isText ? body : JSON.stringify(body));
  });
  const port = await listenOnLoopback(app);
  slack.connectApp({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return {
    slack,
    web: clientFor(slack, slack.botToken),
    received,
    answer: (next) => {
      handler = next;
      waitsMs = patientMs;
    },
    hangs: () => {
      handler = () => ({ hang: true });
      waitsMs = 300;
    },
    clock,
    stopApp: () => closeServer(app),
    close: async () => {
      await closeServer(app);
      await slack.close();
    },
  };
}

export function clientFor(slack: SandboxSlack, token: string | undefined): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 30_000,
  });
}

function bodyOf(raw: string): unknown {
  if (raw.startsWith('{')) return JSON.parse(raw);
  const form = new URLSearchParams(raw);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : JSON.parse(payload);
}

/** The error code of a refused call, with its data. Fails when the call succeeds. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ error: string; messages: string[]; data: Record<string, unknown> }> {
  try {
    await call;
  } catch (thrown) {
    const data = (thrown as { data?: Record<string, unknown> }).data;
    if (!data) throw thrown;
    const meta = data['response_metadata'] as { messages?: string[] } | undefined;
    return { error: String(data['error']), messages: meta?.messages ?? [], data };
  }
  throw new Error('the call was not refused');
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** A modal with one optional text input, whose block_id is 'name' and action_id is 'text'. */
export function modal(extra: Record<string, unknown> = {}) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain('Form'),
    submit: plain('Go'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'name',
        optional: true,
        label: plain('Name'),
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      },
    ],
    ...extra,
  };
}
