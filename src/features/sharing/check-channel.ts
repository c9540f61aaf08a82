/**
 * Checks whether a card may be posted into a channel. Ids in payloads can be made up, so Slack is asked whether the
 * person is in the channel, and a private channel that they are not in is treated like one that the app cannot see.
 */
import { OutsideFailure } from '../../failure.ts';
import type { ChannelFacts } from '../../slack/channels.ts';
import type { Texts } from '../../views/texts/index.ts';
import type { Services } from '../services.ts';

/** Why a card was not shared. */
export type ShareRefusal = keyof Texts['share']['refusal'];

/** Why no card may be posted in this channel; null: one may. @throws OutsideFailure when Slack does not say */
export async function channelRefusal(
  services: Services,
  channel: string,
  user: string,
): Promise<ShareRefusal | null> {
  const facts = await factsOf(services, channel);
  if (!facts?.isChannel) return 'absent';
  if (!(await services.slack.isInChannel(channel, user))) return facts.isPrivate ? 'absent' : 'not_member';
  if (facts.isArchived) return 'archived';
  if (facts.hasOutsiders) return 'outsiders';
  return facts.hasApp ? null : 'absent';
}

async function factsOf({ slack }: Services, channel: string): Promise<ChannelFacts | null> {
  try {
    return await slack.channel(channel);
  } catch (error) {
    if (error instanceof OutsideFailure && error.reason === 'channel_not_found') return null;
    throw error;
  }
}

/** Why a card was not shared, by the failure of the call to Slack. */
export function shareRefusalOf({ kind, reason }: OutsideFailure): ShareRefusal {
  if (kind === 'unknown') return 'unconfirmed';
  if (kind === 'retry') return 'unreachable';
  if (reason === 'not_in_channel' || reason === 'channel_not_found') return 'absent';
  if (reason === 'is_archived') return 'archived';
  return reason.startsWith('restricted_action') ? 'restricted' : 'refused';
}
