/** Row types of tables that the list of requests uses: open lists, batches and shared requests. Part of `tables.ts`. */
import type { Json } from './json-column.ts';

export interface ListViewRow {
  tenant: string;
  id: string;
  user_id: string;
  state: Json;
  version: number;
  changed_at: number;
}

export interface BatchRow {
  tenant: string;
  id: string;
  user_id: string;
  verb: string;
  reason: string | null;
  entries: Json;
  view_id: string | null;
  created_at: number;
  confirmed_at: number | null;
  share_sent_at: number | null;
  finished_at: number | null;
}

export interface SharedRequestRow {
  tenant: string;
  id: string;
  user_id: string;
  box_id: string;
  record: Json;
  seen_at: number;
}
