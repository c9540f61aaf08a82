/**
 * Row types of the tables with which the app follows requests: cards, notices, history, the poll budget, webhooks,
 * Box's event stream. Part of `tables.ts`.
 */

export interface CardRow {
  tenant: string;
  id: string;
  request_id: string;
  kind: string;
  channel: string | null;
  message: string | null;
  drawn_hash: string | null;
  post_sent_at: number | null;
  created_at: number;
}

export interface HistoryRow {
  tenant: string;
  /** The entry's id; later entries have greater ids. */
  id: string;
  request_id: string;
  user_id: string;
  deed: string;
  result: string;
  at: number;
  /** Reference of the press; null in rows of older versions. */
  reference: string | null;
}

export interface NoticeRow {
  tenant: string;
  request_id: string;
  kind: string;
  /** Hash of what the notice is about, such as a signer's address or a time; empty: the request itself. */
  about: string;
  to_user: string;
  owed_at: number;
  message_key: string | null;
  told_at: number | null;
}

export interface PollBudgetRow {
  tenant: string;
  /** Calls that were left at the time `at`; below 0: overdrawn. */
  calls: number;
  at: number;
  /** Calls made in the month `used_in` (`2026-11`); null in rows of older versions. */
  used: number | null;
  used_in: string | null;
}

export interface WebhookRow {
  tenant: string;
  slack_user_id: string;
  folder_id: string;
  box_id: string | null;
  state: 'active' | 'refused';
  address: string;
  created_at: number;
  last_heard_at: number | null;
}

export interface WebhookEventRow {
  tenant: string;
  id: string;
  seen_at: number;
}

export interface BoxEventsRow {
  tenant: string;
  position: string;
  read_at: number;
}
