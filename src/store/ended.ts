/** Which requests are over, and since when: what may be deleted after its time, or freed of a person. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { statusTable } from '../signing/status.ts';

/** Final at Box, or ended before Box had it. */
export const endedStates: readonly string[] = [
  ...Object.entries(statusTable)
    .filter(([, { isFinal }]) => isFinal)
    .map(([state]) => state),
  'not_sent',
  'discarded',
];

/** When it was over (ms), of a row of sign_requests; what never reached Box counts from its beginning. */
export const endedAt: RawBuilder<number> = sql<number>`coalesce(cast(details ->> 'finishedAt' as bigint), created_at)`;

/** Over before that time (ms). */
export function endedBefore(at: number): Expression<SqlBool> {
  return sql<SqlBool>`state in (${sql.join(endedStates)}) and ${endedAt} < ${at}`;
}
