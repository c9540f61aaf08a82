/** Every view, message, menu entry and page in lines: each block once, and which blocks each of them has. */
import { createHash } from 'node:crypto';
import type { Texts } from '../../../src/views/texts/index.ts';
import { builders } from './every-view.ts';

type Part = Readonly<Record<string, unknown>>;

/** A block in one line. Ids and numbers of requests are left out, since they make equal blocks differ. */
function written(block: unknown): string {
  return JSON.stringify(block, shorter)
    .replace(/8d1a5c9e-0000-4000-8000-\d{12}/g, 'ID')
    .replace(/SR-\d{4}/g, 'SR-N');
}

/** Texts without what is the same in all of them, which another test checks. */
function shorter(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { type, text, emoji, verbatim, ...rest } = value as Part;
  if ((type === 'plain_text' || type === 'text') && Object.keys(rest).length === 0) return text;
  if (type === 'mrkdwn' && Object.keys(rest).length === 0) return { mrkdwn: text };
  return value;
}

/** The parts of what a builder made that are listed separately: a frame and its blocks, or a page's lines. */
function partsOf(drawn: unknown): readonly unknown[] {
  if (typeof drawn === 'string') return drawn.split('\n');
  if (typeof drawn !== 'object' || drawn === null) return [drawn ?? null];
  const { blocks, ...frame } = drawn as { readonly blocks?: readonly unknown[] };
  return blocks === undefined ? [frame] : [frame, ...blocks];
}

/** How much of a block is shown (characters). Its name stands for all of it. */
const shown = 120;

const nameOf = (line: string): string => createHash('sha256').update(line).digest('hex').slice(0, 6);

/** The lines: first the blocks, each behind a name made from all of it; then what each builder draws, by the names of its blocks. */
export function everyBlock(t: Texts): string {
  const blocks = new Map<string, string>();
  const named = (part: unknown): string => {
    const line = written(part);
    const name = nameOf(line);
    if (!blocks.has(name)) blocks.set(name, line);
    return name;
  };
  const drawings = Object.entries(builders).flatMap(([builder, draw]) => [
    `${builder}:`,
    ...new Set(draw(t).map((drawn) => `  ${partsOf(drawn).map(named).join(' ')}`)),
  ]);
  const lines = [...blocks].map(([name, line]) => `${name} ${line.slice(0, shown)}`);
  return [...lines, '', ...drawings, ''].join('\n');
}
