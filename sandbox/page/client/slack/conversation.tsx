/** A conversation: its name, its messages, where one types, and a thread beside it. */
import { useEffect, useState } from 'preact/hooks';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { markRead, readMessages } from './acts.ts';
import type { Client, Message, Conversation as Told } from './answers.ts';
import { Composer } from './composer.tsx';
import { keyOf } from './kept.ts';
import { Messages } from './messages.tsx';
import { addressOf, listAddressOf } from './places.ts';
import { Sign } from './sidebar.tsx';
import { Problem, Waiting } from './states.tsx';
import { Thread } from './thread.tsx';

export interface ConversationProps {
  readonly client: Client;
  readonly conversation: Told;
  /** Time stamp of the first message of the thread that is open. */
  readonly thread: string | null;
}

export function Conversation({ client, conversation, thread }: ConversationProps) {
  const person = client.me.handle;
  const { value, error, refresh } = useLive<readonly Message[]>('slack', `${person} ${conversation.id}`, () =>
    readMessages(person, conversation.id),
  );
  useReading(person, conversation);
  const title = titleOf(conversation);
  return (
    <>
      <section class="conversation" aria-label={title}>
        <header class="conversation-head">
          <Link class="back" href={listAddressOf(person)} label="All conversations">
            <span aria-hidden="true">‹</span>
          </Link>
          <Sign conversation={conversation} />
          <h1 title={conversation.name}>{conversation.name}</h1>
          {conversation.kind === 'app' && <span class="app-mark">App</span>}
          {conversation.kind === 'app' && <p>{client.app.description}</p>}
        </header>
        {value === undefined && error === null && <Waiting />}
        {error !== null && <Problem words={error.message} onAgain={refresh} />}
        {value !== undefined && (
          <Messages
            client={client}
            conversation={conversation}
            shown={value.filter(({ threadTs, isBroadcast }) => threadTs === null || isBroadcast)}
            all={value}
            noteKey={keyOf(person, conversation.id, null)}
            label={`Messages with ${title}`}
            hasThreads
          />
        )}
        <Composer client={client} conversation={conversation.id} thread={null} label={`Message ${title}`} />
      </section>
      {thread !== null && value !== undefined && (
        <Thread
          key={thread}
          client={client}
          conversation={conversation}
          all={value}
          ts={thread}
          closesTo={addressOf(person, conversation)}
        />
      )}
    </>
  );
}

function titleOf({ kind, name }: Told): string {
  return kind === 'public' || kind === 'private' ? `#${name}` : name;
}

/** What is in sight counts as read; a window that nobody looks at reads nothing. */
function useReading(person: string, { id, unread }: Told): void {
  const [isSeen, setSeen] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const look = (): void => setSeen(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  useEffect(() => {
    if (unread === 0 || !isSeen) return;
    markRead(person, id).catch(() => {
      // It stays marked as unread, and the next change tries again.
    });
  }, [person, id, unread, isSeen]);
}
