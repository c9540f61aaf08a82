/**
 * Pressing a control by its visible text: in the open modal, on Home, on the newest message that has it, or on an
 * older rendering of a message that is still on a person's screen.
 */

import { BUTTON_WARNING } from './acks.ts';
import { placedElements } from './block-kit/walk.ts';
import { pressInView, pressOnMessage } from './interactions.ts';
import type { JsonObject } from './json.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import { findMessage } from './messages.ts';
import type { Act } from './payloads.ts';
import { plainBlocks, pressables, pressableTexts, textOf } from './plain.ts';
import type { SeenMessage } from './seen.ts';
import { allSeenMessages, conversationOf } from './seen.ts';
import type { User, View } from './state.ts';
import { optionsOf, optionText } from './values.ts';
import { homeOf, stackOf } from './view-store.ts';
import type { World } from './world.ts';

/** The result of a press. */
export interface PressResult {
  /** The client's sentence when the app did not acknowledge the press; null when it did. */
  readonly shown: string | null;
  /** Where a link button leads (the press is reported to the app all the same); null: it is no link. */
  readonly url: string | null;
  /** The text of the dialog that asked for confirmation; null when there was none. */
  readonly confirm: string | null;
}

export interface PressOptions {
  /** Where to press; absent: in the open modal, else on the newest message that has the control. */
  readonly on?: 'modal' | 'home' | Pick<SeenMessage, 'channel' | 'ts' | 'blocks'>;
  /** Text of the block that the control is in or beside, to tell controls with the same text apart. */
  readonly beside?: string;
  /** The answer to a confirmation dialog; absent: yes. */
  readonly confirm?: boolean;
  /** How many times the control is pressed at the same moment; absent: once. */
  readonly times?: number;
}

/** Thrown when the control to press is not on the screen, perhaps not yet. */
export class NotInView extends Error {}

/**
 * Presses a button or overflow option, after the person has answered its dialog. Throws `NotInView` when nothing with
 * this text is there.
 */
export async function press(
  world: World,
  user: User,
  text: string,
  options: PressOptions,
): Promise<PressResult> {
  const target = targetOf(world, user, text, options.on);
  const { beside } = options;
  const near =
    beside === undefined
      ? target.blocks
      : target.blocks.filter((block) => containsText(world, block, beside));
  const act = actOf(near, text);
  if (!act) throw new NotInView(nothingToPressText(text, target.blocks));
  const asked = objectAt(act.placed.element, 'confirm');
  const confirm = asked ? dialogText(world, asked) : null;
  if (asked && options.confirm === false) return { shown: null, url: null, confirm };
  const answers = await Promise.all(Array.from({ length: options.times ?? 1 }, () => target.send(act)));
  const url = textAt(act.option ?? act.placed.element, 'url') || null;
  return { shown: answers.find((shown) => shown !== null) ?? null, url, confirm };
}

/** Where a press goes: the blocks that the person sees, and the function that sends the press. */
interface Target {
  readonly blocks: JsonObject[];
  send(act: Act): Promise<string | null>;
}

/** Finds where to press. Throws `NotInView` when no modal is open, Home is empty, or no message has the control. */
function targetOf(world: World, user: User, text: string, on: PressOptions['on']): Target {
  if (typeof on === 'object') return messageTarget(world, user, on);
  const modal = stackOf(world, user.id).at(-1);
  if (on === 'home') return viewTarget(world, user, required(homeOf(world, user.id), 'Home is empty'));
  if (on === 'modal' || modal) return viewTarget(world, user, required(modal, 'No modal is open'));
  const seen = allSeenMessages(world, user);
  const newest = seen.findLast((message) => message.buttons.includes(text));
  if (newest) return messageTarget(world, user, newest);
  throw new NotInView(
    nothingToPressText(
      text,
      seen.flatMap((message) => message.blocks),
    ),
  );
}

function required(view: View | null | undefined, problem: string): View {
  if (!view) throw new NotInView(problem);
  return view;
}

function viewTarget(world: World, user: User, view: View): Target {
  const send = (act: Act) => pressInView(world, user, view, act);
  return { blocks: objectsAt(view.content, 'blocks'), send };
}

function messageTarget(
  world: World,
  user: User,
  copy: Pick<SeenMessage, 'channel' | 'ts' | 'blocks'>,
): Target {
  const channel = conversationOf(world.state, user, copy.channel);
  return {
    blocks: copy.blocks,
    async send(act) {
      const message = findMessage(world, copy.channel, copy.ts);
      // A deleted message cannot be pressed: Slack's server refuses the press, and the app hears nothing.
      if (!message || (message.ephemeralTo !== null && message.ephemeralTo !== user.id))
        return BUTTON_WARNING;
      return pressOnMessage(world, user, channel, message, copy.blocks, act);
    },
  };
}

/** The press on the control or option with this text; null when there is none. */
function actOf(blocks: readonly JsonObject[], text: string): Act | null {
  for (const placed of placedElements(blocks)) {
    if (!pressableTexts(placed.element).includes(text)) continue;
    const option = optionsOf(placed.element).find((one) => optionText(one) === text);
    return option ? { placed, option } : { placed };
  }
  return null;
}

/** Whether the visible text of a block contains these words. */
function containsText(world: World, block: JsonObject, words: string): boolean {
  const shown = { state: world.state, values: {}, errors: {} };
  return plainBlocks([block], shown).join('\n').includes(words);
}

function dialogText(world: World, dialog: JsonObject): string {
  return ['title', 'text', 'confirm', 'deny']
    .map((key) => textOf(objectAt(dialog, key), world.state))
    .filter(Boolean)
    .join('\n');
}

/** The text of the error when a control is not in view: names what can be pressed instead. */
function nothingToPressText(text: string, blocks: readonly JsonObject[]): string {
  const there = pressables(blocks)
    .map((one) => `"${one}"`)
    .join(', ');
  return `There is no "${text}" to press here. There is: ${there || 'nothing'}`;
}
