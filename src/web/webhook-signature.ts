/**
 * Whether Box has sent a notification (https://developer.box.com/guides/webhooks/v2/signatures-v2/). The SDK's own
 * check refuses anything from a clock that is a second ahead of ours.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How old a notification may be (ms): each delivery attempt has its own timestamp. */
export const maxAgeMs = 10 * 60_000;

/** How far Box's clock may be ahead (ms). */
export const maxAheadMs = 5 * 60_000;

/** Timestamp and signatures from the headers. */
export interface WebhookSignature {
  readonly timestamp: string;
  /** The one or two signatures that were sent. */
  readonly signatures: readonly Buffer[];
}

/** Reads the signature headers; null: they cannot be Box's, or their time is too far from now. */
export function readSignature(headers: IncomingHttpHeaders, now: number): WebhookSignature | null {
  const timestamp = headers['box-delivery-timestamp'];
  if (headers['box-signature-version'] !== '1' || headers['box-signature-algorithm'] !== 'HmacSHA256')
    return null;
  if (typeof timestamp !== 'string' || timestamp.length > 40) return null;
  const at = /^\d{4}-\d\d-\d\dT/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  // Also refuses an invalid date, with which every comparison is false.
  if (!(at >= now - maxAgeMs && at <= now + maxAheadMs)) return null;
  const given = [headers['box-signature-primary'], headers['box-signature-secondary']];
  const signatures = given.flatMap((text) =>
    typeof text === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(text) ? [Buffer.from(text, 'base64')] : [],
  );
  return signatures.length === 0 ? null : { timestamp, signatures };
}

/**
 * Whether any of the signatures was made with any of the keys. During a key rotation, Box signs with both keys, and
 * this process may know only one of them.
 */
export function isSignedWith(
  keys: readonly string[],
  body: Buffer,
  { timestamp, signatures }: WebhookSignature,
): boolean {
  let isMatch = false;
  for (const key of keys) {
    const own = createHmac('sha256', key).update(body).update(timestamp).digest();
    for (const signature of signatures) isMatch = timingSafeEqual(own, signature) || isMatch;
  }
  return isMatch;
}
