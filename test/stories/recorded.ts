/** What somebody has sent to the app in earnest, to be sent again with other people's ids in place of their own. */
import type { LogEntry } from '../../sandbox/slack/log.ts';

export interface Recorded {
  /** What it is: `/sign`, `block_actions`, … */
  readonly label: string;
  /** Of a command its fields, of all else the payload; as JSON. */
  readonly content: string;
}

/** The payloads among them that name this team. */
export function recordedBy(log: readonly LogEntry[], teamId: string): Recorded[] {
  return log
    .filter(({ direction, body }) => direction === 'to-app' && body.includes(teamId))
    .map(({ method, body }) => ({ label: method, content: contentOf(body) }));
}

function contentOf(body: string): string {
  const fields = new URLSearchParams(body);
  return fields.get('payload') ?? JSON.stringify(Object.fromEntries(fields));
}

export interface Put {
  /** Which of their own ids in it, counted round. */
  readonly at: number;
  /** What stands in its place, everywhere in it. */
  readonly instead: (own: string) => string;
}

/** Their own ids that stand anywhere in it, also within the metadata of views. */
export function ownIdsIn({ content }: Recorded, own: readonly string[]): string[] {
  return own.filter((id) => content.includes(id));
}

/** The same with ids put in place of some of their own, sent by somebody in `teamId`. */
export function withIds(
  recorded: Recorded,
  own: readonly string[],
  puts: readonly Put[],
  { teamId, responseUrl }: { readonly teamId: string; readonly responseUrl: string },
): Record<string, unknown> | string {
  const within = ownIdsIn(recorded, own);
  let { content } = recorded;
  for (const { at, instead } of puts) {
    const id = within[at % within.length];
    if (id !== undefined) content = content.replaceAll(id, instead(id));
  }
  const copy = JSON.parse(content) as Record<string, unknown>;
  // The recorded one is masked.
  if ('response_url' in copy) copy['response_url'] = responseUrl;
  if (recorded.label.startsWith('/')) return new URLSearchParams(copy as Record<string, string>).toString();
  copy['team'] = { id: teamId, domain: 'x' };
  return copy;
}
