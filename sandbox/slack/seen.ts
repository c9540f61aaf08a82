/**
 * What one person sees: messages, modals and Home as the person's screen shows them, with the words on it. Changes
 * nothing, except that a direct conversation is created when it is first named.
 */

import type { Placed } from './block-kit/walk.ts';
import { placedElements } from './block-kit/walk.ts';
import { shownFiles } from './files.ts';
import type { JsonObject } from './json.ts';
import { copyOf, objectAt, objectsAt, stringsAt, textAt } from './json.ts';
import { visibleMessages } from './messages.ts';
import { nameIn, plainAttachments, plainBlocks, pressables, textOf } from './plain.ts';
import { directMessage, userNamed } from './seed.ts';
import type { Channel, Message, SlackState, User, View } from './state.ts';
import { readable } from './text.ts';
import { shownValue, valueKey } from './values.ts';
import type { World } from './world.ts';
import { isShared, isVisible } from './world.ts';

/** A snapshot of a message as a person sees it. A test can press on it later, when the message has changed. */
export interface SeenMessage {
  readonly channel: string;
  readonly ts: string;
  /** Handle of the author; `app` for the app that is tested. */
  readonly from: string;
  /** The message's text as it was sent. */
  readonly text: string;
  readonly blocks: JsonObject[];
  /** All visible text of the message, line by line. */
  readonly plain: string;
  /** The texts of everything that can be pressed, overflow options included. */
  readonly buttons: string[];
  readonly ephemeral: boolean;
  /** Time stamp of the thread's first message, for replies. */
  readonly thread: string | null;
  readonly edited: boolean;
  /** Whether the message is a reply that is also shown in the conversation. */
  readonly broadcast: boolean;
}

/** A modal or Home as a person sees it. */
export interface SeenView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly blocks: JsonObject[];
  readonly plain: string;
  readonly buttons: string[];
  /** Label of the submit button; null when there is none. */
  readonly submit: string | null;
  readonly close: string | null;
  /** The shown values of the controls, by label. */
  readonly values: Record<string, string>;
  /** Errors below inputs, by label. */
  readonly errors: Record<string, string>;
}

/**
 * The conversation a person means: `app`, `#contracts`, `dm:bo`, or an id. Throws when they are not in it.
 */
export function conversationOf(state: SlackState, user: User, place: string): Channel {
  const channel = conversationNamed(state, user, place);
  if (!channel) throw new Error(`There is no conversation ${place}`);
  if (!channel.members.includes(user.id)) throw new Error(`@${user.handle} is not in ${place}`);
  return channel;
}

/**
 * The conversation that a person wants to write a message or a command in. Throws when they are not in it, it is
 * archived, or it is with an app that accepts no messages. Commands are accepted there even so: clients have no field
 * for them, but tests type there what could be typed anywhere.
 */
export function conversationToWriteIn(
  state: SlackState,
  user: User,
  place: string,
  isCommand = false,
): Channel {
  const channel = conversationOf(state, user, place);
  if (channel.isArchived) throw new Error(`#${channel.name} is archived`);
  const isApps = channel.kind === 'im' && channel.members.includes(state.app.botUserId);
  if (isApps && state.app.isMessagesTabReadOnly && !isCommand) {
    throw new Error('Sending messages to this app has been turned off');
  }
  return channel;
}

function conversationNamed(state: SlackState, user: User, place: string): Channel | undefined {
  if (place === 'app') return directMessage(state, user.id, state.app.botUserId);
  if (place.startsWith('dm:')) return directMessage(state, user.id, userNamed(state, place.slice(3)).id);
  const bare = place.replace(/^#/, '');
  return (
    state.channels[bare] ?? Object.values(state.channels).find((one) => one.name !== '' && one.name === bare)
  );
}

/** What a person currently sees in a conversation, oldest first. */
export function seenMessages(world: World, user: User, place: string): SeenMessage[] {
  const channel = conversationOf(world.state, user, place);
  return visibleMessages(world, channel, user.id).map((message) => seenMessage(world, message));
}

/** Everything a person sees in all conversations, oldest first. */
export function allSeenMessages(world: World, user: User): SeenMessage[] {
  const channels = Object.values(world.state.channels).filter((one) => one.members.includes(user.id));
  return channels
    .flatMap((channel) => visibleMessages(world, channel, user.id))
    .sort((one, other) => (one.ts < other.ts ? -1 : 1))
    .map((message) => seenMessage(world, message));
}

function seenMessage(world: World, message: Message): SeenMessage {
  const { state } = world;
  const blocks = copyOf(message.blocks ?? []);
  const shown = { state, values: message.values, errors: {} };
  const lines = blocks.length > 0 ? plainBlocks(blocks, shown) : [readable(message.text, state)];
  const attached = plainAttachments(message.attachments ?? [], shown);
  const isOurs = message.user === state.app.botUserId;
  return {
    channel: message.channel,
    ts: message.ts,
    from: isOurs ? 'app' : (state.users[message.user]?.handle ?? message.user),
    text: message.text,
    blocks,
    plain: [...lines, ...attached, ...shownFiles(world, message.files).map(({ name }) => name)]
      .filter(Boolean)
      .join('\n'),
    buttons: pressables(blocks),
    ephemeral: message.ephemeralTo !== null,
    thread: message.threadTs,
    edited: message.edited,
    broadcast: message.broadcast,
  };
}

export function seenView(world: World, view: View): SeenView {
  const { state } = world;
  const blocks = copyOf(objectsAt(view.content, 'blocks'));
  const [title, submit, close] = ['title', 'submit', 'close'].map((key) =>
    textOf(objectAt(view.content, key), state),
  );
  const errors = errorsByLabel(view, state, view.errors);
  const lines = plainBlocks(blocks, { state, values: view.values, errors: view.errors });
  const foot = [close || 'Close', submit].filter(Boolean).map((text) => `[${text}]`);
  const head = view.type === 'modal' ? [title ?? ''] : [];
  return {
    id: view.id,
    type: view.type,
    title: title ?? '',
    blocks,
    plain: [...head, ...lines, ...(view.type === 'modal' ? [foot.join(' ')] : [])].join('\n'),
    buttons: pressables(blocks),
    submit: submit || null,
    close: close || null,
    values: shownValues(view, state),
    errors,
  };
}

function shownValues(view: View, state: SlackState): Record<string, string> {
  const fields = fieldsOf(view, state).map(({ label, placed }) => {
    const value = view.values[placed.blockId]?.[placed.actionId];
    return [label, value ? shownValue(value, nameIn(state)) : ''];
  });
  return Object.fromEntries(fields);
}

/** The errors, by the label of their input instead of its block id. */
export function errorsByLabel(
  view: View,
  state: SlackState,
  errors: Record<string, string>,
): Record<string, string> {
  const fields = fieldsOf(view, state);
  const named = Object.entries(errors).map(([blockId, text]) => [
    fields.find(({ placed }) => placed.blockId === blockId)?.label ?? blockId,
    text,
  ]);
  return Object.fromEntries(named);
}

/** A control of a view with its label. */
export interface Field {
  /** The input's label; for controls outside inputs the text beside them, else their placeholder or action id. */
  readonly label: string;
  readonly placed: Placed;
}

/** The controls of a view that hold a value, each with its visible label. */
export function fieldsOf(view: View, state: SlackState): Field[] {
  return placedElements(objectsAt(view.content, 'blocks'))
    .filter(({ element }) => valueKey(element) !== null)
    .map((placed) => ({ label: labelOf(placed, state), placed }));
}

function labelOf(placed: Placed, state: SlackState): string {
  if (placed.place === 'input') return textOf(objectAt(placed.block, 'label'), state);
  const beside = placed.place === 'accessory' ? textOf(objectAt(placed.block, 'text'), state) : '';
  return (
    beside || textOf(objectAt(placed.element, 'placeholder'), state) || textAt(placed.element, 'action_id')
  );
}

/** The conversation of that name or id, if this select offers it to the person. Throws otherwise. */
export function offeredConversation(world: World, user: User, element: JsonObject, place: string): Channel {
  const picked = conversationOf(world.state, user, place);
  const filter = objectAt(element, 'filter') ?? {};
  const kinds = stringsAt(filter, 'include');
  const isKind = kinds.length === 0 || kinds.includes(picked.kind);
  const isChannel = picked.kind !== 'im' || !textAt(element, 'type').includes('channels');
  const isHidden = filter['exclude_external_shared_channels'] === true && isShared(world, picked);
  if (!isKind || !isChannel || isHidden) throw new Error(`${place} is not offered here`);
  return picked;
}

/**
 * The person of that name or id, as a people picker offers them: bots too, deactivated people not. Throws for others.
 */
export function offeredPerson(world: World, name: string): User {
  const picked = userNamed(world.state, name);
  if (picked.deleted) throw new Error(`${picked.name} is deactivated and is not offered`);
  if (!isVisible(world, picked))
    throw new Error(`${picked.name} is not in this workspace and is not offered`);
  return picked;
}
