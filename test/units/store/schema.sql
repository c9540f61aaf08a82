CREATE TABLE "batches" (
  "tenant" text not null,
  "id" text not null,
  "user_id" text not null,
  "verb" text not null,
  "reason" text,
  "entries" text not null,
  "view_id" text,
  "created_at" bigint not null,
  "confirmed_at" bigint,
  "share_sent_at" bigint,
  "finished_at" bigint,
  constraint "batches_key" primary key ("tenant", "id"));
CREATE TABLE "box_events" (
  "tenant" text not null,
  "position" text not null,
  "read_at" bigint not null,
  constraint "box_events_key" primary key ("tenant"));
CREATE TABLE "cards" (
  "tenant" text not null,
  "id" text not null,
  "request_id" text not null,
  "kind" text not null,
  "channel" text,
  "message" text,
  "drawn_hash" text,
  "post_sent_at" bigint,
  "created_at" bigint not null,
  constraint "cards_key" primary key ("tenant", "id"),
  constraint "cards_request" foreign key ("tenant", "request_id") references "sign_requests" ("tenant", "id") on delete cascade);
CREATE INDEX "cards_of_request" on "cards" ("tenant", "request_id");
CREATE TABLE "connections" (
  "tenant" text not null,
  "slack_user_id" text not null,
  "box_user_id" text not null,
  "login" text not null,
  "name" text not null,
  "created_at" bigint not null,
  "access_token" text,
  "refresh_token" text,
  "ended_why" text,
  "refresh_claim" text,
  "expires_at" bigint,
  "ended_at" bigint,
  "pinned_at" bigint,
  "refresh_until" bigint,
  "generation" integer default 0 not null,
  "state" text default 'active' not null,
  constraint "connections_key" primary key ("tenant", "slack_user_id"));
CREATE TABLE "departures" (
  "tenant" text not null,
  "user_id" text not null,
  "name" text not null,
  "found_at" bigint not null,
  constraint "departures_key" primary key ("tenant", "user_id"));
CREATE TABLE "drafts" (
  "tenant" text not null,
  "id" text not null,
  "user_id" text not null,
  "form" text not null,
  "response_url" text,
  "channel" text,
  "replaces" text,
  "problem" text,
  "created_at" bigint not null,
  "back_in_view" text,
  "changes" text,
  "phones" text,
  "shown" text,
  constraint "drafts_key" primary key ("tenant", "id"));
CREATE INDEX "drafts_age" on "drafts" ("created_at");
CREATE TABLE "history" (
  "tenant" text not null,
  "id" text not null,
  "request_id" text not null,
  "user_id" text not null,
  "deed" text not null,
  "result" text not null,
  "at" bigint not null,
  "reference" text,
  constraint "history_key" primary key ("tenant", "id"),
  constraint "history_request" foreign key ("tenant", "request_id") references "sign_requests" ("tenant", "id") on delete cascade);
CREATE INDEX "history_of_request" on "history" ("tenant", "request_id");
CREATE TABLE "homes" (
  "tenant" text not null,
  "user_id" text not null,
  "opened_at" bigint not null,
  "drawn_at" bigint,
  "drawn_hash" text,
  "view_hash" text,
  constraint "homes_key" primary key ("tenant", "user_id"));
CREATE TABLE "installations" (
  "tenant" text not null,
  "team_id" text,
  "enterprise_id" text,
  "is_enterprise_install" integer not null,
  "name" text not null,
  "bot_user_id" text not null,
  "bot_id" text not null,
  "scopes" text not null,
  "installed_by" text not null,
  "created_at" bigint not null,
  "state" text not null,
  "stopped_at" bigint,
  "stopped_why" text,
  "bot_token" text not null,
  "refresh_token" text,
  "expires_at" bigint,
  "generation" integer not null,
  "refresh_claim" text,
  "refresh_until" bigint,
  constraint "installations_key" primary key ("tenant"));
CREATE TABLE "jobs" (
  "tenant" text not null,
  "id" text not null,
  "request_id" text,
  "lane" text,
  "step" text not null,
  "args" text not null,
  "dedupe_key" text,
  "state" text not null,
  "run_at" bigint not null,
  "attempts" integer not null,
  "failures" integer not null,
  "locked_until" bigint,
  "lock_token" text,
  "last_error" text,
  "again_at" bigint,
  "created_at" bigint not null,
  "finished_at" bigint,
  "reference" text,
  constraint "jobs_key" primary key ("tenant", "id"));
CREATE INDEX jobs_dead on jobs (finished_at) where state = 'dead';
CREATE UNIQUE INDEX jobs_dedupe on jobs (tenant, dedupe_key) where finished_at is null;
CREATE INDEX jobs_done on jobs (finished_at) where state = 'done';
CREATE UNIQUE INDEX jobs_lane on jobs (tenant, lane) where state = 'running';
CREATE INDEX jobs_leases on jobs (locked_until) where state = 'running';
CREATE INDEX jobs_next on jobs (run_at, id) where state = 'waiting';
CREATE TABLE "kysely_migration" (
  "name" varchar(255) not null primary key,
  "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" (
  "id" varchar(255) not null primary key,
  "is_locked" integer default 0 not null);
CREATE TABLE "list_views" (
  "tenant" text not null,
  "id" text not null,
  "user_id" text not null,
  "state" text not null,
  "version" integer not null,
  "changed_at" bigint not null,
  constraint "list_views_key" primary key ("tenant", "id"));
CREATE INDEX "list_views_age" on "list_views" ("changed_at");
CREATE INDEX "list_views_of_user" on "list_views" ("tenant", "user_id");
CREATE TABLE "look_budget" (
  "tenant" text not null,
  "calls" double precision not null,
  "at" bigint not null,
  "used" bigint,
  "used_in" text,
  constraint "look_budget_key" primary key ("tenant"));
CREATE TABLE "notices" (
  "tenant" text not null,
  "request_id" text not null,
  "kind" text not null,
  "about" text not null,
  "to_user" text not null,
  "owed_at" bigint not null,
  "message_key" text,
  "told_at" bigint,
  constraint "notices_key" primary key ("tenant", "request_id", "kind", "about", "to_user"),
  constraint "notices_request" foreign key ("tenant", "request_id") references "sign_requests" ("tenant", "id") on delete cascade);
CREATE INDEX "notices_of_user" on "notices" ("tenant", "to_user", "told_at");
CREATE TABLE "oauth_states" (
  "tenant" text not null,
  "id" text not null,
  "slack_user_id" text not null,
  "state_hash" text not null,
  "stage" text not null,
  "browser_hash" text,
  "view_id" text,
  "draft_id" text,
  "created_at" bigint not null,
  "expires_at" bigint not null,
  "link_hash" text,
  constraint "oauth_states_key" primary key ("tenant", "id"),
  constraint "oauth_states_hash" unique ("state_hash"));
CREATE INDEX "oauth_states_age" on "oauth_states" ("expires_at");
CREATE INDEX "oauth_states_link" on "oauth_states" ("link_hash");
CREATE TABLE "pending_connections" (
  "tenant" text not null,
  "id" text not null,
  "slack_user_id" text not null,
  "connection" text not null,
  "view_id" text,
  "draft_id" text,
  "code_hash" text not null,
  "tries" integer not null,
  "created_at" bigint not null,
  "expires_at" bigint not null,
  constraint "pending_connections_key" primary key ("tenant", "id"),
  constraint "pending_connections_user" unique ("tenant", "slack_user_id"));
CREATE TABLE "people" (
  "tenant" text not null,
  "user_id" text not null,
  "team_id" text,
  "name" text not null,
  "email" text,
  "time_zone" text,
  "locale" text,
  "is_bot" integer not null,
  "is_guest" integer not null,
  "is_deleted" integer not null,
  "is_external" integer not null,
  "read_at" bigint not null,
  "enterprise_id" text,
  "workspace_ids" text,
  constraint "people_key" primary key ("tenant", "user_id"));
CREATE INDEX "people_age" on "people" ("read_at");
CREATE TABLE "request_lists" (
  "tenant" text not null,
  "user_id" text not null,
  "asked_at" bigint,
  "listed_at" bigint,
  "failed_at" bigint,
  "shared_asked_at" bigint,
  "shared_listed_at" bigint,
  "shared_failed_at" bigint,
  "refusal" text,
  "shared_refusal" text,
  constraint "request_lists_key" primary key ("tenant", "user_id"));
CREATE TABLE "revocations" (
  "tenant" text not null,
  "id" text not null,
  "token" text not null,
  "created_at" bigint not null,
  constraint "revocations_key" primary key ("tenant", "id"));
CREATE TABLE "settings" (
  "tenant" text not null,
  "user_id" text not null,
  "chosen" text not null,
  "changed_at" bigint not null,
  constraint "settings_key" primary key ("tenant", "user_id"));
CREATE TABLE "shared_requests" (
  "tenant" text not null,
  "id" text not null,
  "user_id" text not null,
  "box_id" text not null,
  "record" text not null,
  "seen_at" bigint not null,
  constraint "shared_requests_key" primary key ("tenant", "id"),
  constraint "shared_requests_of_person" unique ("tenant", "user_id", "box_id"));
CREATE TABLE "sign_requests" (
  "tenant" text not null,
  "id" text not null,
  "nonce" text not null,
  "requester" text not null,
  "state" text not null,
  "fingerprint" text not null,
  "form" text not null,
  "document" text not null,
  "signers" text not null,
  "details" text not null,
  "refusal" text,
  "box_id" text,
  "short_id" text,
  "prepare_url" text,
  "looks" integer not null,
  "created_at" bigint not null,
  "confirmed_at" bigint,
  "create_sent_at" bigint,
  "first_look_at" bigint,
  "last_sent_at" bigint,
  "sent_at" bigint,
  "observed_at" bigint,
  "words" text default '' not null,
  "documents" text default '' not null,
  "phones" text,
  constraint "sign_requests_key" primary key ("tenant", "id"),
  constraint "sign_requests_nonce" unique ("tenant", "nonce"));
CREATE INDEX "sign_requests_box_id" on "sign_requests" ("tenant", "box_id");
CREATE INDEX "sign_requests_requester" on "sign_requests" ("tenant", "requester", "created_at");
CREATE INDEX "sign_requests_same" on "sign_requests" ("tenant", "requester", "fingerprint", "created_at");
CREATE TABLE "spent_states" (
  "tenant" text not null,
  "id" text not null,
  "expires_at" bigint not null,
  constraint "spent_states_key" primary key ("tenant", "id"));
CREATE TABLE "webhook_events" (
  "tenant" text not null,
  "id" text not null,
  "seen_at" bigint not null,
  constraint "webhook_events_key" primary key ("tenant", "id"));
CREATE INDEX "webhook_events_seen" on "webhook_events" ("seen_at");
CREATE TABLE "webhooks" (
  "tenant" text not null,
  "slack_user_id" text not null,
  "folder_id" text not null,
  "box_id" text,
  "state" text not null,
  "address" text not null,
  "created_at" bigint not null,
  "last_heard_at" bigint,
  constraint "webhooks_key" primary key ("tenant", "slack_user_id", "folder_id"));
CREATE INDEX "webhooks_box_id" on "webhooks" ("box_id");
CREATE TABLE "welcomes" (
  "tenant" text not null,
  "user_id" text not null,
  "welcomed_at" bigint not null,
  constraint "welcomes_key" primary key ("tenant", "user_id"));
