/**
 * Which methods of Slack's Web API exist here, what is enforced for each, and what is left out. Tests compare this
 * table with the registered methods and with the answers to calls.
 */

/** What is enforced for every method: its token and scopes, and that methods which only read ignore a JSON body. */
export const ENFORCED_FOR_ALL =
  'not_authed, invalid_auth, token_revoked, token_expired, account_inactive, missing_scope with needed and provided; unknown_method; a JSON body is ignored by methods that only read';

/** What is enforced for a method, and what of Slack's rules is left out. */
export interface Coverage {
  readonly enforced: string;
  readonly leftOut: string;
}

/** The methods that exist here, by name. */
export const coverage: Readonly<Record<string, Coverage>> = {
  'apps.connections.open': {
    enforced:
      "only the app's token (not_allowed_token_type); a ticket for one use within 30 s; at most 10 connections",
    leftOut: 'nothing known',
  },
  'auth.test': {
    enforced: 'ids of team, bot user and bot; of the organisation where it was installed for that',
    leftOut: 'user tokens',
  },
  'auth.revoke': {
    enforced: 'every token of the installation dies; Slack tells nobody',
    leftOut: 'test=true',
  },
  'oauth.v2.access': {
    enforced:
      'invalid_client_id, bad_client_secret, invalid_grant_type, invalid_code after 10 min, code_already_used, bad_redirect_uri; with rotation tokens of 12 h, two alive at most, and refresh tokens for one use (invalid_refresh_token)',
    leftOut: 'user tokens and user scopes; PKCE; incoming webhooks',
  },
  'usergroups.list': {
    enforced:
      'members only with include_users, disabled groups only with include_disabled; a token of the organisation names the workspace (missing_argument, team_not_found)',
    leftOut: 'who made and changed a group, its channels; include_count',
  },
  'users.info': {
    enforced:
      'user_not_found, user_not_visible; e-mail only with users:read.email and never of other workspaces; locale only with include_locale; deactivated people without zone',
    leftOut: 'status, pictures, pronouns and custom fields of the profile; updated never changes',
  },
  'users.lookupByEmail': {
    enforced: 'users_not_found, also for deactivated people and those of other workspaces',
    leftOut: 'as users.info',
  },
  'conversations.open': {
    enforced:
      'user_not_found, user_disabled, cannot_dm_bot, messages_tab_disabled, users_list_not_supplied; several users need mpim:write',
    leftOut: 'conversations of several people; return_im',
  },
  'conversations.info': {
    enforced:
      'scope by kind of conversation; channel_not_found for what the bot can not see; is_member, is_archived, is_ext_shared',
    leftOut: 'topic, purpose, creator and the other fields that nothing here has; include_locale',
  },
  'conversations.members': {
    enforced: 'as conversations.info; invalid_limit over 1,000, invalid_cursor',
    leftOut: 'the order of the members',
  },
  'conversations.history': {
    enforced:
      'scope by kind of conversation; channel_not_found for what the bot can not see, not_in_channel for public channels; no ephemerals, no thread replies unless broadcast; metadata only with include_all_metadata; cursor, oldest, latest, inclusive',
    leftOut: 'latest_reply, reactions, pins and the other fields of history that no message here has',
  },
  'conversations.replies': { enforced: 'as history; thread_not_found', leftOut: 'as history' },
  'chat.postMessage': {
    enforced:
      'channel_not_found, not_in_channel, is_archived, restricted_action, user_disabled, messages_tab_disabled, no_text, invalid_blocks with JSON pointers, invalid_blocks_format, msg_blocks_too_long, metadata_too_large, invalid_metadata_format, invalid_attachments, too_many_attachments, cannot_reply_to_message; unfurls unless told not to; mentions notify',
    leftOut:
      'what Slack does to text (mrkdwn=false, parse, link_names); username and icon; controls in attachments cannot be pressed; previews of links are not drawn, only noted',
  },
  'chat.update': {
    enforced:
      'message_not_found (also for ephemerals), cant_update_message, msg_too_long over 4,000; is_inactive in an archived channel; text without blocks removes the blocks, attachments and metadata stay when absent',
    leftOut: 'edit_window_closed; as_user; file_ids',
  },
  'chat.postEphemeral': {
    enforced: 'user_not_in_channel, and as chat.postMessage; vanishes on reload',
    leftOut: 'as chat.postMessage',
  },
  'chat.delete': {
    enforced: 'message_not_found, cant_delete_message',
    leftOut: 'tombstones of threads that have replies',
  },
  'files.info': {
    enforced:
      'needs files:read; file_not_found, also where the app is not in the conversation; file_deleted; access_denied for a file of another organisation',
    leftOut: 'comments, thumbnails, shares; not_visible',
  },
  'files.getUploadURLExternal': {
    enforced: 'needs files:write; invalid_arguments for no name or no size',
    leftOut: 'snippet_type, alt_txt',
  },
  'files.completeUploadExternal': {
    enforced:
      'file_not_found before all bytes have come and a second time; not_in_channel, channel_not_found; thread_ts; without a channel it stays private',
    leftOut: 'several channels; blocks',
  },
  'views.open': {
    enforced:
      'expired_trigger_id after 3 s, exchanged_trigger_id, invalid_trigger_id; invalid_arguments with JSON pointers; view_too_large; duplicate_external_id',
    leftOut: 'nothing known',
  },
  'views.push': {
    enforced: 'as views.open; only from inside an open modal; push_limit_reached at the fourth',
    leftOut: 'nothing known',
  },
  'views.update': {
    enforced: 'not_found once closed, hash_conflict; typed input stays only under unchanged ids',
    leftOut: 'nothing known',
  },
  'views.publish': { enforced: 'not_enabled, hash_conflict, invalid_arguments', leftOut: 'nothing known' },
};

/** Methods that an app like this one might call, and that are answered here with `unknown_method`. */
export const NOT_COVERED: readonly string[] = [
  'api.test',
  'apps.event.authorizations.list',
  'apps.manifest.validate',
  'apps.uninstall',
  'auth.teams.list',
  'bots.info',
  'canvases.create',
  'chat.appendStream',
  'chat.deleteScheduledMessage',
  'chat.getPermalink',
  'chat.meMessage',
  'chat.scheduleMessage',
  'chat.scheduledMessages.list',
  'chat.startStream',
  'chat.stopStream',
  'chat.unfurl',
  'conversations.create',
  'conversations.invite',
  'conversations.join',
  'conversations.leave',
  'conversations.list',
  'dialog.open',
  'emoji.list',
  'entity.presentDetails',
  'files.delete',
  'files.list',
  'files.remote.add',
  'files.sharedPublicURL',
  'files.upload',
  'functions.completeError',
  'functions.completeSuccess',
  'migration.exchange',
  'oauth.v2.exchange',
  'oauth.v2.user.access',
  'pins.add',
  'reactions.add',
  'reminders.add',
  'slackLists.create',
  'team.info',
  'usergroups.users.list',
  'users.conversations',
  'users.getPresence',
  'users.list',
  'users.profile.get',
  'workflows.updateStep',
];
