/** How many calls Box allows a user (developer.box.com/guides/api-calls/permissions-and-errors/rate-limits). */
import type { RateRule } from '../rate-limit.ts';

const MINUTE_MS = 60_000;
const GENERAL: RateRule = { most: 1000, windowMs: MINUTE_MS };
const SENDING: RateRule = { most: 100, windowMs: MINUTE_MS };
const UPLOADS: RateRule = { most: 240, windowMs: MINUTE_MS };
const SEARCHES_PER_SECOND: RateRule = { most: 6, windowMs: 1000 };
const SEARCHES_PER_MINUTE: RateRule = { most: 60, windowMs: MINUTE_MS };

/** The rules that a call of this user counts against. */
export function rulesFor(userId: string, method: string, path: string): ReadonlyMap<string, RateRule> {
  const isSending = method === 'POST' && /^\/2\.0\/sign_requests(\/[^/]+\/resend)?$/.test(path);
  if (isSending) return new Map([[`${userId} sending`, SENDING]]);
  if (path.startsWith('/api/2.0/files/')) return new Map([[`${userId} uploads`, UPLOADS]]);
  const search: (readonly [string, RateRule])[] =
    path === '/2.0/search'
      ? [
          [`${userId} search`, SEARCHES_PER_SECOND],
          [`${userId} searches`, SEARCHES_PER_MINUTE],
        ]
      : [];
  return new Map([[`${userId} general`, GENERAL], ...search]);
}
