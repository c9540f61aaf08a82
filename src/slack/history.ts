/**
 * Searches for one of the app's own messages, by the key in its metadata, in case the answer to posting it was lost.
 * The scope `im:history` is optional, and apps that are sold outside the Marketplace may read the history once a
 * minute. https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps
 */
import type { WebClient } from '@slack/web-api';
import { OutsideFailure } from '../failure.ts';
import type { SlackCall } from './client.ts';

/** The result of the search for one of the app's own messages. */
export interface OwnMessage {
  /** The message's timestamp; null: it was not found. */
  readonly ts: string | null;
  /**
   * False: the app may not read the conversation (`im:history`), or not soon enough, so the message may still exist.
   */
  readonly couldSearch: boolean;
}

interface MessageSearch {
  readonly channel: string;
  readonly metadataType: string;
  readonly key: string;
  readonly sinceMs: number;
}

/** Searches for the message. @throws OutsideFailure, but not when the app may not read the conversation now */
export async function findOwnMessage(call: SlackCall, wanted: MessageSearch): Promise<OwnMessage> {
  try {
    const ts = await call('conversations.history', false, (client) => findByKey(client, wanted));
    return { ts, couldSearch: true };
  } catch (error) {
    if (!mayNotRead(error)) throw error;
    return { ts: null, couldSearch: false };
  }
}

/**
 * When Slack asks for a longer wait than this, the app may read the history once a minute only. Then it does not
 * search, so that no card is delayed.
 */
const longestWaitSeconds = 20;

function mayNotRead(error: unknown): boolean {
  if (!(error instanceof OutsideFailure)) return false;
  return error.reason === 'missing_scope' || (error.retryAfterSeconds ?? 0) > longestWaitSeconds;
}

/** How far Slack's clock and this machine's may differ (ms). */
const clockSkewMs = 5 * 60_000;

/** At most this many pages of 200 messages are read; nobody gets that many messages in the time that is searched. */
const maxPages = 50;

async function findByKey(
  client: WebClient,
  { channel, metadataType, key, sinceMs }: MessageSearch,
): Promise<string | null> {
  let cursor: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await client.conversations.history({
      channel,
      include_all_metadata: true,
      oldest: ((sinceMs - clockSkewMs) / 1000).toFixed(6),
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    const own = page.messages?.find((message) => {
      const payload: unknown = message.metadata?.event_payload;
      return message.metadata?.event_type === metadataType && hasKey(payload, key);
    });
    if (own?.ts) return own.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
    if (!cursor) return null;
  }
  const operation = 'conversations.history';
  throw new OutsideFailure({ service: 'slack', operation, kind: 'retry', status: 200, reason: 'no_end' });
}

function hasKey(payload: unknown, key: string): boolean {
  return typeof payload === 'object' && payload !== null && 'card' in payload && payload.card === key;
}
