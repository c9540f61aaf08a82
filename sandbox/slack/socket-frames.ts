/**
 * Builds and reads the messages that go over the WebSockets of Socket Mode, in Slack's format.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { randomUUID } from 'node:crypto';
import { parseJson } from '../http.ts';
import type { JsonObject } from './json.ts';
import { isObject, textAt } from './json.ts';

/** A payload that is sent to the app over a WebSocket. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly accepts_response_payload: boolean;
  readonly payload: JsonObject;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** Why Slack closes a connection, as it tells the app. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

const debugInfo = { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 };

/** The first message on a connection. `connections`: how many the app has open now. */
export function helloMessage(connections: number, appId: string): JsonObject {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: debugInfo,
    connection_info: { app_id: appId },
  };
}

/** The message with which Slack tells the app that it closes a connection, or will. */
export function disconnectMessage(reason: DisconnectReason): JsonObject {
  return { type: 'disconnect', reason, debug_info: { host: debugInfo.host } };
}

/** Makes an envelope of a request's body. `retry`: the headers by which a repeated event is recognized. */
export function envelopeOf(body: string, isForm: boolean, retry: Record<string, string> = {}): Envelope {
  const form = isForm ? new URLSearchParams(body) : null;
  const inside = form ? (form.get('payload') ?? undefined) : body;
  const parsed = inside === undefined ? Object.fromEntries(form ?? []) : parseJson(inside);
  const payload = isObject(parsed) ? parsed : {};
  const type = !form ? 'events_api' : inside === undefined ? 'slash_commands' : 'interactive';
  const isAsked =
    type === 'slash_commands' || ['view_submission', 'block_suggestion'].includes(textAt(payload, 'type'));
  const attempt = retry['x-slack-retry-num'];
  return {
    envelope_id: randomUUID(),
    type,
    accepts_response_payload: isAsked,
    payload,
    ...(attempt === undefined
      ? {}
      : { retry_attempt: Number(attempt), retry_reason: retry['x-slack-retry-reason'] ?? '' }),
  };
}

/** Reads an app's acknowledgement; null for any other frame. */
export function readAck(data: string): { envelopeId: string; payload: unknown } | null {
  const parsed = parseJson(data);
  const envelopeId = isObject(parsed) ? textAt(parsed, 'envelope_id') : '';
  return isObject(parsed) && envelopeId ? { envelopeId, payload: parsed['payload'] } : null;
}
