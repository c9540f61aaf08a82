/**
 * Bolt, and the two ways that Slack's traffic takes to it: over HTTP through our own server, or over WebSockets
 * that we open. Either way the receiver is ours. Bolt gets no token: whose workspace a payload is of, and as whom
 * Slack is called for it, is decided behind the listeners.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Logger, LogLevel, type Receiver } from '@slack/bolt';
import { describe, Fault } from '../failure.ts';
import { clientOptions } from './client.ts';
import { createReceiver } from './receiver.ts';
import { createSocketReceiver } from './socket.ts';

export interface BoltOptions {
  readonly intake:
    | { readonly mode: 'socket'; readonly appToken: string }
    | { readonly mode: 'http'; readonly signingSecret: string };
  readonly apiUrl: string;
  readonly log: SlackLog;
  readonly now: () => number;
}

export interface SlackLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  warn(fields: object, message: string): void;
  error(message: string): void;
  error(fields: object, message: string): void;
}

/** How Slack's traffic comes in. */
export interface Intake {
  /** Answers one POST of Slack's; null in Socket Mode, where nothing of Slack comes in at the port. */
  readonly handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  /** In Socket Mode connects. @throws OutsideFailure when Slack refuses or cannot be reached. */
  start(): Promise<void>;
  /** @throws when nothing that people do in Slack would arrive now. */
  check(): void;
  /** Takes nothing more; what was taken is acknowledged first. */
  stop(): Promise<void>;
}

/** @returns the app to register listeners on, and the intake, which begins with its `start`. */
export function createBolt(options: BoltOptions): { app: App; intake: Intake } {
  const logger = boltLogger(options.log);
  const { receiver, intake } = createIntake(options);
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions: clientOptions(options.apiUrl, 10_000),
    // Called for every payload. A client of Bolt's is never used, and it would keep one for each token for ever.
    authorize: async () => ({}),
  });
  app.error(async (error) => {
    // Listeners have their own boundary; what arrives here failed inside Bolt. Its properties may hold bodies.
    options.log.error(`Bolt: ${error.code} (${describe(error.original ?? error)})`);
  });
  return { app, intake };
}

function createIntake(options: BoltOptions): { receiver: Receiver; intake: Intake } {
  const { intake, apiUrl, log, now } = options;
  if (intake.mode === 'http') {
    const { receiver, handle } = createReceiver({ signingSecret: intake.signingSecret, log, now });
    // Our own server starts and stops; that the bot token is accepted was seen before.
    const nothing = async (): Promise<void> => undefined;
    return { receiver, intake: { handle, start: nothing, check: () => undefined, stop: nothing } };
  }
  const receiver = createSocketReceiver({ appToken: intake.appToken, apiUrl, log });
  const check = (): void => {
    if (!receiver.isLive()) throw new Fault('no connection to Slack');
  };
  return {
    receiver,
    intake: { handle: null, start: () => receiver.start(), check, stop: () => receiver.stop() },
  };
}

/**
 * Bolt's lines, reduced to the words they begin with, which are its own. What follows quotes addresses with their codes,
 * messages of any error, or whole bodies.
 */
export function boltLogger(log: SlackLog): Logger {
  const first = ([line]: unknown[]): string =>
    `Bolt: ${typeof line === 'string' ? (/^[A-Za-z][A-Za-z ,'-]*/.exec(line)?.[0].trim() ?? '') : describe(line)}`;
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(first(parts)),
    warn: (...parts) => log.warn(first(parts)),
    error: (...parts) => log.error(first(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
