/**
 * Sends requests to the app: as envelopes in Socket Mode, else by HTTP. HTTP requests are signed and have exactly
 * Slack's content types and one connection each. Waits for the acknowledgement no longer than Slack does. Callers
 * decide what an answer means. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { record } from './log.ts';
import { envelopeOf } from './socket-frames.ts';
import type { World } from './world.ts';

/** The app's answer to a request, or why there was none. */
export type DeliveryResult =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      readonly type: string;
      readonly body: string;
      /** Whether the answer asks Slack not to send the event again. */
      readonly noRetry: boolean;
    }
  | { readonly outcome: 'timeout' }
  | { readonly outcome: 'unreachable' };

/** A request to the app. */
export interface Delivery {
  /** The name of the request in the log: `/sign`, `block_actions`, `event_callback`. */
  readonly label: string;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Record<string, string>;
  /** How the request is signed: `wrong` with another secret, `none` not at all; absent: `right`. */
  readonly sign?: 'right' | 'wrong' | 'none';
  /** Timestamp of the request (seconds); absent: the world's clock, which is the app's too. */
  readonly timestamp?: number;
  /** All headers of the request, unchanged, in place of the usual ones: for a replay. */
  readonly exactHeaders?: Record<string, string>;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

/** Sends one request to the app, waits for its answer, and logs both. Never throws. */
export async function deliver(world: World, delivery: Delivery): Promise<DeliveryResult> {
  const startedAt = performance.now();
  const { requestUrl, socketMode } = world.state.app;
  const delivered: DeliveryResult = socketMode
    ? await sendOverSocket(world, delivery)
    : requestUrl
      ? await sendOverHttp(world, new URL(requestUrl), delivery)
      : { outcome: 'unreachable' };
  record(world, {
    at: world.now(),
    direction: 'to-app',
    method: delivery.label,
    path: requestUrl ? new URL(requestUrl).pathname : '',
    status: delivered.outcome === 'answered' ? delivered.status : null,
    ms: Math.round(performance.now() - startedAt),
    body: delivery.body,
    answer: delivered.outcome === 'answered' ? delivered.body : delivered.outcome,
  });
  return delivered;
}

/**
 * Sends the request as an envelope of Socket Mode. Envelopes have no signature, so a request that should have a wrong
 * one, or none, is not sent: `unreachable`.
 */
async function sendOverSocket(world: World, delivery: Delivery): Promise<DeliveryResult> {
  if ((delivery.sign ?? 'right') !== 'right') return { outcome: 'unreachable' };
  const { label, body, contentType, headers } = delivery;
  world.lastSent.set(label, { body, headers: { 'content-type': contentType } });
  const envelope = envelopeOf(body, contentType === FORM_TYPE, headers);
  const outcome = await world.sockets.deliver(envelope, world.ackTimeoutMs);
  if (outcome.kind === 'timeout') return { outcome: 'timeout' };
  if (outcome.kind === 'nobody') return { outcome: 'unreachable' };
  const answer = outcome.payload === undefined ? '' : JSON.stringify(outcome.payload);
  return { outcome: 'answered', status: 200, type: JSON_TYPE, body: answer, noRetry: false };
}

function sendOverHttp(world: World, url: URL, delivery: Delivery): Promise<DeliveryResult> {
  return new Promise((resolve) => {
    const headers = delivery.exactHeaders ?? headersOf(world, delivery);
    world.lastSent.set(delivery.label, { body: delivery.body, headers });
    const request = httpRequest(url, { method: 'POST', headers, agent: false });
    const timer = setTimeout(() => {
      resolve({ outcome: 'timeout' });
      request.destroy();
    }, world.ackTimeoutMs);
    request.on('error', () => {
      clearTimeout(timer);
      resolve({ outcome: 'unreachable' });
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve({ outcome: 'unreachable' }));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          outcome: 'answered',
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
          noRetry: response.headers['x-slack-no-retry'] === '1',
        });
      });
    });
    request.end(delivery.body);
  });
}

function headersOf(world: World, delivery: Delivery): Record<string, string> {
  const timestamp = String(delivery.timestamp ?? Math.floor(world.now() / 1000));
  const sign = delivery.sign ?? 'right';
  const secret = sign === 'wrong' ? 'not-the-secret' : world.state.app.signingSecret;
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${delivery.body}`).digest('hex');
  return {
    'content-type': delivery.contentType,
    'content-length': String(Buffer.byteLength(delivery.body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    accept: 'application/json,*/*',
    'x-slack-request-timestamp': timestamp,
    ...(sign === 'none' ? {} : { 'x-slack-signature': `v0=${signature}` }),
    ...delivery.headers,
  };
}
