/**
 * Creates the Bolt app. Slack's traffic reaches it over HTTP through our own server, or over WebSockets that we open;
 * both receivers are our own. Bolt gets no token: the listeners' handlers decide which workspace a payload belongs to,
 * and with which token Slack is called for it.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Logger, LogLevel, type Receiver } from '@slack/bolt';
import { describeError, Fault } from '../failure.ts';
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

/** How Slack's traffic arrives: over HTTP or in Socket Mode. */
export interface Intake {
  /** Answers one POST from Slack; null in Socket Mode, where nothing from Slack arrives at the port. */
  readonly handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  /** Connects in Socket Mode; does nothing over HTTP. @throws OutsideFailure when Slack refuses or cannot be reached */
  start(): Promise<void>;
  /** Checks the connection in Socket Mode; does nothing over HTTP. @throws Fault when there is no connection now */
  check(): void;
  /**
   * In Socket Mode, stops accepting traffic and waits, at most three seconds, until what was accepted is acknowledged.
   * Does nothing over HTTP, where our own server stops.
   */
  stop(): Promise<void>;
}

/**
 * Creates the Bolt app and the intake.
 * @returns the app to register listeners on, and the intake, which accepts traffic after its `start`
 */
export function createBolt(options: BoltOptions): { app: App; intake: Intake } {
  const logger = boltLogger(options.log);
  const { receiver, intake } = createIntake(options);
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions: clientOptions(options.apiUrl, 10_000),
    // Called for every payload. It returns no token, because Bolt would keep a client for each token for ever, and we
    // use none of Bolt's clients.
    authorize: async () => ({}),
  });
  app.error(async (error) => {
    // Errors of our handlers are caught before they get here, so these are errors inside Bolt. Their properties are
    // not logged, because they may contain bodies.
    options.log.error(`Bolt: ${error.code} (${describeError(error.original ?? error)})`);
  });
  return { app, intake };
}

function createIntake(options: BoltOptions): { receiver: Receiver; intake: Intake } {
  const { intake, apiUrl, log, now } = options;
  if (intake.mode === 'http') {
    const { receiver, handle } = createReceiver({ signingSecret: intake.signingSecret, log, now });
    // Our own server listens, so there is nothing to start, check or stop.
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
 * A logger for Bolt that prints only the first words of each line, which Bolt has written itself. The rest may quote
 * addresses with secrets, messages of any error, or whole bodies.
 */
export function boltLogger(log: SlackLog): Logger {
  const first = ([line]: unknown[]): string =>
    `Bolt: ${typeof line === 'string' ? (/^[A-Za-z][A-Za-z ,'-]*/.exec(line)?.[0].trim() ?? '') : describeError(line)}`;
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
