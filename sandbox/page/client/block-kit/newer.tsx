/** Newer blocks, drawn plainly. Most of them are accepted by messages only. */
import type { ComponentChildren } from 'preact';
import { useSurface } from './context.ts';
import { Element } from './elements.tsx';
import { isObject, isOn, objectAt, objectsAt, plainTextAt, textAt } from './json.ts';
import type { BlockProps } from './layout.tsx';
import { Actions } from './layout.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import type { Json } from './surface.ts';
import { MessageLink, Mrkdwn, Text } from './text.tsx';

export const ContextActions = Actions;

/** Slack converts this block's Markdown to rich text; here it is parsed as mrkdwn, which is similar. */
export function Markdown({ block }: BlockProps) {
  return <Mrkdwn text={textAt(block, 'text')} drawingContext={useSurface().drawingContext} />;
}

export function Video({ block }: BlockProps) {
  return (
    <figure>
      <figcaption>
        <MessageLink url={textAt(block, 'title_url') || textAt(block, 'video_url')}>
          {plainTextAt(block, 'title')}
        </MessageLink>
      </figcaption>
      <p>{plainTextAt(block, 'description')}</p>
      <Picture url={textAt(block, 'thumbnail_url')} words={textAt(block, 'alt_text')} />
    </figure>
  );
}

function rowsOf(block: Json): readonly (readonly Json[])[] {
  const rows = block['rows'];
  return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.filter(isObject) : [])) : [];
}

export function Table({ block }: BlockProps) {
  const alignments = objectsAt(block, 'column_settings').map((column) => textAt(column, 'align'));
  const caption = textAt(block, 'caption');
  return (
    <div class="scroll">
      <table>
        {caption !== '' && <caption>{caption}</caption>}
        <tbody>
          {rowsOf(block).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={{ textAlign: alignments[column] ?? '' }}>
                  {textAt(cell, 'type') === 'rich_text' ? <RichText block={cell} /> : textAt(cell, 'text')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const DataTable = Table;

export function Card({ block }: BlockProps) {
  const [hero, icon] = [objectAt(block, 'hero_image'), objectAt(block, 'icon')];
  const blockId = textAt(block, 'block_id');
  return (
    <div class="card">
      {hero && <Element element={hero} blockId={blockId} />}
      {icon && <Element element={icon} blockId={blockId} />}
      <b>
        <Text text={objectAt(block, 'title')} />
      </b>
      <small>
        <Text text={objectAt(block, 'subtitle')} />
      </small>
      <Text text={objectAt(block, 'body')} />
      <div class="row">
        {objectsAt(block, 'actions').map((element, index) => (
          <Element key={textAt(element, 'action_id') || index} element={element} blockId={blockId} />
        ))}
      </div>
    </div>
  );
}

export function Carousel({ block }: BlockProps) {
  return (
    <div class="scroll">
      {objectsAt(block, 'elements').map((card, index) => (
        <Card key={textAt(card, 'block_id') || index} block={card} />
      ))}
    </div>
  );
}

/** Renders blocks within a block. The function that draws blocks is passed in, to avoid a circular import. */
export function Container(props: BlockProps & { children: (inner: readonly Json[]) => ComponentChildren }) {
  const { block, children } = props;
  const rich = objectAt(block, 'rich_text_title');
  const title = rich ? <RichText block={rich} /> : plainTextAt(block, 'title');
  const inner = (
    <>
      <small>
        <Text text={objectAt(block, 'subtitle')} />
      </small>
      {children(objectsAt(block, 'child_blocks'))}
    </>
  );
  if (!isOn(block, 'is_collapsible')) {
    return (
      <div class="card">
        <b>{title}</b>
        {inner}
      </div>
    );
  }
  return (
    <details class="card" open={!isOn(block, 'default_collapsed')}>
      <summary>{title}</summary>
      {inner}
    </details>
  );
}

const taskSigns: Readonly<Record<string, string>> = {
  pending: '○',
  in_progress: '◐',
  complete: '✓',
  error: '✕',
};

export function TaskCard({ block }: BlockProps) {
  const status = textAt(block, 'status');
  const [details, output] = [objectAt(block, 'details'), objectAt(block, 'output')];
  return (
    <div class="card">
      <b>
        <span title={status.replace('_', ' ')}>{taskSigns[status] ?? ''}</span> {textAt(block, 'title')}
      </b>
      {details && <RichText block={details} />}
      {output && <RichText block={output} />}
      {objectsAt(block, 'sources').map((source, index) => (
        <MessageLink key={index} url={textAt(source, 'url')}>
          {textAt(source, 'text') || textAt(source, 'url')}
        </MessageLink>
      ))}
    </div>
  );
}

export function Plan({ block }: BlockProps) {
  return (
    <div class="card">
      <b>{textAt(block, 'title')}</b>
      {objectsAt(block, 'tasks').map((task, index) => (
        <TaskCard key={textAt(task, 'task_id') || index} block={task} />
      ))}
    </div>
  );
}
