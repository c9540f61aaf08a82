/** Messages to and from the drawing thread. Types only. */
import type { Content } from './content.ts';

export type Job =
  | { readonly what: 'check'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly what: 'draw'; readonly content: Content };

export type Done = { readonly is: boolean } | { readonly bytes: Uint8Array } | { readonly problem: string };
