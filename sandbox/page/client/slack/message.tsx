/** One message in a conversation or a thread. */
import { Blocks } from '../block-kit/blocks.tsx';
import { Mrkdwn } from '../block-kit/text.tsx';
import { Link } from '../link.tsx';
import { actsOnMessage } from './acts.ts';
import { type Client, drawingContextOf, type Message } from './answers.ts';
import { Avatar } from './avatar.tsx';
import { keyOf, type Note } from './client-memory.ts';
import { DeleteMessage } from './delete-message.tsx';
import { DotsIcon, EyeIcon, ReplyIcon } from './icons.tsx';
import { MessageFiles } from './message-files.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { formatFullTime, formatHour, formatShortTime } from './times.ts';

export interface MessageProps {
  readonly client: Client;
  readonly message: Message;
  /** Whether the message before is by the same author, so that name and picture are not repeated. */
  readonly isContinued: boolean;
  /** Address of the message's thread; null where a thread cannot be opened. */
  readonly threadAt: string | null;
  /** For a reply that is shown in the conversation too: the message it replies to. */
  readonly answered: Message | null;
}

export function MessageRow({ client, message, isContinued, threadAt, answered }: MessageProps) {
  const { author, at, isEphemeral } = message;
  const time = formatHour(at, client.me);
  const isWhole = !isContinued || isEphemeral;
  return (
    <article
      class={`message${isEphemeral ? ' ephemeral' : ''}${isWhole ? '' : ' continued'}`}
      aria-label={`${author.name}, ${time}`}
    >
      <div class="message-side">
        {isWhole ? <Avatar id={author.id} name={author.name} isApp={author.isApp} /> : <small>{time}</small>}
      </div>
      <div class="message-body">
        {isEphemeral && <OnlyYou />}
        {answered && threadAt !== null && <Answered message={answered} threadAt={threadAt} />}
        {isWhole && <Author client={client} name={author.name} isApp={author.isApp} at={at} />}
        <Content client={client} message={message} />
        {message.attached.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <MessageFiles person={client.person} files={message.files} />
        {message.isEdited && <small>(edited)</small>}
        {message.replies > 0 && threadAt !== null && (
          <ThreadLink client={client} message={message} threadAt={threadAt} />
        )}
      </div>
      {!isEphemeral && <MessageActs client={client} message={message} threadAt={threadAt} />}
    </article>
  );
}

function MessageActs({ client, message, threadAt }: Pick<MessageProps, 'client' | 'message' | 'threadAt'>) {
  const { author, channel, threadTs, ts } = message;
  const thread = threadAt === null ? (threadTs ?? ts) : null;
  return (
    <div class="message-acts">
      {threadAt !== null && (
        <>
          <Link class="bare" href={threadAt} label={`Reply to ${author.name} in a thread`}>
            <ReplyIcon />
          </Link>
          <DeleteMessage person={client.person} message={message} />
        </>
      )}
      <Shortcuts
        client={client}
        on={message}
        noteKey={keyOf(client.person, channel, thread)}
        label={`Actions on this message of ${author.name}`}
      >
        <DotsIcon />
      </Shortcuts>
    </div>
  );
}

function Content({ client, message }: { readonly client: Client; readonly message: Message }) {
  const drawingContext = drawingContextOf(client);
  if (message.blocks.length === 0) return <Mrkdwn text={message.text} drawingContext={drawingContext} />;
  return (
    <Blocks
      kind="message"
      blocks={message.blocks}
      values={message.values}
      errors={{}}
      drawingContext={drawingContext}
      acts={actsOnMessage(client.person, message)}
    />
  );
}

function Author(props: {
  readonly client: Client;
  readonly name: string;
  readonly isApp: boolean;
  readonly at: number;
}) {
  const { client, name, isApp, at } = props;
  return (
    <p class="row message-author">
      <b class="cut" title={name}>
        {name}
      </b>
      {isApp && <span class="app-mark">App</span>}
      <time class="small" dateTime={new Date(at).toISOString()} title={formatFullTime(at, client.me)}>
        {formatHour(at, client.me)}
      </time>
    </p>
  );
}

function OnlyYou() {
  return (
    <p class="small">
      <EyeIcon /> Only visible to you
    </p>
  );
}

function Answered({ message, threadAt }: { readonly message: Message; readonly threadAt: string }) {
  return (
    <p class="small">
      replied to a thread by <Link href={threadAt}>{message.author.name}</Link>
    </p>
  );
}

function ThreadLink(props: {
  readonly client: Client;
  readonly message: Message;
  readonly threadAt: string;
}) {
  const { client, message, threadAt } = props;
  const { replies, lastReplyAt } = message;
  return (
    <Link class="row thread-link" href={threadAt}>
      <b>{replies === 1 ? '1 reply' : `${replies} replies`}</b>
      {lastReplyAt !== null && (
        <span class="soft"> Last reply {formatShortTime(lastReplyAt, client.now, client.me)}</span>
      )}
    </Link>
  );
}

/** A sentence of the client itself, about a command or shortcut that failed. */
export function NoteRow({ client, note }: { readonly client: Client; readonly note: Note }) {
  return (
    <article class="message ephemeral" aria-label={`Slackbot, ${formatHour(note.at, client.me)}`}>
      <div class="message-side">
        <Avatar id="slackbot" name="Slackbot" />
      </div>
      <div class="message-body">
        <OnlyYou />
        <Author client={client} name="Slackbot" isApp={false} at={note.at} />
        <p class="verbatim">{note.text}</p>
      </div>
    </article>
  );
}
