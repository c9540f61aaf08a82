/** A person's conversations, with unread counts. */
import type { ComponentChildren } from 'preact';
import { Link } from '../link.tsx';
import type { Client, Conversation } from './answers.ts';
import { Avatar } from './avatar.tsx';
import { LockIcon } from './icons.tsx';
import { addressOf } from './places.ts';

const groups = [
  { title: 'Channels', kinds: ['public', 'private'] },
  { title: 'Direct messages', kinds: ['im'] },
  { title: 'Apps', kinds: ['app'] },
] as const;

export function Sidebar({ client, current }: { readonly client: Client; readonly current: string }) {
  return (
    <nav class="sidebar" aria-label="Conversations">
      {groups.map(({ title, kinds }) => {
        const conversations = client.conversations.filter(({ kind }) =>
          kinds.some((wanted) => wanted === kind),
        );
        if (conversations.length === 0) return null;
        return (
          <section key={title}>
            <h2>{title}</h2>
            <ul class="list">
              {conversations.map((conversation) => (
                <Entry
                  key={conversation.id}
                  person={client.person}
                  conversation={conversation}
                  isCurrent={conversation.place === current}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Entry(props: {
  readonly person: string;
  readonly conversation: Conversation;
  readonly isCurrent: boolean;
}) {
  const { person, conversation, isCurrent } = props;
  const { name, unread, kind } = conversation;
  return (
    <li>
      <Link
        href={addressOf(person, conversation)}
        isCurrent={isCurrent}
        class={`entry${unread > 0 ? ' unread' : ''}`}
      >
        <ConversationMark conversation={conversation} />
        <span class="cut" title={name}>
          {name}
        </span>
        {kind === 'app' && <span class="app-mark">App</span>}
        {unread > 0 && (
          <span class="count">
            {unread}
            <span class="unseen"> unread</span>
          </span>
        )}
      </Link>
    </li>
  );
}

/** What stands before a conversation's name: #, a lock, or a picture. */
export function ConversationMark({ conversation }: { readonly conversation: Conversation }) {
  const { kind, name, userId, id } = conversation;
  if (kind === 'public') return <Mark>#</Mark>;
  if (kind === 'private')
    return (
      <Mark>
        <LockIcon />
      </Mark>
    );
  return <Avatar id={userId ?? id} name={name} isApp={kind === 'app'} />;
}

function Mark({ children }: { readonly children: ComponentChildren }) {
  return (
    <span class="entry-sign" aria-hidden="true">
      {children}
    </span>
  );
}
