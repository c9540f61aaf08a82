/** The rich text block: sections, lists, quotes, preformatted text, and their leaves. */
import type { ComponentChildren, ComponentType } from 'preact';
import { useSurface } from './context.ts';
import { componentOf, type DrawnRichLeaf, type DrawnRichPart } from './drawn.ts';
import { emojiNamed } from './emoji.ts';
import { isOn, numberAt, objectAt, objectsAt, textAt } from './json.ts';
import type { Json } from './surface.ts';
import { ChannelMention, MessageLink, Moment, UserMention } from './text.tsx';
import { Unknown } from './unknown.tsx';

export function RichText({ block }: { readonly block: Json }) {
  return (
    <div>
      {objectsAt(block, 'elements').map((part, index) => {
        const Part = componentOf(parts, textAt(part, 'type'));
        return Part ? <Part key={index} part={part} /> : <Unknown key={index} what={part} />;
      })}
    </div>
  );
}

const parts: Record<DrawnRichPart, ComponentType<{ part: Json }>> = {
  rich_text_section: ({ part }) => (
    <div class="line">
      <Leaves of={part} />
    </div>
  ),
  rich_text_quote: ({ part }) => (
    <blockquote>
      <Leaves of={part} />
    </blockquote>
  ),
  rich_text_preformatted: ({ part }) => (
    <pre>
      <Leaves of={part} />
    </pre>
  ),
  rich_text_list: ({ part }) => {
    const depth = Math.min(8, numberAt(part, 'indent') ?? 0);
    const items = objectsAt(part, 'elements').map((item, index) => (
      <li key={index}>
        <Leaves of={item} />
      </li>
    ));
    const style = { marginInlineStart: `${depth * 1.6}rem` };
    if (textAt(part, 'style') !== 'ordered') return <ul style={style}>{items}</ul>;
    return (
      <ol style={style} start={(numberAt(part, 'offset') ?? 0) + 1}>
        {items}
      </ol>
    );
  },
};

function Leaves({ of }: { readonly of: Json }) {
  return (
    <>
      {objectsAt(of, 'elements').map((leaf, index) => {
        const Leaf = componentOf(leaves, textAt(leaf, 'type'));
        return Leaf ? (
          <Styled key={index} style={objectAt(leaf, 'style')}>
            <Leaf leaf={leaf} />
          </Styled>
        ) : (
          <Unknown key={index} what={leaf} />
        );
      })}
    </>
  );
}

function Styled({ style, children }: { readonly style: Json | null; readonly children: ComponentChildren }) {
  let drawn = <>{children}</>;
  if (isOn(style, 'code')) drawn = <code>{drawn}</code>;
  if (isOn(style, 'strike')) drawn = <s>{drawn}</s>;
  if (isOn(style, 'underline')) drawn = <u>{drawn}</u>;
  if (isOn(style, 'italic')) drawn = <i>{drawn}</i>;
  if (isOn(style, 'bold')) drawn = <b>{drawn}</b>;
  return isOn(style, 'highlight') ? <mark>{drawn}</mark> : drawn;
}

const leaves: Record<DrawnRichLeaf, ComponentType<{ leaf: Json }>> = {
  text: ({ leaf }) => textAt(leaf, 'text'),
  link: ({ leaf }) => (
    <MessageLink url={textAt(leaf, 'url')}>{textAt(leaf, 'text') || textAt(leaf, 'url')}</MessageLink>
  ),
  user: ({ leaf }) => (
    <UserMention id={textAt(leaf, 'user_id')} drawingContext={useSurface().drawingContext} />
  ),
  channel: ({ leaf }) => (
    <ChannelMention id={textAt(leaf, 'channel_id')} drawingContext={useSurface().drawingContext} />
  ),
  usergroup: ({ leaf }) => <span class="mention">@{textAt(leaf, 'usergroup_id')}</span>,
  team: ({ leaf }) => <span class="mention">{textAt(leaf, 'team_id')}</span>,
  broadcast: ({ leaf }) => <span class="mention me">@{textAt(leaf, 'range')}</span>,
  emoji: ({ leaf }) => emojiNamed(textAt(leaf, 'name')) ?? `:${textAt(leaf, 'name')}:`,
  color: ({ leaf }) => (
    <span class="color">
      <span style={{ background: textAt(leaf, 'value') }} />
      {textAt(leaf, 'value')}
    </span>
  ),
  date: ({ leaf }) => (
    <Moment
      seconds={numberAt(leaf, 'timestamp') ?? Number.NaN}
      format={textAt(leaf, 'format')}
      url={textAt(leaf, 'url')}
      fallback={textAt(leaf, 'fallback')}
      drawingContext={useSurface().drawingContext}
    />
  ),
};
