/**
 * Which methods of Slack's Web API exist here, and what is enforced for each. A test compares this table with the
 * registered methods, so that the two stay equal.
 */

/** Enforced for every method: the token's state, faults on demand, form bodies with JSON strings. */
export const EVERYWHERE =
  'not_authed, invalid_auth, token_revoked, token_expired, account_inactive, missing_scope with needed and provided; unknown_method; a JSON body is ignored by methods that only read';

export const coverage: Readonly<Record<string, string>> = {
  'apps.connections.open':
    "only the app's token (not_allowed_token_type); a ticket for one use within 30 s; at most 10 connections",
  'auth.test': 'ids of team, bot user and bot; of the organisation where it was installed for that',
  'auth.revoke': 'every token of the installation dies; Slack tells nobody',
  'oauth.v2.access':
    'invalid_client_id, bad_client_secret, invalid_grant_type, invalid_code after 10 min, code_already_used, bad_redirect_uri; with rotation tokens of 12 h, two alive at most, and refresh tokens for one use (invalid_refresh_token)',
  'users.info':
    'user_not_found, user_not_visible; e-mail only with users:read.email and never of other workspaces; locale only with include_locale; deactivated people without zone',
  'users.lookupByEmail': 'users_not_found, also for deactivated people and those of other workspaces',
  'conversations.open':
    'user_not_found, user_disabled, cannot_dm_bot, messages_tab_disabled, users_list_not_supplied; several users need mpim:write',
  'conversations.history':
    'scope by kind of conversation; channel_not_found for what the bot can not see, not_in_channel for public channels; no ephemerals, no thread replies unless broadcast; metadata only with include_all_metadata; cursor, oldest, latest, inclusive',
  'conversations.replies': 'as history; thread_not_found',
  'chat.postMessage':
    'channel_not_found, not_in_channel, user_disabled, messages_tab_disabled, no_text, invalid_blocks with JSON pointers, invalid_blocks_format, msg_blocks_too_long, metadata_too_large, invalid_metadata_format, cannot_reply_to_message; unfurls unless told not to; mentions notify',
  'chat.update':
    'message_not_found (also for ephemerals), cant_update_message, msg_too_long over 4,000; text without blocks removes the blocks, attachments and metadata stay when absent',
  'chat.postEphemeral': 'user_not_in_channel, and as chat.postMessage; vanishes on reload',
  'chat.delete': 'message_not_found, cant_delete_message',
  'files.getUploadURLExternal': 'needs files:write; invalid_arguments for no name or no size',
  'files.completeUploadExternal':
    'file_not_found before all bytes have come and a second time; not_in_channel, channel_not_found; thread_ts; without a channel it stays private',
  'views.open':
    'expired_trigger_id after 3 s, exchanged_trigger_id, invalid_trigger_id; invalid_arguments with JSON pointers; view_too_large; duplicate_external_id',
  'views.push': 'as views.open; only from inside an open modal; push_limit_reached at the fourth',
  'views.update': 'not_found once closed, hash_conflict; typed input stays only under unchanged ids',
  'views.publish': 'not_enabled, hash_conflict, invalid_arguments',
};
