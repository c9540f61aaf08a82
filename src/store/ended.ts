/**
 * SQL conditions for requests that have ended, which are deleted after the retention time, and from which people's data
 * can be removed.
 */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { statusTable } from '../signing/status.ts';

const finalStates = Object.entries(statusTable)
  .filter(([, { isFinal }]) => isFinal)
  .map(([state]) => state);

/** States that are final in Box, and those of requests that ended before Box had them. */
export const endedStates: readonly string[] = [...finalStates, 'not_sent', 'discarded'];

/** When a row of sign_requests ended (ms); a request that never reached Box counts from its creation. */
export const endedAt: RawBuilder<number> = sql<number>`coalesce(cast(details ->> 'finishedAt' as bigint), created_at)`;

/** Whether a row of sign_requests ended before this time (ms). */
export function endedBefore(at: number): Expression<SqlBool> {
  return sql<SqlBool>`state in (${sql.join(endedStates)}) and ${endedAt} < ${at}`;
}

/** Whether a row of sign_requests was not discarded, and has not ended in Box or has done so since this time (ms). */
export function isOpenOrEndedSince(at: number): Expression<SqlBool> {
  return sql<SqlBool>`state <> 'discarded' and (state not in (${sql.join(finalStates)}) or ${endedAt} >= ${at})`;
}
