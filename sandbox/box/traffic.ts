/**
 * The calls that went over the wire, for contract checks and counts. Bearer tokens are masked before they are
 * stored.
 */
import type { Answer, Request } from './routes/context.ts';

/** One call of the API with its answer. */
export interface Exchange {
  readonly method: string;
  /** The path without query, e.g. `/2.0/sign_requests`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The headers, with names in lower case and `authorization` masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The body: parsed JSON; for a file, `{ bytes }` or the form's attributes; otherwise its text; null when empty. */
  readonly requestBody: unknown;
  /** HTTP status of the answer; null when no answer was sent. */
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The body of the answer: JSON as it was sent, `{ bytes }` for other content, or null. */
  readonly responseBody: unknown;
  /** When the answer was ready, before delays: ms since epoch, by the sandbox's clock. */
  readonly at: number;
  /** Time (ms) from the arrival of the call until its answer was sent. */
  readonly ms: number;
}

function bodyOf(request: Request): unknown {
  if (request.body.length === 0) return null;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/octet-stream')) return { bytes: request.body.length };
  if (type.startsWith('multipart/form-data')) return formOf(request.body);
  const text = request.body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** The attributes of an upload, and how large the form is; the file itself is not kept. */
function formOf(body: Buffer): unknown {
  const head = body.subarray(0, 4096).toString('utf8');
  const attributes = /name="attributes"(?:\r\n[^\r\n]+)*\r\n\r\n(\{[^\r\n]*\})\r\n/.exec(head)?.[1];
  return {
    attributes: attributes === undefined ? null : JSON.parse(attributes),
    file: `${body.length} bytes`,
  };
}

/** Describes one call and its answer; `answer` is null when the connection was cut or nothing was sent. */
export function exchangeOf(
  request: Request,
  answer: Answer | null,
  when: { readonly at: number; readonly ms: number },
): Exchange {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value ?? '']),
  );
  if (headers['authorization'] !== undefined) headers['authorization'] = 'Bearer ****';
  const body = answer?.json ?? (answer?.bytes === undefined ? null : { bytes: answer.bytes.length });
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    requestHeaders: headers,
    requestBody: bodyOf(request),
    status: answer?.status ?? null,
    responseHeaders: answer?.headers ?? {},
    responseBody: structuredClone(body),
    ...when,
  };
}

/** Called for every call. The bodies still contain their secrets. */
export type ExchangeListener = (exchange: Exchange) => void;

/** With a listener, at least this many of the latest calls are kept, at most twice as many. */
const keptExchanges = 500;

/** Adds a call to the list and gives it to the listener. With a listener, the list keeps only the latest calls. */
export function keepExchange(traffic: Exchange[], exchange: Exchange, onExchange?: ExchangeListener): void {
  traffic.push(exchange);
  onExchange?.(exchange);
  if (onExchange && traffic.length > 2 * keptExchanges) traffic.splice(0, keptExchanges);
}
