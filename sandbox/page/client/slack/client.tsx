/** The Slack-like client: conversations, messages, composer and modals of the person in the address. */
import { Blocks } from '../block-kit/blocks.tsx';
import { inSlack } from '../doors.ts';
import { useLive } from '../live.ts';

export function SlackClient({ parts: [person = 'ana'] }: { readonly parts: readonly string[] }) {
  const messages = useLive('slack', person, () => inSlack<object[]>(person, 'messages', { in: 'app' }));
  return <pre>{JSON.stringify({ messages, draws: Blocks.name }, null, 1)}</pre>;
}
