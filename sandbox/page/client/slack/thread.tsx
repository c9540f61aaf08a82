/** A thread: its first message, its replies, and its composer. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { goTo } from '../addresses.ts';
import { Link } from '../link.tsx';
import type { Client, Conversation, Message } from './answers.ts';
import { keyOf } from './client-memory.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';

export function Thread(props: {
  readonly client: Client;
  readonly conversation: Conversation;
  readonly all: readonly Message[];
  readonly ts: string;
  readonly closesTo: string;
}) {
  const { client, conversation, all, ts, closesTo } = props;
  const shown = all.filter((message) => message.ts === ts || message.threadTs === ts);
  const head = useRef<HTMLHeadingElement>(null);
  const section = useRef<HTMLElement>(null);
  // The element that opened the thread, read before anything in the thread takes the focus.
  const [opener] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const before = document.activeElement;
    // The composer has the focus already, unless that would open a phone's keyboard; then the heading gets
    // it.
    if (!section.current?.contains(before)) head.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [opener]);
  const closeBy = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) goTo(closesTo);
  };
  return (
    <section ref={section} class="thread" aria-label="Thread" onKeyDown={closeBy}>
      <header class="bar conversation-head">
        <h2 ref={head} tabIndex={-1}>
          Thread
        </h2>
        <p class="cut soft">{conversation.name}</p>
        <Link class="bare" href={closesTo} label="Close thread">
          <span aria-hidden="true">×</span>
        </Link>
      </header>
      {shown.some((message) => message.ts === ts) ? (
        <Messages
          client={client}
          conversation={conversation}
          shown={shown}
          all={all}
          noteKey={keyOf(client.person, conversation.id, ts)}
          label="Replies"
          hasThreads={false}
        />
      ) : (
        <p class="waiting">This message no longer exists.</p>
      )}
      <Composer client={client} conversation={conversation.id} thread={ts} label="Reply…" />
    </section>
  );
}
