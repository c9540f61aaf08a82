/** Draws blocks as Slack does. */
import type { ComponentType } from 'preact';
import { SurfaceContext, useSurface } from './context.ts';
import { componentOf, type DrawnBlock } from './drawn.ts';
import { Input } from './input.tsx';
import { textAt } from './json.ts';
import { Actions, Alert, Context, Divider, Header, Image, Section } from './layout.tsx';
import {
  Card,
  Carousel,
  Container,
  ContextActions,
  DataTable,
  Markdown,
  Plan,
  Table,
  TaskCard,
  Video,
} from './newer.tsx';
import { RichText } from './rich-text.tsx';
import type { Json, Surface } from './surface.ts';
import { Unknown } from './unknown.tsx';

const components: Record<DrawnBlock, ComponentType<{ block: Json }>> = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: ({ block }) => <Container block={block}>{(inner) => <BlockList blocks={inner} />}</Container>,
  context: Context,
  context_actions: ContextActions,
  data_table: DataTable,
  divider: Divider,
  header: Header,
  image: Image,
  input: Input,
  markdown: Markdown,
  plan: Plan,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: TaskCard,
  video: Video,
};

export function Blocks(surface: Surface) {
  return (
    <SurfaceContext.Provider value={surface}>
      <div class="blocks">
        <BlockList blocks={surface.blocks} />
      </div>
    </SurfaceContext.Provider>
  );
}

function BlockList({ blocks }: { readonly blocks: readonly Json[] }) {
  const isMessage = useSurface().kind === 'message';
  return (
    <>
      {blocks.map((block, index) => {
        const type = textAt(block, 'type');
        const Block = componentOf(components, type);
        // A component keeps its state as long as its key stays the same. The key is the block id, so that the state
        // follows a block that moves. Blocks of a message get new ids at every redraw, so there the key is the
        // position among the blocks of this type: an open menu stays open.
        const before = blocks.slice(0, index).filter((other) => textAt(other, 'type') === type).length;
        const key = `${isMessage ? before : textAt(block, 'block_id') || index} ${type}`;
        return (
          <div key={key} data-block={type}>
            {Block ? <Block block={block} /> : <Unknown what={block} />}
          </div>
        );
      })}
    </>
  );
}
