/**
 * How many calls Slack takes: per method, workspace and app, by tier, and one message a second in a conversation.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
import type { RateRule } from '../rate-limit.ts';

const MINUTE_MS = 60_000;

/** Slack promises at least so many a minute; here they are the most. */
const TIERS = { 2: 20, 3: 50, 4: 100 } as const;

/** By what Slack's reference says of each; those that are missing have limits of their own that nobody meets. */
const TIER_OF: Readonly<Record<string, keyof typeof TIERS>> = {
  'auth.revoke': 3,
  'chat.delete': 3,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.open': 3,
  'conversations.replies': 3,
  'chat.postEphemeral': 4,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'users.info': 4,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};

/** One a second, of which some may come in a burst. */
const IN_A_CONVERSATION: RateRule = { most: 5, windowMs: 5_000 };
const POSTS: RateRule = { most: 300, windowMs: MINUTE_MS };

/** For apps that are sold outside the Marketplace. */
const RARE_HISTORY: RateRule = { most: 1, windowMs: MINUTE_MS };
const HISTORY: ReadonlySet<string> = new Set(['conversations.history', 'conversations.replies']);

export interface LimitedCall {
  readonly teamId: string;
  readonly method: string;
  /** As named in the call; empty: none. */
  readonly channel: string;
  /** History may be read once a minute. */
  readonly isHistoryRare: boolean;
}

/** The rules that a call counts for. */
export function rulesFor({
  teamId,
  method,
  channel,
  isHistoryRare,
}: LimitedCall): ReadonlyMap<string, RateRule> {
  const kind = `${teamId} ${method}`;
  if (method === 'chat.postMessage') {
    return new Map([
      [kind, POSTS],
      [`${kind} ${channel}`, IN_A_CONVERSATION],
    ]);
  }
  if (isHistoryRare && HISTORY.has(method)) return new Map([[kind, RARE_HISTORY]]);
  const tier = TIER_OF[method];
  return tier === undefined ? new Map() : new Map([[kind, { most: TIERS[tier], windowMs: MINUTE_MS }]]);
}
