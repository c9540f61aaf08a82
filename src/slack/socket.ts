/**
 * A receiver for Bolt in Socket Mode: passes envelopes to Bolt, and sends the acknowledgements. Bolt's own receiver is
 * not used: its client closes a connection before it opens the next, and ends the process after a payload without an
 * event, or when a token is refused at a reconnection. Payloads are never logged.
 *
 * Bolt acknowledges an event before its listener runs; any other envelope is acknowledged by the listener that handles
 * it. When no listener does, Slack shows an error.
 */
import type { App, Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { OutsideFailure } from '../failure.ts';
import { reportingAck, slackWaitsMs } from './acknowledgement.ts';
import { clientOptions } from './client.ts';
import { slackFailure } from './errors.ts';
import { isSlackBody } from './payload-shapes.ts';
import { createPersistentSocket, type PersistentSocketTimes } from './persistent-socket.ts';
import type { SocketConnection } from './socket-connection.ts';
import type { Envelope } from './socket-frames.ts';

export interface SocketOptions {
  /** `xapp-…`, with `connections:write`. */
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  readonly times?: Partial<PersistentSocketTimes>;
}

export interface SocketReceiver extends Receiver {
  /** Connects. @throws OutsideFailure when Slack refuses or cannot be reached. */
  start(): Promise<void>;
  /**
   * Stops accepting envelopes, waits at most three seconds until accepted ones are acknowledged, then closes the
   * connections.
   */
  stop(): Promise<void>;
  isLive(): boolean;
}

/** Creates the receiver; `start` connects it. */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { log } = options;
  const unanswered = new Set<Promise<void>>();
  let app: App | null = null;
  let isStopping = false;
  const line = createPersistentSocket({
    askAddress: addressSource(options),
    log,
    ...(options.times ? { times: options.times } : {}),
    onFrame: (frame, from) => {
      if (frame.kind === 'odd') {
        return log.warn(`ignored what Slack sent (${frame.what}, type ${frame.type})`);
      }
      // The envelope is not acknowledged. Slack then sends an event to another process or repeats it, and shows an
      // error to a person who waits for an answer.
      if (isStopping || !app) return log.info(`left an envelope (${frame.type}) to Slack while stopping`);
      const answered = dispatchEnvelope(app, frame, from, log);
      unanswered.add(answered);
      void answered.finally(() => unanswered.delete(answered));
    },
  });
  return {
    init: (bolt) => {
      app = bolt;
    },
    start: () => line.start(),
    isLive: () => line.isLive(),
    stop: async () => {
      isStopping = true;
      await Promise.race([Promise.allSettled(unanswered), after(slackWaitsMs)]);
      await line.stop();
    },
  };
}

/** Creates the function that asks Slack for the address of a WebSocket, with the app-level token. */
function addressSource(options: SocketOptions): () => Promise<string> {
  const client = new WebClient(options.appToken, clientOptions(options.apiUrl, 10_000));
  const operation = 'apps.connections.open';
  return async () => {
    try {
      const { url } = await client.apps.connections.open();
      if (url) return url;
    } catch (error) {
      throw slackFailure(error, operation, false);
    }
    throw new OutsideFailure({ service: 'slack', operation, kind: 'retry', status: 200, reason: 'no_url' });
  };
}

/** Hands an envelope to Bolt. Resolves when it is acknowledged or never will be; never rejects. */
function dispatchEnvelope(
  app: App,
  envelope: Envelope,
  from: SocketConnection,
  log: SocketOptions['log'],
): Promise<void> {
  return new Promise((resolve) => {
    let isAcknowledged = false;
    const ack = reportingAck((answer) => {
      if (isAcknowledged) {
        log.warn(`a second acknowledgement (${envelope.type}) was ignored`);
        return false;
      }
      isAcknowledged = true;
      const isSent = from.send(reply(envelope, answer));
      if (!isSent) log.warn(`an acknowledgement (${envelope.type}) found its connection closed`);
      resolve();
      return isSent;
    });
    passToBolt(app, envelope, ack, log)
      .then(() => {
        if (!isAcknowledged) log.warn(`nothing here answers this ${envelope.type}; Slack tells the person`);
      })
      .catch((error: unknown) => {
        log.error(
          `an envelope (${envelope.type}) failed: ${error instanceof Error ? error.name : typeof error}`,
        );
      })
      .finally(resolve);
  });
}

async function passToBolt(
  app: App,
  envelope: Envelope,
  ack: (answer?: unknown) => Promise<void>,
  log: SocketOptions['log'],
): Promise<void> {
  const { body } = envelope;
  if (!isSlackBody(body)) return;
  if (body['type'] === 'app_rate_limited') {
    // This payload has no event for a listener, so it is only logged.
    log.warn('Slack sends fewer events for a while (app_rate_limited)');
    return ack();
  }
  await app.processEvent({ body, ack });
}

/** The acknowledgement frame. It contains an answer only where Slack accepts one. */
function reply(envelope: Envelope, answer: unknown): string {
  const isAnswer = envelope.takesAnswer && answer !== undefined && answer !== '';
  const payload = typeof answer === 'string' ? { text: answer } : answer;
  return JSON.stringify({ envelope_id: envelope.id, ...(isAnswer ? { payload } : {}) });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
