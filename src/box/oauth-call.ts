/**
 * Calls Box's token endpoints; each call is sent once. Request and answer contain secrets, so of these, errors contain
 * only the answer's status, error code and `Retry-After`.
 */
import { failureCaseOf, failureOf, failureWithoutAnswer, retryAfterSeconds } from '../classify.ts';
import { type BoxAnswer, sendToBox } from './network.ts';
import { asRecord, type RawRecord } from './raw.ts';

/** A call to a token endpoint. */
export interface TokenCall {
  /** Name of the call, by which a failure is logged. */
  readonly operation: string;
  /** Whether the call uses up a code or a token, so that a lost answer is of unknown outcome. */
  readonly mustNotRepeat: boolean;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly callTimeoutMs: number;
}

/** Box's answer to a call to a token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: RawRecord;
}

/** Limit for an answer (bytes): far more than a pair of tokens needs. */
const maxAnswerBytes = 64 * 1024;

/**
 * Posts a form.
 * @returns the answer, or Box's refusal of the code, token or person presented (`invalid_grant`, RFC 6749, 5.2)
 * @throws OutsideFailure for everything else, including a refusal of the app's own credentials
 */
export async function postForm(call: TokenCall): Promise<TokenAnswer | { readonly refused: string }> {
  const outside = { service: 'box', operation: call.operation, mustNotRepeat: call.mustNotRepeat } as const;
  let answer: BoxAnswer;
  try {
    answer = await sendToBox(call.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(call.form).toString(),
      timeoutMs: call.callTimeoutMs,
      maxAnswerBytes,
    });
  } catch (error) {
    throw failureWithoutAnswer(outside, error);
  }
  const { status, text, isWhole } = answer;
  if (status === 200 && !isWhole) throw failureOf(outside, 'lost', status, 'answer_too_long');
  const body = parsed(text);
  if (status === 200) return { status, body };
  const code =
    typeof body['error'] === 'string' && /^[a-z_]{1,64}$/.test(body['error']) ? body['error'] : null;
  if (status < 500 && code === 'invalid_grant') return { refused: code };
  throw failureOf(outside, failureCaseOf(status), status, code ?? `http_${status}`, {
    retryAfterSeconds: retryAfterSeconds(answer.headers['retry-after']),
  });
}

/** The JSON of an answer; empty for the empty body of the revoke endpoint, and for HTML. */
function parsed(text: string): RawRecord {
  try {
    return asRecord(JSON.parse(text)) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
