/**
 * What a person does on messages, modals and Home, for the page, which names everything by id. An act on something that
 * this person cannot see is refused.
 */
import { BUTTON_WARNING } from './acks.ts';
import type { Placed } from './block-kit/walk.ts';
import { placedElements } from './block-kit/walk.ts';
import { checkedValue, isReported } from './entering.ts';
import { clientErrors } from './filling.ts';
import { isInstalled } from './installations.ts';
import { askForOptions, closeModal, pressInView, pressOnMessage, submitView } from './interactions.ts';
import type { JsonObject } from './json.ts';
import { copyOf, objectsAt, textAt } from './json.ts';
import { visibleMessages } from './messages.ts';
import type { Act } from './payloads.ts';
import { conversationOf } from './seen.ts';
import type { Message, User, View, ViewValues } from './state.ts';
import { optionsOf } from './values.ts';
import { homeOf, stackOf } from './view-store.ts';
import type { World } from './world.ts';

const NOT_INSTALLED = 'The app is not in this workspace any more.';

/** The surface that an element is on: a message of a conversation, or an open modal or Home. */
export type SurfaceAddress =
  | { readonly message: { readonly channel: string; readonly ts: string } }
  | { readonly view: string };

/** Identifies an element on a surface. */
export type ElementArgs = SurfaceAddress & { readonly blockId: string; readonly actionId: string };

/** The result of an act: the error sentence that Slack's client shows; null when it shows none. */
export interface ActResult {
  readonly shown: string | null;
}

/** A modal or Home, for drawing. */
export interface ShownView {
  readonly id: string;
  readonly type: View['type'];
  /** The view as the app sent it, with missing ids filled in and without its private metadata. */
  readonly content: JsonObject;
  readonly values: ViewValues;
  /** Errors below inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** A hash that changes with every update of the view. */
  readonly hash: string;
  readonly isSubmitting: boolean;
}

/** A person's acts that name views, messages and elements by their ids, for the page. */
export interface IdActs {
  /**
   * Presses a button, or chooses an option of an overflow menu by its value (`option`). `url` in the result: where a
   * link leads; null for everything that is no link.
   */
  pressOn(args: ElementArgs & { option?: string }): Promise<ActResult & { url: string | null }>;
  /** Enters a value into a control. `entered`: Enter was pressed in a text field. */
  enter(args: ElementArgs & { value: JsonObject; entered?: boolean }): Promise<ActResult>;
  /** The options that the app offers for the typed text. Throws when its answer was unusable. */
  suggest(args: { view: string; blockId: string; actionId: string; typed: string }): Promise<JsonObject[]>;
  /** Submits this modal. A second press while the first is in flight does nothing. */
  submit(args: { view: string }): Promise<ActResult & { errors: Record<string, string> }>;
  /** Closes this modal by Cancel, or with `all` every modal by ×. */
  close(args: { view: string; all?: boolean }): Promise<null>;
  /** The open modals of the person, the first one opened first. */
  viewStack(args: Record<string, never>): Promise<ShownView[]>;
  /** The published Home view; null when there is none. */
  homeView(args: Record<string, never>): Promise<ShownView | null>;
}

export function idActs(world: World, user: User): IdActs {
  const modal = (id: string) => {
    const view = stackOf(world, user.id).find((one) => one.id === id);
    if (!view) throw new Error('This form is closed');
    return view;
  };
  return {
    pressOn: (args) => pressOn(world, user, args),
    enter: (args) => enter(world, user, args),
    suggest: async ({ view, typed, ...ids }) => {
      const placed = elementIn(blocksOfView(modal(view)), ids);
      const options = await askForOptions(world, user, modal(view), placed, typed);
      if (!options) throw new Error('Options could not be loaded');
      return options;
    },
    submit: ({ view }) => submit(world, user, modal(view)),
    close: async ({ view, all = false }) => {
      await closeModal(world, user, modal(view), all);
      return null;
    },
    viewStack: async () => stackOf(world, user.id).map((view) => shownView(world, view)),
    homeView: async () => {
      const home = homeOf(world, user.id);
      return home ? shownView(world, home) : null;
    },
  };
}

function shownView(world: World, view: View): ShownView {
  const { private_metadata: _hidden, ...content } = copyOf(view.content);
  const { id, type, hash, errors, values } = view;
  const isSubmitting = world.submitting.has(id);
  return { id, type, content, hash, errors: { ...errors }, values: copyOf(values), isSubmitting };
}

async function pressOn(
  world: World,
  user: User,
  args: ElementArgs & { option?: string },
): Promise<ActResult & { url: string | null }> {
  if (!isInstalled(world)) return { shown: NOT_INSTALLED, url: null };
  const target = targetOf(world, user, args);
  const placed = target ? findElement(target.blocks, args) : null;
  // The person's screen may be outdated: Slack's server then refuses the press, and the app hears nothing.
  if (!target || !placed) return { shown: BUTTON_WARNING, url: null };
  const option = optionsOf(placed.element).find((one) => textAt(one, 'value') === args.option);
  if (textAt(placed.element, 'type') === 'overflow' && !option) return { shown: BUTTON_WARNING, url: null };
  const shown = await target.send(option ? { placed, option } : { placed });
  return { shown, url: textAt(option ?? placed.element, 'url') || null };
}

async function enter(
  world: World,
  user: User,
  args: ElementArgs & { value: JsonObject; entered?: boolean },
): Promise<ActResult> {
  if (!isInstalled(world)) return { shown: NOT_INSTALLED };
  const target = targetOf(world, user, args);
  if (!target) return { shown: BUTTON_WARNING };
  const placed = elementIn(target.blocks, args);
  const value = checkedValue(world, user, placed, args.value);
  const { values } = target.holder;
  values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: value };
  return { shown: isReported(placed, args.entered ?? false) ? await target.send({ placed, value }) : null };
}

async function submit(
  world: World,
  user: User,
  view: View,
): Promise<ActResult & { errors: Record<string, string> }> {
  if (!view.content['submit']) throw new Error('This form has nothing to submit');
  if (!isInstalled(world)) return { shown: NOT_INSTALLED, errors: {} };
  if (world.submitting.has(view.id)) return { shown: null, errors: {} };
  const refused = clientErrors(view);
  if (Object.keys(refused).length > 0) {
    view.errors = refused;
    return { shown: null, errors: refused };
  }
  world.submitting.add(view.id);
  world.changes.changed();
  try {
    const shown = await submitView(world, user, view);
    return { shown, errors: { ...view.errors } };
  } finally {
    world.submitting.delete(view.id);
  }
}

/** The blocks of a surface, what stores the values of their controls (`holder`), and how a press is sent. */
interface Target {
  readonly blocks: JsonObject[];
  readonly holder: Message | View;
  send(act: Act): Promise<string | null>;
}

/** The surface with its blocks; null when it no longer exists. Throws for a conversation of other people. */
function targetOf(world: World, user: User, at: SurfaceAddress): Target | null {
  if ('view' in at) {
    const view = [...stackOf(world, user.id), homeOf(world, user.id)].find((one) => one?.id === at.view);
    if (!view) return null;
    return { blocks: blocksOfView(view), holder: view, send: (act) => pressInView(world, user, view, act) };
  }
  const channel = conversationOf(world.state, user, at.message.channel);
  const message = visibleMessages(world, channel, user.id).find(({ ts }) => ts === at.message.ts);
  if (!message) return null;
  const blocks = copyOf(message.blocks ?? []);
  const send = (act: Act) => pressOnMessage(world, user, channel, message, blocks, act);
  return { blocks, holder: message, send };
}

/** The blocks of a view. */
function blocksOfView(view: View): JsonObject[] {
  return objectsAt(view.content, 'blocks');
}

type Ids = { readonly blockId: string; readonly actionId: string };

function findElement(blocks: readonly JsonObject[], { blockId, actionId }: Ids): Placed | null {
  const all = placedElements(blocks);
  return all.find((one) => one.blockId === blockId && one.actionId === actionId) ?? null;
}

function elementIn(blocks: readonly JsonObject[], ids: Ids): Placed {
  const placed = findElement(blocks, ids);
  if (!placed) throw new Error(`There is no "${ids.actionId}" in "${ids.blockId}"`);
  return placed;
}
