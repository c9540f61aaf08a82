/** A conversation: its name, its messages, the composer, and a thread beside it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLive } from '../live.ts';
import { markRead, openApp, readMessages } from './acts.ts';
import type { Client, Conversation as ConversationState, Message } from './answers.ts';
import { keyOf } from './client-memory.ts';
import { Composer } from './composer.tsx';
import { ConversationHead, titleOf } from './head.tsx';
import { Messages } from './messages.tsx';
import { addressOf } from './places.ts';
import { Problem, Waiting } from './states.tsx';
import { Thread } from './thread.tsx';

export interface ConversationProps {
  readonly client: Client;
  readonly conversation: ConversationState;
  /** Time stamp of the first message of the open thread; null: no thread is open. */
  readonly thread: string | null;
}

export function Conversation({ client, conversation, thread }: ConversationProps) {
  const person = client.person;
  const { value, error, refresh } = useLive<readonly Message[]>('slack', `${person} ${conversation.id}`, () =>
    readMessages(person, conversation.id),
  );
  const section = useReading(person, conversation);
  const isApp = conversation.kind === 'app';
  useEffect(() => {
    // The app is told that its conversation was opened; what it posts in response is shown here.
    if (isApp) openApp(person).catch(() => undefined);
  }, [person, isApp]);
  const title = titleOf(conversation);
  return (
    <>
      <section ref={section} class="conversation" aria-label={title}>
        <ConversationHead client={client} conversation={conversation} tab="messages" />
        {value === undefined && error === null && <Waiting />}
        {value === undefined && error !== null && <Problem words={error.message} onAgain={refresh} />}
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

/**
 * Marks a conversation as read while it is in view: not behind another screen of a phone, not in a hidden window.
 * Returns the ref for the element to watch.
 */
function useReading(person: string, { id, unread }: ConversationState) {
  const shown = useRef<HTMLElement>(null);
  const [isInSight, setInSight] = useState(false);
  const [isWindowSeen, setWindowSeen] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const look = (): void => setWindowSeen(document.visibilityState === 'visible');
    const watching = new IntersectionObserver((entries) =>
      setInSight(entries.at(-1)?.isIntersecting === true),
    );
    if (shown.current) watching.observe(shown.current);
    document.addEventListener('visibilitychange', look);
    return () => {
      watching.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  useEffect(() => {
    if (unread === 0 || !isInSight || !isWindowSeen) return;
    markRead(person, id).catch(() => {
      // A conversation that could not be marked as read stays unread, and the next change tries again.
    });
  }, [person, id, unread, isInSight, isWindowSeen]);
  return shown;
}
