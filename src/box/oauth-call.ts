/**
 * One call to Box's token endpoints, made once. Keeps nothing of request or answer in what it throws: both are
 * full of secrets.
 */
import { EnvHttpProxyAgent, fetch } from 'undici';
import { type FailureKind, OutsideFailure } from '../failure.ts';
import { asRecord, type RawRecord } from './raw.ts';

export interface TokenCall {
  /** For failures. */
  readonly operation: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly callTimeoutMs: number;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: RawRecord;
}

/** As the SDK does for its calls: the proxy that the environment names, if any. */
const dispatcher = new EnvHttpProxyAgent();

const mostAnswerBytes = 64 * 1024;

/** Errors of a connection that was never made. */
const neverConnected: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Posts a form.
 * @returns the answer, or Box's refusal of the code, token or person presented (`invalid_grant`, RFC 6749, 5.2)
 * @throws OutsideFailure for everything else, a refusal of the app itself among it
 */
export async function postForm(call: TokenCall): Promise<TokenAnswer | { readonly refused: string }> {
  const failed = (kind: FailureKind, status: number | null, reason: string, retryAfterSeconds?: number) =>
    new OutsideFailure({
      service: 'box',
      operation: call.operation,
      kind,
      status,
      reason,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  let status: number;
  let text: string;
  let wait: string | null;
  try {
    const response = await fetch(call.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(call.form).toString(),
      // Followed, it would carry the secrets elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(call.callTimeoutMs),
      dispatcher,
    });
    status = response.status;
    wait = response.headers.get('retry-after');
    text = await readText(response.body);
  } catch (error) {
    const { isSent, reason } = unanswered(error);
    throw failed(isSent ? 'unknown' : 'retry', null, reason);
  }
  const body = parsed(text);
  if (status === 200) return { status, body };
  const code =
    typeof body['error'] === 'string' && /^[a-z_]{1,64}$/.test(body['error']) ? body['error'] : null;
  if (status < 500 && code === 'invalid_grant') return { refused: code };
  if (status === 429)
    throw failed('retry', status, 'rate_limit_exceeded', /^\d{1,6}$/.test(wait ?? '') ? Number(wait) : 1);
  throw failed(status >= 500 || status < 400 ? 'unknown' : 'final', status, code ?? `http_${status}`);
}

/** Far more than a pair of tokens. @throws when it goes on after that. */
async function readText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostAnswerBytes) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unanswered(error: unknown): { readonly isSent: boolean; readonly reason: string } {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return { isSent: true, reason: 'timeout' };
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return { isSent: !neverConnected.has(code), reason: 'network' };
}

/** The revoke endpoint answers with nothing; a page in place of JSON says nothing. */
function parsed(text: string): RawRecord {
  try {
    return asRecord(JSON.parse(text)) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
