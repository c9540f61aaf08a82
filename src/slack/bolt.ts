/**
 * Bolt over HTTP, without its server: the receiver verifies and parses, our own server listens. The app's
 * identity is known from the start, so that Bolt asks Slack nothing for each request.
 */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { clientOptions, type Identity } from './gateway.ts';

export interface BoltOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly apiUrl: string;
  readonly identity: Identity;
  readonly log: {
    debug(message: string): void;
    info(message: string): void;
    warn(message: string): void;
    error(message: string): void;
  };
}

/** @returns the app to register listeners on, and the listener for `/slack/events`. */
export function createBolt(options: BoltOptions): { app: App; requestListener: RequestListener } {
  const logger = boltLogger(options.log);
  const receiver = new HTTPReceiver({ signingSecret: options.signingSecret, logger });
  const { identity } = options;
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions: clientOptions(options.apiUrl, 10_000),
    authorize: async () => ({
      botToken: options.botToken,
      botId: identity.botId,
      botUserId: identity.botUserId,
      teamId: identity.teamId,
      ...(identity.enterpriseId ? { enterpriseId: identity.enterpriseId } : {}),
    }),
  });
  app.error(async (error) => {
    // Listeners have their own boundary; what arrives here failed inside Bolt. Its properties may hold bodies.
    options.log.error(`Bolt: ${error.code}: ${error.message}`);
  });
  return { app, requestListener: receiver.requestListener };
}

/** Bolt's lines, reduced to text: it prints whole bodies as further arguments. */
function boltLogger(log: BoltOptions['log']): Logger {
  const first = (parts: unknown[]): string => (typeof parts[0] === 'string' ? parts[0] : typeof parts[0]);
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
