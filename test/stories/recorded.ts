/** Payloads that Slack sent for a person, to be sent again with some of their ids replaced. */
import type { LogEntry } from '../../sandbox/slack/log.ts';

export interface RecordedPayload {
  /** The kind of payload: `/sign`, `block_actions`, … */
  readonly label: string;
  /** The fields of a command, or the payload of any other kind; as JSON. */
  readonly content: string;
}

/** The recorded payloads that name this team. */
export function recordedBy(log: readonly LogEntry[], teamId: string): RecordedPayload[] {
  return log
    .filter(({ direction, body }) => direction === 'to-app' && body.includes(teamId))
    .map(({ method, body }) => ({ label: method, content: contentOf(body) }));
}

function contentOf(body: string): string {
  const fields = new URLSearchParams(body);
  return fields.get('payload') ?? JSON.stringify(Object.fromEntries(fields));
}

/** Which id of a recorded payload is replaced, and by what. */
export interface Replacement {
  /** Position of the id to replace among the payload's own ids (modulo their number). */
  readonly at: number;
  /** Returns the id that replaces this id of the recorded workspace everywhere in the payload. */
  readonly replacementFor: (own: string) => string;
}

/** The ids of this list that appear anywhere in the payload, including the metadata of views. */
export function ownIdsIn({ content }: RecordedPayload, own: readonly string[]): string[] {
  return own.filter((id) => content.includes(id));
}

/**
 * The payload with some of its own ids replaced, sent from `teamId`. A command keeps its team: Slack names that of the
 * person who types, wherever they do.
 */
export function withIds(
  recorded: RecordedPayload,
  own: readonly string[],
  replacements: readonly Replacement[],
  { teamId, responseUrl }: { readonly teamId: string; readonly responseUrl: string },
): Record<string, unknown> | string {
  const within = ownIdsIn(recorded, own);
  let { content } = recorded;
  for (const { at, replacementFor } of replacements) {
    const id = within[at % within.length];
    if (id !== undefined) content = content.replaceAll(id, replacementFor(id));
  }
  const copy = JSON.parse(content) as Record<string, unknown>;
  // The response URL in the recording is masked.
  if ('response_url' in copy) copy['response_url'] = responseUrl;
  if (recorded.label.startsWith('/')) return new URLSearchParams(copy as Record<string, string>).toString();
  copy['team'] = { id: teamId, domain: 'x' };
  return copy;
}
