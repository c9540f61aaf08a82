/**
 * The Slack-like client of the person in the address: conversations, messages, composer and forms. It shows only what
 * Slack has for this person.
 */
import { useEffect } from 'preact/hooks';
import { goTo, useAddress } from '../addresses.ts';
import { Home } from '../block-kit/home.tsx';
import { Modals } from '../block-kit/modals.tsx';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { readClient } from './acts.ts';
import type { Client, Conversation as ConversationState } from './answers.ts';
import { keyOf, setDraft } from './client-memory.ts';
import { Conversation } from './conversation.tsx';
import { ConversationHead } from './head.tsx';
import { NotInstalled } from './installation.tsx';
import { addressOf, lastPlace, nameInAddress, rememberPlace } from './places.ts';
import { Rail } from './rail.tsx';
import { useIsSessionReady } from './session.ts';
import { Sidebar } from './sidebar.tsx';
import { Problem, Waiting } from './states.tsx';
import { PersonSwitcher } from './who.tsx';

export function SlackClient({ parts }: { readonly parts: readonly string[] }) {
  const [person, place, part, thread] = parts;
  useEffect(() => {
    if (person === undefined) goTo(lastPlace(), 'replace');
    else rememberPlace(location.pathname, person);
  });
  if (person === undefined) return <Waiting />;
  return (
    <ClientOf
      key={person}
      person={person}
      place={place ?? null}
      thread={part === 'thread' ? (thread ?? null) : null}
      isHome={part === 'home'}
    />
  );
}

/** The parts of the address: the person, the conversation, the thread. */
interface ShownPlace {
  readonly person: string;
  /** The conversation; null: the list of all conversations, on a small screen. */
  readonly place: string | null;
  readonly thread: string | null;
  /** Whether the app's Home is shown rather than its messages. */
  readonly isHome: boolean;
}

function ClientOf(at: ShownPlace) {
  const isReady = useIsSessionReady(at.person);
  const { value, error, refresh } = useLive<Client>('slack', at.person, () => readClient(at.person));
  if (value === undefined && error !== null) return <ClientMissing words={error.message} onAgain={refresh} />;
  if (value === undefined || !isReady) return <Waiting />;
  return <Shell client={value} at={at} />;
}

function Shell({ client, at }: { readonly client: Client; readonly at: ShownPlace }) {
  const name = at.place ?? 'app';
  const conversation = client.conversations.find((one) => nameInAddress(one) === name);
  useGivenDraft(client, conversation?.id);
  const screen = at.place === null ? 'list' : at.thread === null ? 'conversation' : 'thread';
  return (
    <div class={`slack slack-${screen}`}>
      <Rail client={client} />
      <header class="bar between slack-head">
        <b class="cut" title={client.workspace.name}>
          {client.workspace.name}
        </b>
        <PersonSwitcher client={client} place={conversation?.place ?? 'app'} />
      </header>
      <NotInstalled client={client} />
      <div class="slack-room">
        <Sidebar client={client} current={conversation?.place ?? ''} />
        <ShownConversation client={client} conversation={conversation} at={at} />
        <Modals person={client.person} />
      </div>
    </div>
  );
}

function ShownConversation(props: {
  readonly client: Client;
  readonly conversation: ConversationState | undefined;
  readonly at: ShownPlace;
}) {
  const { client, conversation, at } = props;
  const person = client.person;
  if (!conversation) {
    return (
      <section class="conversation nothing">
        <h1>
          {at.place === 'app'
            ? `${client.app.name} is not in ${client.workspace.name}`
            : `${client.me.name} is not in this conversation`}
        </h1>
        <p>
          <Link href={addressOf(person, client.conversations[0] ?? { place: 'app' })}>
            Go to {client.conversations[0]?.name ?? client.app.name}
          </Link>
        </p>
      </section>
    );
  }
  if (at.isHome && conversation.kind === 'app' && client.app.homeTab) {
    return (
      <section class="conversation" aria-label={`Home of ${conversation.name}`}>
        <ConversationHead client={client} conversation={conversation} tab="home" />
        <div class="home">
          <Home person={person} />
        </div>
      </section>
    );
  }
  return (
    <Conversation key={conversation.id} client={client} conversation={conversation} thread={at.thread} />
  );
}

/** Shown when a person's client cannot be loaded. */
function ClientMissing({ words, onAgain }: { readonly words: string; readonly onAgain: () => unknown }) {
  return (
    <section class="nothing">
      <h1>Slack cannot be opened</h1>
      <Problem words={words} onAgain={onAgain} />
      <p>
        <Link href="/slack/ana/app">Be Ana</Link>
      </p>
    </section>
  );
}

/** A link may carry text for the composer: `?draft=…`. It is inserted once. */
function useGivenDraft({ person }: Client, conversation: string | undefined): void {
  const draft = useAddress().query.get('draft');
  useEffect(() => {
    if (draft === null || conversation === undefined) return;
    setDraft(keyOf(person, conversation, null), draft);
    goTo(location.pathname, 'replace');
    document.querySelector<HTMLTextAreaElement>('.conversation textarea')?.focus();
  }, [draft, conversation, person]);
}
