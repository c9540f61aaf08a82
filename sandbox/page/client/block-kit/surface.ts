/**
 * The surface that blocks are drawn on, and what blocks can do: the interface between the code that draws blocks and
 * the code that shows messages, modals and Home. Blocks come from the app as JSON; nothing in them is trusted.
 */

export type Json = Readonly<Record<string, unknown>>;

/** Identifies an element on a surface by its block and action id. */
export interface Placed {
  readonly blockId: string;
  readonly actionId: string;
}

/** A person or bot whom blocks may mention. */
export interface MentionedUser {
  readonly handle: string;
  readonly name: string;
  /** The kind of user: lists of people leave out former members, and show bots last. */
  readonly kind?: string;
}

/** A channel that blocks may mention. Selects take it for unshared, and the viewer for a member, if not known. */
export interface MentionedChannel {
  readonly name: string;
  readonly kind?: string;
  readonly isMember?: boolean;
  readonly isShared?: boolean;
}

/**
 * What is needed to draw blocks for a viewer: the people and channels that blocks can mention, by id, the viewer, and
 * the time.
 */
export interface DrawingContext {
  readonly users: Readonly<Record<string, MentionedUser>>;
  readonly channels: Readonly<Record<string, MentionedChannel>>;
  /** The time in this Slack (ms since epoch), which may be ahead of the browser's. */
  readonly now?: number;
  /** The viewer's name in calls of the control servers: `handle`, or in another workspace `handle@domain`. */
  readonly person: string;
  /** The viewer as a Slack user: mentions of them are highlighted, and times are in their zone. */
  readonly me: { readonly id: string; readonly tz: string; readonly locale: string };
}

/** What blocks are drawn on: a message, a modal or Home. */
export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  readonly blocks: readonly Json[];
  /** The values of controls, by block and action, as Slack writes them in `state.values`. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Errors below inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly drawingContext: DrawingContext;
  readonly acts: SurfaceActs;
}

/**
 * What a person does on a surface. `press` and `enter` resolve with the error to show, or null, once Slack has
 * answered; buffered typing does so immediately.
 */
export interface SurfaceActs {
  /** Presses a button, or chooses an option of an overflow menu by its value. */
  press(placed: Placed, option?: string): Promise<string | null>;
  /**
   * Enters a value into a control: `{ type, value }`, `{ type, selected_option }` and so on. For text fields `how`
   * tells whether the person is still typing or has pressed Enter; anything else is a completed choice.
   */
  enter(placed: Placed, value: Json, how?: 'typing' | 'entered'): Promise<string | null>;
  /** Returns the options that the app offers for the typed text. */
  suggest(placed: Placed, typed: string): Promise<readonly Json[]>;
}
