/** Which blocks each surface accepts, and how many. https://docs.slack.dev/reference/block-kit/blocks */
import { z } from 'zod';
import {
  actions,
  alert,
  context,
  contextActions,
  divider,
  header,
  image,
  input,
  markdown,
  section,
  video,
} from './layout.ts';
import { card, carousel, container, dataTable, plan, table, taskCard } from './newer.ts';
import { richText } from './rich-text.ts';

/** The kinds of places that show blocks. */
export type Surface = 'message' | 'modal' | 'home';

/** Blocks that every surface accepts. */
const everywhere = [section, actions, input, context, image, video, divider, header, richText] as const;

/** The schema of one block on a surface; a type that the surface does not accept is "unsupported". */
export const blockOn = {
  message: z.discriminatedUnion('type', [
    ...everywhere,
    markdown,
    contextActions,
    table,
    dataTable,
    card,
    carousel,
    container,
    plan,
    taskCard,
  ]),
  modal: z.discriminatedUnion('type', [...everywhere, alert]),
  home: z.discriminatedUnion('type', [...everywhere]),
} as const;

/** How many blocks a surface accepts. */
export const blockLimit: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
