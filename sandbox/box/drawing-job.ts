/** Messages to and from the drawing thread. Types only. */
import type { Content } from './content.ts';

/** A job for the drawing thread. `check`: can the file be converted? `draw`: makes the PDF of a content. */
export type Job =
  | { readonly what: 'check'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly what: 'draw'; readonly content: Content };

/** The result of a job: the answer of a check, the drawn PDF, or an error. */
export type JobResult =
  | { readonly isConvertible: boolean }
  | { readonly bytes: Uint8Array }
  | { readonly problem: string };
