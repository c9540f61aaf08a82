/** The name of a conversation, the way back from it on a phone, and the app's tabs. */
import { Link } from '../link.tsx';
import type { Client, Conversation } from './answers.ts';
import { RemoveApp } from './installation.tsx';
import { addressOf, homeAddressOf, listAddressOf } from './places.ts';
import { ConversationMark } from './sidebar.tsx';

export function ConversationHead(props: {
  readonly client: Client;
  readonly conversation: Conversation;
  readonly tab: 'messages' | 'home';
}) {
  const { client, conversation, tab } = props;
  const person = client.person;
  const isApp = conversation.kind === 'app';
  return (
    <header class="bar conversation-head">
      <Link class="bare back" href={listAddressOf(person)} label="All conversations">
        <span aria-hidden="true">‹</span>
      </Link>
      <ConversationMark conversation={conversation} />
      <h1 class="cut" title={conversation.name}>
        {conversation.name}
      </h1>
      {isApp && <span class="app-mark">App</span>}
      {isApp && <p class="cut soft">{client.app.description}</p>}
      {isApp && client.app.homeTab && (
        <nav class="tabs" aria-label={conversation.name}>
          <Link class="entry" href={homeAddressOf(person)} isCurrent={tab === 'home'}>
            Home
          </Link>
          <Link class="entry" href={addressOf(person, conversation)} isCurrent={tab === 'messages'}>
            Messages
          </Link>
        </nav>
      )}
      {isApp && <RemoveApp client={client} />}
    </header>
  );
}

/** The name of a conversation, as people write it. */
export function titleOf({ kind, name }: Conversation): string {
  return kind === 'public' || kind === 'private' ? `#${name}` : name;
}
