/**
 * One call to Box's token endpoints, made once. Keeps nothing of request or answer in what it throws: both are
 * full of secrets.
 */
import { type FailureKind, OutsideFailure } from '../failure.ts';
import { type BoxAnswer, sendToBox } from './network.ts';
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

/** Far more than a pair of tokens. */
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
  let answer: BoxAnswer;
  try {
    answer = await sendToBox(call.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(call.form).toString(),
      timeoutMs: call.callTimeoutMs,
      mostAnswerBytes,
    });
  } catch (error) {
    const { isSent, reason } = unanswered(error);
    throw failed(isSent ? 'unknown' : 'retry', null, reason);
  }
  const { status, text, isWhole } = answer;
  if (status === 200 && !isWhole) throw failed('unknown', status, 'answer_too_long');
  const body = parsed(text);
  if (status === 200) return { status, body };
  const code =
    typeof body['error'] === 'string' && /^[a-z_]{1,64}$/.test(body['error']) ? body['error'] : null;
  if (status < 500 && code === 'invalid_grant') return { refused: code };
  if (status === 429) {
    const wait = answer.headers['retry-after'];
    throw failed('retry', status, 'rate_limit_exceeded', /^\d{1,6}$/.test(wait ?? '') ? Number(wait) : 1);
  }
  throw failed(status >= 500 || status < 400 ? 'unknown' : 'final', status, code ?? `http_${status}`);
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
