/**
 * What blocks are drawn on, and what drawn blocks can do: the one agreement between those who draw blocks and
 * those who show messages, modals and Home. Blocks come from the app as JSON; nothing in them is trusted.
 */

export type Json = Readonly<Record<string, unknown>>;

/** Which element of a surface. */
export interface Placed {
  readonly blockId: string;
  readonly actionId: string;
}

/** Somebody of the workspace. */
export interface Mentioned {
  readonly handle: string;
  readonly name: string;
  /** Lists of people leave out who left, and offer bots last. */
  readonly kind?: string;
}

/** A person or channel that blocks mention, by id. */
export interface Directory {
  readonly users: Readonly<Record<string, Mentioned>>;
  readonly channels: Readonly<Record<string, { readonly name: string }>>;
  /** The time at this Slack, which may be ahead of the browser's. Milliseconds since the epoch. */
  readonly now?: number;
  /** Who looks, as the doors take them. */
  readonly person: string;
  /** The same person: mentions of them stand out, and times are in their zone. */
  readonly me: { readonly id: string; readonly tz: string; readonly locale: string };
}

export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  readonly blocks: readonly Json[];
  /** What controls hold, by block and action, as Slack writes it in `state.values`. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Errors below inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly directory: Directory;
  readonly acts: SurfaceActs;
}

/** What a person does on a surface. Each resolves when Slack has taken it, with Slack's sentence or null. */
export interface SurfaceActs {
  /** Presses a button, or chooses an option of an overflow menu by its value. */
  press(placed: Placed, option?: string): Promise<string | null>;
  /**
   * Puts a value into a control: `{ type, value }`, `{ type, selected_option }` and so on. For fields of text
   * `how` tells whether somebody is still typing or has pressed Enter; anything else is a choice that was made.
   */
  enter(placed: Placed, value: Json, how?: 'typing' | 'entered'): Promise<string | null>;
  /** The options an app offers for what was typed so far. */
  suggest(placed: Placed, typed: string): Promise<readonly Json[]>;
}
