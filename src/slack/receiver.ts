/**
 * Receives Slack's HTTP requests for Bolt: reads a request within limits, checks Slack's signature, then the shape of
 * the body, and only then passes it on. Until the signature is verified, a body is only counted and hashed, and
 * compared with Slack's `ssl_check`. Refused requests are logged with the reason, without their content. Bolt's own
 * receiver is not used: it accepts timestamps from the future, quotes bodies in its log, and ends the process after a
 * signed body such as `null`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import { describeError } from '../failure.ts';
import { reportingAck, slackWaitsMs } from './acknowledgement.ts';
import { createBodyReader, type NoBody } from './body.ts';
import { isSlackBody, maxPayloadBytes } from './payload-shapes.ts';
import { limitLines } from './token-bucket.ts';

export interface ReceiverOptions {
  readonly signingSecret: string;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  /** The clock: milliseconds since epoch. */
  readonly now: () => number;
}

/** Receives Slack's requests over HTTP, checks their signatures, and hands them to Bolt. */
export interface SlackReceiver {
  /** The receiver to create the Bolt app with. */
  readonly receiver: Receiver;
  /** Answers one POST from Slack. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/**
 * Limits of Slack's requests. Commands and presses are small; sixteen of the largest payloads can be read at the same
 * time. Slack sends pieces of a kilobyte and more, and waits three seconds for the answer.
 */
export const bodyLimits = {
  smallBytes: 16 * 1024,
  maxSharedBytes: 16 * maxPayloadBytes,
  maxPieces: 4_096,
  withinMs: 3_000,
};

/** Limit (bytes) for a body without usable signature headers; Slack's `ssl_check` has a hundred. */
export const maxUnsignedBytes = 4 * 1024;

/** How far (seconds) a request's timestamp may be from our time, in either direction. */
const maxSecondsApart = 5 * 60;

/** The HTTP status with which a request without a usable body is refused. */
const refusals: Readonly<Record<Exclude<NoBody, 'gone'>, number>> = {
  'too large': 413,
  'too slow': 408,
  crowded: 503,
};

const formType = 'application/x-www-form-urlencoded';

/** Creates the receiver. */
export function createReceiver(options: ReceiverOptions): SlackReceiver {
  let app: App | null = null;
  const readBody = createBodyReader(bodyLimits);
  const log = { warn: limitLines((fields, line) => options.log.warn(fields, line), options.now) };
  const receiver: Receiver = {
    init: (bolt) => {
      app = bolt;
    },
    // There is nothing to start, because our own server listens.
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (status: number, why: string): void => {
      log.warn({ status, why }, 'a request to the address of Slack was refused');
      respondWith(response, status);
    };
    const signed = signatureOf(options, request);
    const bytes = await readBody(request, signed ? maxPayloadBytes : maxUnsignedBytes);
    if (bytes === 'gone') return;
    if (typeof bytes === 'string') {
      // The connection is closed, because keeping it would require reading the rest of the body.
      response.setHeader('connection', 'close');
      return refuse(refusals[bytes], bytes);
    }
    const type = request.headers['content-type'];
    if (isSslCheck(bytes, type)) return void respondWith(response, 200);
    if (!signed || !isSignedWith(options.signingSecret, signed, bytes))
      return refuse(401, 'signature or time');
    const body = parse(bytes.toString('utf8'), type);
    if (!isSlackBody(body)) return refuse(400, 'body');
    if (body['type'] === 'url_verification')
      return void respondWith(response, 200, { challenge: body['challenge'] });
    await dispatchToBolt(options, app, body, response);
  };
  return { receiver, handle };
}

interface Signed {
  readonly sentAtSeconds: number;
  readonly signature: string;
}

/**
 * Timestamp and signature from the headers; null when one is missing or malformed, or the time is too far from ours.
 */
function signatureOf({ now }: ReceiverOptions, request: IncomingMessage): Signed | null {
  const time = request.headers['x-slack-request-timestamp'];
  const signature = request.headers['x-slack-signature'];
  if (typeof time !== 'string' || !/^\d{1,12}$/.test(time)) return null;
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return null;
  const sentAtSeconds = Number(time);
  return Math.abs(now() / 1000 - sentAtSeconds) <= maxSecondsApart ? { sentAtSeconds, signature } : null;
}

/** Verifies the signature: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function isSignedWith(secret: string, { sentAtSeconds, signature }: Signed, body: Buffer): boolean {
  const hash = createHmac('sha256', secret).update(`v0:${sentAtSeconds}:`).update(body).digest('hex');
  return timingSafeEqual(Buffer.from(`v0=${hash}`), Buffer.from(signature));
}

/** Whether it is Slack's check of the connection (`ssl_check`), which Slack may not sign. Its content is not used. */
function isSslCheck(body: Buffer, type: string | undefined): boolean {
  if (type !== formType || body.length > maxUnsignedBytes) return false;
  return new URLSearchParams(body.toString('utf8')).get('ssl_check') === '1';
}

/** The parsed body of a request; undefined when it is neither a form nor JSON. */
function parse(text: string, type: string | undefined): unknown {
  if (type === 'application/json') return parseJson(text);
  if (type !== formType) return undefined;
  const fields = [...new URLSearchParams(text)];
  // A form with a repeated field is ambiguous.
  if (new Set(fields.map(([name]) => name)).size < fields.length) return undefined;
  const form = Object.fromEntries(fields);
  return form['payload'] === undefined ? form : parseJson(form['payload']);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller refuses it, because `undefined` matches no shape. The parser's error is dropped: it would quote the
    // body.
    return undefined;
  }
}

async function dispatchToBolt(
  options: ReceiverOptions,
  app: App | null,
  body: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  // A request that no listener has acknowledged is answered with an error when Slack waits no longer.
  const unhandled = setTimeout(() => {
    options.log.warn(
      { kind: String(body['type'] ?? 'command') },
      'no listener has acknowledged what Slack sent',
    );
    respondWith(response, 404);
  }, slackWaitsMs);
  let isAcknowledged = false;
  const ack = reportingAck((answer) => {
    if (isAcknowledged) throw new ReceiverMultipleAckError();
    isAcknowledged = true;
    clearTimeout(unhandled);
    const isSent = respondWith(response, 200, answer);
    // An answer that was too late has been logged above.
    if (!isSent && !response.headersSent)
      options.log.warn(
        { kind: String(body['type'] ?? 'command') },
        'an acknowledgement found its connection closed',
      );
    return isSent;
  });
  try {
    await app?.processEvent({ body, ack });
  } catch (error) {
    // Listeners' errors do not arrive here. Bolt failed on a field that only Bolt reads, and called no listener.
    clearTimeout(unhandled);
    options.log.warn({ error: describeError(error) }, 'Bolt could not read what Slack sent');
    respondWith(response, 400);
  }
}

/** Answers the request. @returns false when the connection is closed or was answered already, so nothing was sent */
function respondWith(response: ServerResponse, status: number, answer?: unknown): boolean {
  if (response.headersSent || response.destroyed) return false;
  if (answer === undefined || answer === '') {
    response.writeHead(status).end();
    return true;
  }
  const isText = typeof answer === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? answer : JSON.stringify(answer));
  return true;
}
