/** Which requests have ended, and when: these may be deleted after the retention time, or have a person removed. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { statusTable } from '../signing/status.ts';

/** Final in Box, or ended before Box had it. */
export const endedStates: readonly string[] = [
  ...Object.entries(statusTable)
    .filter(([, { isFinal }]) => isFinal)
    .map(([state]) => state),
  'not_sent',
  'discarded',
];

/** When a row of sign_requests ended (ms); a request that never reached Box counts from its creation. */
export const endedAt: RawBuilder<number> = sql<number>`coalesce(cast(details ->> 'finishedAt' as bigint), created_at)`;

/** Ended before that time (ms). */
export function endedBefore(at: number): Expression<SqlBool> {
  return sql<SqlBool>`state in (${sql.join(endedStates)}) and ${endedAt} < ${at}`;
}
