/**
 * Sends HTTP requests to Box: once each, without following redirects, and within a time limit. The unpacked answer is
 * read only up to a limit, because a megabyte of gzip can unpack to a gigabyte. The SDK's own client reads answers to
 * their end, repeats calls and follows redirects.
 */
import type { BoxClient } from 'box-typescript-sdk-gen';
import { BoxApiError } from 'box-typescript-sdk-gen/box/errors';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { type AnswerText, readAnswer } from '../bytes.ts';
import { AnswerTooLong } from '../classify.ts';
import { UnexpectedRedirect } from './errors.ts';
import { bodyOf } from './request-body.ts';

/**
 * Limit for an answer of Box (bytes): room for a page of 1,000 sign requests of 16 kB each (about fifteen signers);
 * most people's pages are a tenth of that size.
 */
export const maxBoxAnswerBytes = 16 * 1024 * 1024;

/**
 * Uses the environment's proxy settings, if any. No connection is reused: if Box closed it just as a call was sent,
 * nobody could tell whether the call arrived.
 */
export const dispatcher = new EnvHttpProxyAgent({ pipelining: 0 });

/** The slowest upload speed (bytes per ms) that the time limit of a call allows for: 512 kbit/s. */
const slowestBytesPerMs = 64;

export interface BoxRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface BoxAnswer extends AnswerText {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request. @throws what undici throws when there is no answer, or none in time */
export async function sendToBox(url: string, request: BoxRequest): Promise<BoxAnswer> {
  const { method, headers, body, timeoutMs, maxAnswerBytes } = request;
  const response = await fetch(url, {
    method,
    headers,
    // If a redirect were followed, a write would be sent twice, and secrets to another address.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    dispatcher,
    ...(body === undefined ? {} : { body }),
  });
  const answer = await readAnswer(response.body, maxAnswerBytes);
  return { ...answer, status: response.status, headers: Object.fromEntries(response.headers.entries()) };
}

type NetworkClient = Parameters<BoxClient['networkSession']['withNetworkClient']>[0];
type Interceptor = Parameters<BoxClient['withInterceptors']>[0][number];
type SdkRequest = ReturnType<Interceptor['beforeRequest']>;
type SdkResponse = ReturnType<Interceptor['afterRequest']>;

/** A network client for the SDK, which sends JSON and files, and reads JSON. */
export function networkClientOf(timeoutMs: number): NetworkClient {
  return {
    fetch: async (given) => {
      const interceptors: readonly Interceptor[] = given.networkSession?.interceptors ?? [];
      const asked = interceptors.reduce((next, one) => one.beforeRequest(next), given as SdkRequest);
      const url = addressWith(asked.url, asked.params ?? {});
      const { body, contentType } = await bodyOf(asked);
      const answer = await sendToBox(url, {
        method: asked.method,
        headers: await headersOf(asked, contentType),
        ...(body === undefined ? {} : { body }),
        timeoutMs: timeoutMs + (typeof body === 'object' ? Math.ceil(body.length / slowestBytesPerMs) : 0),
        maxAnswerBytes: maxBoxAnswerBytes,
      });
      const { status, headers } = answer;
      const isRedirect = status >= 300 && status < 400;
      if (isRedirect && asked.followRedirects !== false) throw new UnexpectedRedirect(status);
      // A caller that has turned off following redirects needs the redirect's address.
      const data = isRedirect ? { location: headers['location'] ?? null } : dataOf(answer);
      const read: SdkResponse = { url, status, headers, data };
      const response = interceptors.reduce((next, one) => one.afterRequest(next), read);
      if (status >= 400) throw apiErrorOf(response);
      return response;
    },
  };
}

function addressWith(url: string, params: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(params).toString();
  return query === '' ? url : `${url}?${query}`;
}

async function headersOf(asked: SdkRequest, contentType: string | null): Promise<Record<string, string>> {
  const { auth, networkSession } = asked;
  return {
    'user-agent': 'box-sign-for-slack',
    ...(contentType === null ? {} : { 'content-type': contentType }),
    ...asked.headers,
    ...(auth ? { authorization: await auth.retrieveAuthorizationHeader(networkSession) } : {}),
    ...networkSession?.additionalHeaders,
  };
}

/** The JSON of Box's answer, with long integers as texts. @throws AnswerTooLong, SyntaxError */
function dataOf({ status, text, isWhole }: BoxAnswer): SdkResponse['data'] {
  const isError = status >= 400;
  if (!isWhole && !isError) throw new AnswerTooLong(status);
  try {
    return text === '' ? undefined : JSON.parse(withLongNumbersAsText(text));
  } catch (error) {
    // An error answer may be a proxy's page, or cut off at the limit: its status is enough.
    if (isError) return undefined;
    throw error;
  }
}

/** Text and numbers in JSON; also the letter `e` of its words, which stays as it is. */
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|[\d.eE+-]+/g;

/** The same JSON with integers that a number cannot hold as texts, so that no digit of a stream position is lost. */
function withLongNumbersAsText(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  return json.replace(textOrNumber, (found) =>
    /^\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found,
  );
}

/** The error that the SDK's own client would throw, but without the request: its headers contain the token. */
function apiErrorOf({ status, headers, data }: SdkResponse): BoxApiError {
  return new BoxApiError({
    message: `status ${status}`,
    timestamp: new Date().toISOString(),
    requestInfo: { method: '', url: '', queryParams: {}, headers: {} },
    responseInfo: { statusCode: status, headers, body: data },
  });
}
