/**
 * Which blocks each surface takes, and how many.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
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

export type Surface = 'message' | 'modal' | 'home';

/** Blocks every surface takes. */
const everywhere = [section, actions, input, context, image, video, divider, header, richText] as const;

/** The schema of one block on a surface; a type the surface does not take is "unsupported". */
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

/** How many blocks a surface takes. */
export const blockLimit: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
