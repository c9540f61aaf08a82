/**
 * How Slack's Web API is called: with a timeout, without the client's own retries, with the token that is current at
 * that moment. The calls themselves are in the gateway.
 */
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { failureKind, type OutsideFailure } from '../failure.ts';
import { measureCall } from '../telemetry.ts';
import { botFailure } from './errors.ts';
import { fetchFromSlack } from './network.ts';

/** The bot token of one installation. */
export interface BotToken {
  /** The current token. @throws OutsideFailure when there is none. */
  current(): Promise<string>;
  /** Called when Slack says that this token has expired. @returns the next token; null when there is none. */
  next(expired: string): Promise<string | null>;
}

/** A token that is not rotated. */
export function fixedToken(token: string): BotToken {
  return { current: async () => token, next: async () => null };
}

/**
 * Makes one call. @param mustNotRepeat whether repeating it could do the same thing twice.
 *
 * @throws OutsideFailure
 */
export type SlackCall = <T>(
  operation: string,
  mustNotRepeat: boolean,
  run: (client: WebClient) => Promise<T>,
) => Promise<T>;

const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Options of a client. `headers` must not be set: the client would write its token into the shared object. */
export function clientOptions(apiUrl: string, timeoutMs: number): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    timeout: timeoutMs,
    fetch: fetchFromSlack,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // The client's log lines would quote requests and answers; failures reach our log through OutsideFailure.
    logger: silentLogger,
  };
}

/**
 * Creates the function that calls Slack with the current token, and once more with the next token when Slack says that
 * the current one has expired. Each call is given up after `timeoutMs`. Only the client of the latest token is kept, so
 * that renewed tokens do not accumulate in memory.
 */
export function createCaller(options: { token: BotToken; apiUrl: string }, timeoutMs: number): SlackCall {
  let last: { readonly token: string; readonly client: WebClient } | null = null;
  const clientFor = (token: string): WebClient => {
    if (last?.token !== token) {
      last = { token, client: new WebClient(token, clientOptions(options.apiUrl, timeoutMs)) };
    }
    return last.client;
  };
  const call: SlackCall = async (operation, mustNotRepeat, run) => {
    const token = await options.token.current();
    const failed = (error: unknown): OutsideFailure => botFailure(error, operation, mustNotRepeat);
    try {
      return await run(clientFor(token));
    } catch (error) {
      const failure = failed(error);
      // Slack does nothing for an expired token, so the call may be repeated.
      const next = failure.reason === 'token_expired' ? await options.token.next(token) : null;
      if (next === null) throw failure;
      return await run(clientFor(next)).catch((again: unknown) => {
        throw failed(again);
      });
    }
  };
  return (operation, mustNotRepeat, run) =>
    measureCall('slack', operation, failureKind, () => call(operation, mustNotRepeat, run));
}
