/**
 * Reads the frames that Slack sends in Socket Mode. There are four kinds. Nothing here throws: a frame of an unknown
 * shape is `odd`, and is described in our own words only, because it may contain what people typed.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { maxPayloadBytes } from './payload-shapes.ts';

/** A payload that Slack sends over a WebSocket and that must be acknowledged. */
export interface Envelope {
  readonly kind: 'envelope';
  readonly id: string;
  /** `slash_commands`, `interactive` or `events_api`. */
  readonly type: string;
  /** The payload, which would be the body of the request over HTTP. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the acknowledgement may contain an answer. */
  readonly takesAnswer: boolean;
}

/** What a frame can be. */
export type Frame =
  | { readonly kind: 'hello' }
  /** Slack is about to close the connection (`warning`, `refresh_requested`) or refuses it. */
  | { readonly kind: 'disconnect'; readonly reason: string }
  | Envelope
  | {
      readonly kind: 'odd';
      readonly what: 'binary' | 'too_large' | 'no_object' | 'frame' | 'envelope';
      readonly type: string;
    };

const envelopeTypes: ReadonlySet<string> = new Set(['slash_commands', 'interactive', 'events_api']);

/** Reads a frame. @param data the text of a frame; anything else is odd */
export function readFrame(data: unknown): Frame {
  if (typeof data !== 'string') return { kind: 'odd', what: 'binary', type: 'none' };
  if (data.length > maxPayloadBytes) return { kind: 'odd', what: 'too_large', type: 'none' };
  const frame = parse(data);
  if (!frame) return { kind: 'odd', what: 'no_object', type: 'none' };
  const type = frame['type'];
  if (type === 'hello') return { kind: 'hello' };
  if (type === 'disconnect') return { kind: 'disconnect', reason: wordOf(frame['reason']) };
  const id = frame['envelope_id'];
  if (typeof id !== 'string' || id === '') return { kind: 'odd', what: 'frame', type: wordOf(type) };
  const body = frame['payload'];
  if (typeof type !== 'string' || !envelopeTypes.has(type) || !isObject(body)) {
    return { kind: 'odd', what: 'envelope', type: wordOf(type) };
  }
  return {
    kind: 'envelope',
    id,
    type,
    body,
    takesAnswer: frame['accepts_response_payload'] === true,
  };
}

/** The value when it looks like one of Slack's own names, so that it may be logged; otherwise `unknown`. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'unknown';
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
