/**
 * How many calls Slack accepts: per method, workspace and app, by tier, and one message a second in a conversation.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
import type { RateRule } from '../rate-limit.ts';

const MINUTE_MS = 60_000;

/** The number of calls per minute in each tier. Slack promises at least this many; the sandbox allows no more. */
const TIERS = { 2: 20, 3: 50, 4: 100 } as const;

/** Each method's tier in Slack's reference. `chat.postMessage` has its own limits; other methods have none here. */
const TIER_OF: Readonly<Record<string, keyof typeof TIERS>> = {
  'auth.revoke': 3,
  'chat.delete': 3,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.replies': 3,
  'chat.postEphemeral': 4,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'files.info': 4,
  'usergroups.list': 2,
  'users.info': 4,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};

/** Limit for messages in one conversation: one a second on average, five in a burst. */
const IN_A_CONVERSATION: RateRule = { most: 5, windowMs: 5_000 };
/** Limit for the app's messages in one workspace. */
const POSTS: RateRule = { most: 300, windowMs: MINUTE_MS };

/** Limit for reading history, for apps that are sold outside the Marketplace. */
const RESTRICTED_HISTORY: RateRule = { most: 1, windowMs: MINUTE_MS };
const HISTORY_METHODS: ReadonlySet<string> = new Set(['conversations.history', 'conversations.replies']);

export interface LimitedCall {
  readonly teamId: string;
  readonly method: string;
  /** Id of the channel that the call names; empty: none. */
  readonly channel: string;
  /** Whether the history methods take only one call a minute, see `RESTRICTED_HISTORY`. */
  readonly isHistoryRestricted: boolean;
}

/** The limits that a call counts against, each under the key of the calls that share it; none: an empty map. */
export function rulesFor({
  teamId,
  method,
  channel,
  isHistoryRestricted,
}: LimitedCall): ReadonlyMap<string, RateRule> {
  const kind = `${teamId} ${method}`;
  if (method === 'chat.postMessage') {
    return new Map([
      [kind, POSTS],
      [`${kind} ${channel}`, IN_A_CONVERSATION],
    ]);
  }
  if (isHistoryRestricted && HISTORY_METHODS.has(method)) return new Map([[kind, RESTRICTED_HISTORY]]);
  const tier = TIER_OF[method];
  return tier === undefined ? new Map() : new Map([[kind, { most: TIERS[tier], windowMs: MINUTE_MS }]]);
}
