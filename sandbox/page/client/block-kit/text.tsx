/** Text objects, and the leaves that mrkdwn and rich text share: mentions, links, times. */
import type { ComponentChildren } from 'preact';
import { linkTarget, pathOf } from '../addresses.ts';
import { Link } from '../link.tsx';
import { useSurface } from './context.ts';
import { formatSlackDate, fullDate } from './dates.ts';
import { withEmoji } from './emoji.ts';
import { isOn, textAt } from './json.ts';
import { type Inline, type Part, parseMrkdwn } from './mrkdwn.ts';
import type { DrawingContext, Json } from './surface.ts';

/** Renders a text object of either type. */
export function Text({ text }: { readonly text: Json | null }) {
  const { drawingContext } = useSurface();
  if (text === null) return null;
  if (textAt(text, 'type') === 'mrkdwn')
    return <Mrkdwn text={textAt(text, 'text')} drawingContext={drawingContext} />;
  const words = textAt(text, 'text');
  return <span class="verbatim">{isOn(text, 'emoji') ? withEmoji(words) : words}</span>;
}

/** Renders text in Slack's markup. */
export function Mrkdwn({
  text,
  drawingContext,
}: {
  readonly text: string;
  readonly drawingContext: DrawingContext;
}) {
  return (
    <div class="mrkdwn">
      {parseMrkdwn(text).map((part, index) => (
        <MarkedPart key={index} part={part} drawingContext={drawingContext} />
      ))}
    </div>
  );
}

function MarkedPart({
  part,
  drawingContext,
}: {
  readonly part: Part;
  readonly drawingContext: DrawingContext;
}) {
  const children = <Inlines of={part.children} drawingContext={drawingContext} />;
  if (part.kind === 'pre') return <pre>{children}</pre>;
  return part.kind === 'quote' ? <blockquote>{children}</blockquote> : <p>{children}</p>;
}

function Inlines(props: { readonly of: readonly Inline[]; readonly drawingContext: DrawingContext }) {
  return (
    <>
      {props.of.map((inline, index) => (
        <InlinePart key={index} inline={inline} drawingContext={props.drawingContext} />
      ))}
    </>
  );
}

function InlinePart({
  inline,
  drawingContext,
}: {
  readonly inline: Inline;
  readonly drawingContext: DrawingContext;
}) {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'bold':
      return <b>{<Inlines of={inline.children} drawingContext={drawingContext} />}</b>;
    case 'italic':
      return <i>{<Inlines of={inline.children} drawingContext={drawingContext} />}</i>;
    case 'strike':
      return <s>{<Inlines of={inline.children} drawingContext={drawingContext} />}</s>;
    case 'link':
      return <MessageLink url={inline.url}>{inline.text}</MessageLink>;
    case 'user':
      return <UserMention id={inline.id} drawingContext={drawingContext} />;
    case 'channel':
      return <ChannelMention id={inline.id} label={inline.label} drawingContext={drawingContext} />;
    case 'usergroup':
      return <span class="mention">{inline.label || `@${inline.id}`}</span>;
    case 'broadcast':
      return <span class="mention me">@{inline.range}</span>;
    case 'date':
      return <Moment {...inline} drawingContext={drawingContext} />;
    case 'break':
      return <br />;
  }
}

/** A link in a message: Box's pages open here, others in a new window. */
export function MessageLink({
  url,
  children,
}: {
  readonly url: string;
  readonly children: ComponentChildren;
}) {
  return <Link href={linkTarget(url).href}>{children}</Link>;
}

export function UserMention({
  id,
  drawingContext,
}: {
  readonly id: string;
  readonly drawingContext: DrawingContext;
}) {
  const user = drawingContext.users[id];
  const isMe = id === drawingContext.me.id;
  return (
    <span class={`mention${isMe ? ' me' : ''}`} title={user ? `@${user.handle}` : undefined}>
      @{user?.name ?? id}
    </span>
  );
}

export function ChannelMention(props: {
  readonly id: string;
  readonly label?: string;
  readonly drawingContext: DrawingContext;
}) {
  const { id, label = '', drawingContext } = props;
  const channel = drawingContext.channels[id];
  if (!channel) return <span class="mention">#{label || 'private-channel'}</span>;
  return (
    <Link class="mention" href={pathOf('slack', drawingContext.person, channel.name)}>
      #{channel.name}
    </Link>
  );
}

/** A time in the reader's zone and language; its fallback text where Slack could not read the time. */
export function Moment(props: {
  readonly seconds: number;
  readonly format: string;
  readonly url: string;
  readonly fallback: string;
  readonly drawingContext: DrawingContext;
}) {
  const { me, now = Date.now() } = props.drawingContext;
  const words = formatSlackDate(props.format, props.seconds, me, now);
  if (words === null) return props.fallback;
  const moment = (
    <time dateTime={new Date(props.seconds * 1000).toISOString()} title={fullDate(props.seconds, me)}>
      {words}
    </time>
  );
  return props.url === '' ? moment : <MessageLink url={props.url}>{moment}</MessageLink>;
}
