/** Row types of tables about the people of a workspace, independent of any request. Part of `tables.ts`. */
import type { Json } from './json-column.ts';

export interface PersonRow {
  tenant: string;
  user_id: string;
  team_id: string | null;
  enterprise_id: string | null;
  /** Ids of the person's workspaces on Enterprise Grid; null in rows of older versions. */
  workspace_ids: Json;
  name: string;
  email: string | null;
  time_zone: string | null;
  locale: string | null;
  is_bot: number;
  is_guest: number;
  is_deleted: number;
  is_external: number;
  read_at: number;
}

export interface DepartureRow {
  tenant: string;
  user_id: string;
  name: string;
  found_at: number;
}

export interface SettingsRow {
  tenant: string;
  /** Slack user id; empty: the settings of the whole workspace. */
  user_id: string;
  chosen: Json;
  changed_at: number;
}

export interface HomeRow {
  tenant: string;
  user_id: string;
  opened_at: number;
  drawn_at: number | null;
  drawn_hash: string | null;
  view_hash: string | null;
}

export interface WelcomeRow {
  tenant: string;
  user_id: string;
  welcomed_at: number;
}
