/** The messages of a conversation or of a thread, and the client's own sentences between them, by time. */
import { Fragment } from 'preact';
import type { Client, Conversation, Message } from './answers.ts';
import { type Note, useNotes } from './client-memory.ts';
import { takesNoMessages } from './composer.tsx';
import { Log } from './log.tsx';
import { MessageRow, NoteRow } from './message.tsx';
import { addressOf } from './places.ts';
import { dayOf, dayTitle } from './times.ts';

type Row =
  | { readonly key: string; readonly at: number; readonly message: Message }
  | { readonly key: string; readonly at: number; readonly note: Note };

/** Messages of one author within this time (ms) are grouped. */
const togetherMs = 300_000;

export function Messages(props: {
  readonly client: Client;
  readonly conversation: Conversation;
  /** The messages to show, oldest first. */
  readonly shown: readonly Message[];
  /** All messages of the conversation, including those that are replied to. */
  readonly all: readonly Message[];
  readonly noteKey: string;
  readonly label: string;
  /** Whether threads can be opened from this list. */
  readonly hasThreads: boolean;
}) {
  const { client, conversation, shown, all, hasThreads } = props;
  const notes = useNotes(props.noteKey);
  const rows = rowsOf(shown, notes);
  const last = rows.at(-1);
  const isOwnLast = last !== undefined && ('note' in last || last.message.author.id === client.me.id);
  const threadOf = (message: Message): string | null =>
    hasThreads ? addressOf(client.person, conversation, message.threadTs ?? message.ts) : null;
  return (
    <Log label={props.label} count={rows.length} isOwnLast={isOwnLast}>
      {rows.length === 0 && <NoMessages conversation={conversation} client={client} />}
      {rows.map((row, index) => (
        <Fragment key={row.key}>
          <DayHeading client={client} at={row.at} before={rows[index - 1]?.at} />
          {'note' in row ? (
            <NoteRow client={client} note={row.note} />
          ) : (
            <MessageRow
              client={client}
              message={row.message}
              isContinued={isContinued(row.message, rows[index - 1], client)}
              threadAt={threadOf(row.message)}
              answered={all.find(({ ts }) => ts === row.message.threadTs) ?? null}
            />
          )}
        </Fragment>
      ))}
    </Log>
  );
}

function rowsOf(messages: readonly Message[], notes: readonly Note[]): Row[] {
  return [
    ...messages.map((message) => ({ key: message.ts, at: message.at, message })),
    ...notes.map((note) => ({ key: `note ${note.id}`, at: note.at, note })),
  ].sort((one, other) => one.at - other.at);
}

function isContinued(message: Message, before: Row | undefined, { me }: Client): boolean {
  if (before === undefined || !('message' in before)) return false;
  const { author, at, isEphemeral, replies } = before.message;
  return (
    author.id === message.author.id &&
    !isEphemeral &&
    !message.isBroadcast &&
    replies === 0 &&
    message.at - at < togetherMs &&
    dayOf(at, me) === dayOf(message.at, me)
  );
}

function DayHeading(props: {
  readonly client: Client;
  readonly at: number;
  readonly before: number | undefined;
}) {
  const { client, at, before } = props;
  if (before !== undefined && dayOf(at, client.me) === dayOf(before, client.me)) return null;
  return (
    <h2 class="day">
      <span>{dayTitle(at, client.now, client.me)}</span>
    </h2>
  );
}

function NoMessages({
  conversation,
  client,
}: {
  readonly conversation: Conversation;
  readonly client: Client;
}) {
  const [command] = client.app.commands;
  return (
    <div class="home soft">
      <p>
        <b>
          {conversation.kind === 'app' ? client.app.description || conversation.name : 'No messages yet.'}
        </b>
      </p>
      {command && (
        <p>
          {takesNoMessages({ client, conversation: conversation.id }) ? (
            <>
              What it has to tell you comes here. Type <code>{command.command}</code> in a channel.
            </>
          ) : (
            <>
              Type <code>{command.command}</code> below.
            </>
          )}
        </p>
      )}
    </div>
  );
}
