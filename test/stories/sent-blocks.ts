/** Checks that the sandbox's page can draw every message and view of a story, and that screen readers can read them. */
import type { LogEntry } from '../../sandbox/slack/log.ts';
import type { SandboxSlack } from '../../sandbox/slack/server.ts';
import { barriersIn, type Surface } from '../contracts/accessible.ts';
import { undrawn } from '../contracts/page-draws.ts';

/**
 * Checks the messages and views of a story.
 * @param hasForgedMessages whether to leave out what the app sent to response URLs
 * @throws naming what the page cannot draw, or each barrier for screen readers
 */
export function checkBlocks(
  { state, log }: Pick<SandboxSlack, 'state' | 'log'>,
  hasForgedMessages = false,
): void {
  const sent = log
    .filter(
      ({ direction, method }) =>
        direction === 'to-slack' && !(hasForgedMessages && method === 'response_url'),
    )
    .flatMap(sentSurfaces);
  const kept = [
    ...state.messages.map(({ blocks }) => blocks ?? []),
    ...Object.values(state.views).map(({ content }) => content['blocks'] ?? []),
  ];
  const unknown = [...sent.map(({ blocks }) => blocks), ...kept].flatMap((blocks) => undrawn(blocks));
  if (unknown.length > 0) {
    throw new Error(`The page does not draw:\n${[...new Set(unknown)].join('\n')}`);
  }
  const barriers = sent.flatMap(barriersIn);
  if (barriers.length > 0) throw new Error(`Not for everyone:\n${[...new Set(barriers)].join('\n')}`);
}

/** The message or view in a call's arguments: JSON at a response URL; else, blocks are JSON in a form body. */
function sentSurfaces({ method, body }: LogEntry): Surface[] {
  if (method === 'response_url') {
    const { text = '', blocks } = JSON.parse(body) as Partial<Surface>;
    return blocks ? [{ text, blocks }] : [];
  }
  const form = new URLSearchParams(body);
  return ['blocks', 'view'].flatMap((name): Surface[] => {
    const written = form.get(name);
    if (written === null) return [];
    const value: unknown = JSON.parse(written);
    if (Array.isArray(value)) return [{ text: form.get('text') ?? '', blocks: value }];
    return [{ text: null, blocks: (value as { blocks: unknown[] }).blocks }];
  });
}
