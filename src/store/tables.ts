/**
 * The rows in the database, typed for Kysely. They are the same on both engines: times are integer milliseconds, flags
 * are 0 or 1, JSON is written as text and read through `columns.ts`. Outside `store/`, only a person's export and a
 * backup show rows.
 */
import type {
  BoxEventsRow,
  CardRow,
  HistoryRow,
  NoticeRow,
  PollBudgetRow,
  WebhookEventRow,
  WebhookRow,
} from './following-tables.ts';
import type { Json } from './json-column.ts';
import type { BatchRow, ListViewRow, RequestListRow, SharedRequestRow } from './list-tables.ts';
import type { DepartureRow, HomeRow, PersonRow, SettingsRow, WelcomeRow } from './people-tables.ts';

export type * from './following-tables.ts';
export type * from './list-tables.ts';
export type * from './people-tables.ts';
export type { Json };

export interface SignRequestRow {
  tenant: string;
  id: string;
  nonce: string;
  requester: string;
  state: string;
  fingerprint: string;
  form: Json;
  document: Json;
  signers: Json;
  details: Json;
  refusal: Json;
  box_id: string | null;
  short_id: string | null;
  /** Address of Box's page for placing fields, encrypted. */
  prepare_url: string | null;
  /** Phone numbers of signers, as JSON, encrypted. */
  phones: string | null;
  looks: number;
  created_at: number;
  confirmed_at: number | null;
  create_sent_at: number | null;
  first_look_at: number | null;
  last_sent_at: number | null;
  sent_at: number | null;
  observed_at: number | null;
  /** Names and people, with which searches compare words; empty in rows of a version that did not write it. */
  words: string;
  /** Ids and links of the documents, with which searches compare links. */
  documents: string;
}

export interface DraftRow {
  tenant: string;
  id: string;
  user_id: string;
  form: Json;
  /** The command's response URL, encrypted. */
  response_url: string | null;
  /** Phone numbers of signers, as JSON, encrypted. */
  phones: string | null;
  channel: string | null;
  replaces: string | null;
  changes: string | null;
  problem: Json;
  /** Id of the modal in which the form is shown again, in place of the link to Box. */
  back_in_view: string | null;
  /** The form's metadata when it was last shown. */
  shown: string | null;
  created_at: number;
}

export interface ConnectionRow {
  tenant: string;
  slack_user_id: string;
  box_user_id: string;
  login: string;
  name: string;
  created_at: number;
  /** The access token, encrypted; null where no tokens are stored, as in a trial. */
  access_token: string | null;
  /** The refresh token, encrypted; null where no tokens are stored. */
  refresh_token: string | null;
  expires_at: number | null;
  /** Grows by one with each refresh of the tokens; starts at random, and is 0 without tokens. */
  generation: number;
  state: 'active' | 'ended';
  ended_at: number | null;
  ended_why: string | null;
  /** When the Box user was fixed for this person, under Client Credentials Grant; null under any other access. */
  pinned_at: number | null;
  /** Claim of the process that is refreshing the tokens. */
  refresh_claim: string | null;
  refresh_until: number | null;
}

export interface OAuthStateRow {
  tenant: string;
  id: string;
  slack_user_id: string;
  /** Hash of the link; once the link was used, hash of the OAuth state. */
  state_hash: string;
  /** `back`: the browser has come back, and the app is asking Box for the tokens. */
  stage: 'link' | 'box' | 'back';
  /**
   * Hash of the link once it is used up; null: the link was not used, or the person was given another one.
   */
  link_hash: string | null;
  /** Hash of the cookie secret of the browser that used the link. */
  browser_hash: string | null;
  view_id: string | null;
  draft_id: string | null;
  created_at: number;
  expires_at: number;
}

export interface PendingConnectionRow {
  tenant: string;
  id: string;
  slack_user_id: string;
  /** The granted connection (Box user and tokens) as JSON, encrypted. */
  connection: string;
  view_id: string | null;
  draft_id: string | null;
  /** Hash of the code that has to be typed, encrypted. */
  code_hash: string;
  tries: number;
  created_at: number;
  expires_at: number;
}

export interface RevocationRow {
  tenant: string;
  id: string;
  /** A refresh token to be revoked, encrypted. */
  token: string;
  created_at: number;
}

export interface InstallationRow {
  tenant: string;
  team_id: string | null;
  enterprise_id: string | null;
  is_enterprise_install: number;
  name: string;
  bot_user_id: string;
  bot_id: string;
  scopes: string;
  installed_by: string;
  created_at: number;
  state: 'active' | 'stopped';
  stopped_at: number | null;
  stopped_why: string | null;
  /** The bot token, encrypted. */
  bot_token: string;
  /** The refresh token, encrypted; null without token rotation. */
  refresh_token: string | null;
  expires_at: number | null;
  /** Grows by one with each renewal of the token; a new installation starts at random. */
  generation: number;
  /** Claim of the process that is renewing the token. */
  refresh_claim: string | null;
  refresh_until: number | null;
}

export interface SpentStateRow {
  tenant: string;
  id: string;
  expires_at: number;
}

/** The state of a job; `dead`: it was given up. */
export type JobState = 'waiting' | 'running' | 'done' | 'dead';

export interface JobRow {
  tenant: string;
  /** Ids of later jobs sort after those of earlier ones. */
  id: string;
  request_id: string | null;
  lane: string | null;
  step: string;
  args: Json;
  dedupe_key: string | null;
  state: JobState;
  run_at: number;
  /** How often the job was claimed since it last succeeded. */
  attempts: number;
  /** How many runs of the job failed unexpectedly or never finished. */
  failures: number;
  locked_until: number | null;
  lock_token: string | null;
  last_error: string | null;
  /** When the job runs again after this run (ms), because a job with its key was enqueued meanwhile. */
  again_at: number | null;
  created_at: number;
  /** When the job was done or given up (ms); null while it is waiting or running. */
  finished_at: number | null;
  /** The reference of the press that caused the job. */
  reference: string | null;
}

/** The tables by name, with the types of their rows. */
export interface Tables {
  sign_requests: SignRequestRow;
  cards: CardRow;
  notices: NoticeRow;
  history: HistoryRow;
  look_budget: PollBudgetRow;
  webhooks: WebhookRow;
  webhook_events: WebhookEventRow;
  box_events: BoxEventsRow;
  drafts: DraftRow;
  people: PersonRow;
  connections: ConnectionRow;
  oauth_states: OAuthStateRow;
  pending_connections: PendingConnectionRow;
  revocations: RevocationRow;
  request_lists: RequestListRow;
  list_views: ListViewRow;
  batches: BatchRow;
  shared_requests: SharedRequestRow;
  installations: InstallationRow;
  departures: DepartureRow;
  welcomes: WelcomeRow;
  settings: SettingsRow;
  homes: HomeRow;
  spent_states: SpentStateRow;
  jobs: JobRow;
}
