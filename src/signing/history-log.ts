/**
 * The log of what people did from Slack, as a table. It has ids, colleagues' names and Box's request numbers, but
 * nothing about documents. Pure.
 */
import { csv } from './csv.ts';
import type { HistoryEntry } from './history.ts';

interface Entry extends HistoryEntry {
  readonly tenant: string;
  readonly at: number;
  readonly name: string | null;
  readonly requestId: string;
  readonly number: string | null;
  readonly reference: string | null;
}

const heading = [
  'time',
  'workspace',
  'member_id',
  'name',
  'action',
  'result',
  'request',
  'number',
  'reference',
];

/** The log as CSV, with a heading. */
export function historyLog(entries: readonly Entry[]): string {
  const lines = entries.map(({ at, tenant, by, name, deed, result, requestId, number, reference }) => [
    new Date(at).toISOString(),
    tenant,
    by,
    name ?? '',
    deed,
    result,
    requestId,
    number ?? '',
    reference ?? '',
  ]);
  return csv([heading, ...lines]);
}
