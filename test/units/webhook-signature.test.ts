/** How far the time of a notification of Box may be from ours. The stories sign notifications and send them. */
import { expect, it } from 'vitest';
import { maxAgeMs, maxAheadMs, readSignature } from '../../src/web/webhook-signature.ts';

const now = Date.parse('2026-11-22T10:00:00.000Z');

function isRead(timestamp: string): boolean {
  const read = readSignature(
    {
      'box-signature-version': '1',
      'box-signature-algorithm': 'HmacSHA256',
      'box-delivery-timestamp': timestamp,
      'box-signature-primary': `${'A'.repeat(43)}=`,
    },
    now,
  );
  return read !== null;
}

it('a notification may be ten minutes old, or five minutes ahead of our clock', () => {
  expect([maxAgeMs, maxAheadMs]).toEqual([600_000, 300_000]);
  const isReadAt = (at: number) => isRead(new Date(at).toISOString());
  expect([now - maxAgeMs, now + maxAheadMs].map(isReadAt)).toEqual([true, true]);
  expect([now - maxAgeMs - 1, now + maxAheadMs + 1].map(isReadAt)).toEqual([false, false]);
});

it('a time may have another zone and many digits, but not any number of them', () => {
  expect(isRead('2026-11-22T12:00:00+02:00')).toBe(true);
  const withDigits = (count: number) => `2026-11-22T10:00:00.${'0'.repeat(count)}Z`;
  expect([withDigits(19), withDigits(20)].map((text) => [text.length, isRead(text)])).toEqual([
    [40, true],
    [41, false],
  ]);
});
