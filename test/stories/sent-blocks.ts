/** Checks that the sandbox's page could have drawn every message and view of a story. */
import type { SandboxSlack } from '../../sandbox/slack/server.ts';
import { undrawn } from '../contracts/page-draws.ts';

/** @throws naming each thing that the page would have shown as unknown. */
export function checkBlocks({ state, log }: Pick<SandboxSlack, 'state' | 'log'>): void {
  const sent = log
    .filter(({ direction, method }) => direction === 'to-slack' && method !== 'response_url')
    .flatMap(({ body }) => sentBlocks(body));
  const kept = [
    ...state.messages.map(({ blocks }) => blocks),
    ...Object.values(state.views).map(({ content }) => content['blocks']),
  ];
  const unknown = [...sent, ...kept].flatMap((blocks) => undrawn(blocks ?? []));
  if (unknown.length > 0) {
    throw new Error(`The page does not draw:\n${[...new Set(unknown)].join('\n')}`);
  }
}

/** The blocks of a call's arguments; Slack's `WebClient` sends them as JSON in a form body. */
function sentBlocks(body: string): unknown[] {
  const form = new URLSearchParams(body);
  return ['blocks', 'view'].flatMap((name) => {
    const written = form.get(name);
    if (written === null) return [];
    const value: unknown = JSON.parse(written);
    return [Array.isArray(value) ? value : (value as { blocks: unknown }).blocks];
  });
}
