/**
 * Looks for one of the app's own messages, by the key in its metadata, in case the answer to posting it was lost. The
 * scope `im:history` is optional, and apps that are sold outside the Marketplace may read history once a minute.
 * https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps
 */
import type { WebClient } from '@slack/web-api';
import { OutsideFailure } from '../failure.ts';
import type { SlackCall } from './client.ts';

/** The result of looking for one of the app's own messages. */
export interface OwnMessage {
  /** Null: none was seen. */
  readonly ts: string | null;
  /** False: the app may not read the conversation (`im:history`), or not soon, so the message may exist all the same. */
  readonly couldLook: boolean;
}

interface Wanted {
  readonly channel: string;
  readonly metadataType: string;
  readonly key: string;
  readonly sinceMs: number;
}

/** @throws OutsideFailure for any reason other than that the app may not look. */
export async function findOwnMessage(call: SlackCall, wanted: Wanted): Promise<OwnMessage> {
  try {
    const ts = await call('conversations.history', false, (client) => findByKey(client, wanted));
    return { ts, couldLook: true };
  } catch (error) {
    if (!isClosed(error)) throw error;
    return { ts: null, couldLook: false };
  }
}

/** A longer wait means that the app may read history once a minute: no card is delayed for that. */
const longestWaitSeconds = 20;

function isClosed(error: unknown): boolean {
  if (!(error instanceof OutsideFailure)) return false;
  return error.reason === 'missing_scope' || (error.retryAfterSeconds ?? 0) > longestWaitSeconds;
}

/** How far Slack's clock and this machine's may differ. */
const clockSkewMs = 5 * 60_000;

/** Pages of 200 messages. Nobody gets this many in the time that is searched. */
const maxPages = 50;

async function findByKey(
  client: WebClient,
  { channel, metadataType, key, sinceMs }: Wanted,
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
