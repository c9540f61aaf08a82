/**
 * The log of every call in both directions, for tests and for the page. Secrets are masked when an entry is recorded,
 * so readers need not mask them.
 */
import type { JsonObject } from './json.ts';

/** A call, as the log has it. */
export interface LogEntry {
  /** When the call was answered, or given up (ms since the epoch, by this Slack's clock). */
  readonly at: number;
  readonly direction: 'to-slack' | 'to-app';
  /** Web API method (`chat.postMessage`), `response_url`, or what was sent to the app (`block_actions`). */
  readonly method: string;
  readonly path: string;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly body: string;
  /** The answer; `timeout` or `unreachable` when the app gave none. The log keeps 2,000 characters. */
  readonly answer: string;
}

/** Masks tokens, tickets, codes and the client secret, and the secret part of response URLs. */
export function maskedSecrets(text: string): string {
  return text
    .replace(/xox[a-z]-[A-Za-z0-9-]+/g, 'xox*-***')
    .replace(/xapp-[A-Za-z0-9-]+/g, 'xapp-***')
    .replace(/([?&]ticket=)[0-9a-f]+/g, '$1***')
    .replace(/(\/hooks\/\w+\/[A-Z0-9]+\/)[0-9a-f]+/g, '$1***')
    .replace(/(%2Fhooks%2F\w+%2F[A-Z0-9]+%2F)[0-9a-f]+/g, '$1***')
    .replace(/("token"\s*:\s*")[^"]*/g, '$1***')
    .replace(/((?:^|&)(?:token|client_secret|refresh_token|code)=)[^&]*/g, '$1***')
    .replace(/(%22token%22%3A%22)[^%]*/g, '$1***');
}

/** Called with every call, unmasked: the listener masks what it shows. */
export type CallListener = (entry: LogEntry) => void;

/** When a listener records the calls too, at least this many of the newest are kept here, and at most twice as many. */
const maxKept = 500;

/** Adds a call to the log, masked, and calls the listener. `answer` may be anything that JSON can represent. */
export function record(
  { log, onLogged }: { readonly log: LogEntry[]; readonly onLogged: CallListener | null },
  entry: Omit<LogEntry, 'answer'> & { readonly answer: unknown },
): void {
  const answer = typeof entry.answer === 'string' ? entry.answer : (JSON.stringify(entry.answer) ?? '');
  log.push({
    ...entry,
    path: maskedSecrets(entry.path),
    body: maskedSecrets(entry.body),
    answer: maskedSecrets(answer).slice(0, 2000),
  });
  onLogged?.({ ...entry, answer });
  if (onLogged && log.length > 2 * maxKept) log.splice(0, maxKept);
}

/** Arguments of a call with the token taken out, for hooks. */
export function withoutToken(args: JsonObject): JsonObject {
  const { token: _token, ...rest } = args;
  return rest;
}
