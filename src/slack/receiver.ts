/**
 * Between our server and Bolt: reads a request within limits, checks Slack's signature and the shape of the
 * body, and only then hands it on. Bolt's own receiver accepts timestamps from the future, quotes bodies in
 * its log, and ends the process over a signed body such as `null`. Says in the log that something was refused
 * and why, never what it held.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, isValidSlackRequest, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import { fewLines } from './allowance.ts';
import { createBodyReader } from './body.ts';
import { isSlackBody, mostPayloadBytes } from './payload-shapes.ts';

export interface ReceiverOptions {
  readonly signingSecret: string;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  /** Milliseconds since epoch. */
  readonly now: () => number;
}

export interface SlackReceiver {
  /** To be given to Bolt. */
  readonly receiver: Receiver;
  /** Answers one POST of Slack's. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Of them all, so many are never on their way at one time. */
const bodyLimits = { mostBytes: mostPayloadBytes, mostHeldBytes: 32 * 1024 * 1024 };

/** Slack's clock and ours may differ by so much; Bolt's check refuses what is older. */
const mostAheadMs = 5 * 60_000;

/** Nothing takes the request: Slack waits no longer than three seconds. */
const unhandledAfterMs = 3_000;

const formType = 'application/x-www-form-urlencoded';

export function createReceiver(options: ReceiverOptions): SlackReceiver {
  let app: App | null = null;
  const readBody = createBodyReader(bodyLimits);
  const log = { warn: fewLines((fields, line) => options.log.warn(fields, line), options.now) };
  const receiver: Receiver = {
    init: (bolt) => {
      app = bolt;
    },
    // Our own server listens.
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (status: number, why: string): void => {
      log.warn({ status, why }, 'a request to the address of Slack was refused');
      end(response, status);
    };
    const bytes = await readBody(request);
    if (bytes === 'gone') return;
    if (bytes === 'crowded') {
      return log.warn({ why: 'too much at once' }, 'a request to the address of Slack was cut');
    }
    if (bytes === 'too large') {
      // What is still coming would have to be read to keep the connection.
      response.setHeader('connection', 'close');
      return refuse(413, 'too large');
    }
    const text = bytes.toString('utf8');
    const type = request.headers['content-type'];
    // Slack tries the connection out with a request that it may not sign; nothing else in it counts.
    if (type === formType && new URLSearchParams(text).get('ssl_check') === '1') return end(response, 200);
    if (!isFromSlack(options, request, text)) return refuse(401, 'signature or time');
    const body = parse(text, type);
    if (!isSlackBody(body)) return refuse(400, 'body');
    if (body['type'] === 'url_verification') return end(response, 200, { challenge: body['challenge'] });
    await handOver(options, app, body, request, response);
  };
  return { receiver, handle };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function isFromSlack(options: ReceiverOptions, request: IncomingMessage, body: string): boolean {
  const sentAtSeconds = Number(request.headers['x-slack-request-timestamp']);
  const signature = request.headers['x-slack-signature'];
  if (typeof signature !== 'string') return false;
  if (!(sentAtSeconds * 1000 <= options.now() + mostAheadMs)) return false;
  return isValidSlackRequest({
    signingSecret: options.signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': sentAtSeconds },
    nowMilliseconds: options.now(),
  });
}

/** The body as a value; undefined when it is none of the two kinds that Slack sends. */
function parse(text: string, type: string | undefined): unknown {
  if (type === 'application/json') return parseJson(text);
  if (type !== formType) return undefined;
  const fields = [...new URLSearchParams(text)];
  // Of a field that comes twice nobody could say which one is meant.
  if (new Set(fields.map(([name]) => name)).size < fields.length) return undefined;
  const form = Object.fromEntries(fields);
  return form['payload'] === undefined ? form : parseJson(form['payload']);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No shape fits it, so the caller refuses it; the error would quote it.
    return undefined;
  }
}

async function handOver(
  options: ReceiverOptions,
  app: App | null,
  body: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const unhandled = setTimeout(() => {
    options.log.warn({ kind: String(body['type'] ?? 'command') }, 'nothing takes what Slack sent');
    end(response, 404);
  }, unhandledAfterMs);
  let isAcknowledged = false;
  const ack = async (answer?: unknown): Promise<void> => {
    if (isAcknowledged) throw new ReceiverMultipleAckError();
    isAcknowledged = true;
    clearTimeout(unhandled);
    end(response, 200, answer);
  };
  const retryNum = Number(request.headers['x-slack-retry-num']);
  const retryReason = request.headers['x-slack-retry-reason'];
  await app?.processEvent({
    body,
    ack,
    ...(Number.isInteger(retryNum) ? { retryNum } : {}),
    ...(typeof retryReason === 'string' ? { retryReason } : {}),
  });
}

/** Whatever comes late (Slack has gone, or was answered already) is dropped. */
function end(response: ServerResponse, status: number, answer?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  if (answer === undefined || answer === '') {
    response.writeHead(status).end();
    return;
  }
  const isText = typeof answer === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? answer : JSON.stringify(answer));
}
