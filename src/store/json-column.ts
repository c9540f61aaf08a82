/** The type of columns that hold JSON. */
import type { ColumnType } from 'kysely';

/** Text on SQLite, jsonb on PostgreSQL: written as text, read as text or as the parsed value. */
export type Json = ColumnType<unknown, string | null, string | null>;
