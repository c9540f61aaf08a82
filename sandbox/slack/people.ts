/**
 * What a person can do, one function for each act, called through the control server. An act is refused for people who
 * could not do it in Slack (deactivated people, bots, people who are not in the conversation).
 */

import type { IdActs } from './by-id.ts';
import { idActs } from './by-id.ts';
import type { Client } from './client.ts';
import { clientOf, markRead } from './client.ts';
import type { ShownMessage } from './conversation.ts';
import { shownMessages } from './conversation.ts';
import { sendEvent } from './events.ts';
import { type FileActs, fileActs } from './file-acts.ts';
import type { Filling } from './filling.ts';
import { clientErrors, fillField, suggestedTexts } from './filling.ts';
import { isInstalled, mayChangeApps, removeApp } from './installations.ts';
import { closeModal, runCommand, submitView } from './interactions.ts';
import { invite, isInvite } from './inviting.ts';
import { postMessage, removeMessage, visibleMessages } from './messages.ts';
import type { PressOptions, PressResult } from './pressing.ts';
import { press } from './pressing.ts';
import { directMessage, userNamed } from './seed.ts';
import type { SeenMessage, SeenView } from './seen.ts';
import { conversationOf, conversationToWriteIn, errorsByLabel, seenMessages, seenView } from './seen.ts';
import { type MessageAddress, useShortcut } from './shortcuts.ts';
import type { User, View } from './state.ts';
import { typedMarkup } from './text.ts';
import { homeOf, stackOf, viewJson } from './view-store.ts';
import type { World } from './world.ts';
import { isExternal } from './world.ts';

/** The result of typing, filling in controls, or using a shortcut. */
export interface TypeResult {
  /** The client's sentence when the act failed or the app did not acknowledge it; null: all went well. */
  readonly shown: string | null;
}

/** The result of submitting a modal; empty when nothing was wrong. */
export interface SubmitResult {
  /** Errors below inputs, by label: the client's own, or the app's. */
  readonly errors?: Record<string, string>;
  /** The client's sentence when the answer was unusable or missing. */
  readonly shown?: string;
}

/** What a person can do in Slack, by name; arguments and results are JSON. */
export interface Acts extends IdActs, FileActs {
  types(args: { text: string; in?: string; thread?: string }): Promise<TypeResult>;
  messages(args: { in: string }): Promise<SeenMessage[]>;
  views(args: Record<string, never>): Promise<SeenView[]>;
  home(args: Record<string, never>): Promise<SeenView | null>;
  /** Opens the app's conversation or its Home; the app gets `app_home_opened` if it subscribed to it. */
  opensApp(args: { tab: 'home' | 'messages' }): Promise<null>;
  /** Deletes anyone's message from a conversation, for everyone. Throws when it is not there. */
  deletes(args: { in: string; ts: string }): Promise<null>;
  fills(args: { values: Record<string, Filling> }): Promise<TypeResult>;
  /** Returns the options that the app has for the text that is typed into a control. */
  searches(args: { name: string; text: string }): Promise<string[]>;
  submits(args: { times?: number }): Promise<SubmitResult>;
  closes(args: { all?: boolean }): Promise<null>;
  presses(args: { text: string } & PressOptions): Promise<PressResult>;
  /** Uses a global shortcut or, with `on`, one from the menu of a message. Throws when it is not offered there. */
  usesShortcut(args: { name: string; on?: MessageAddress }): Promise<TypeResult>;
  reloads(args: Record<string, never>): Promise<null>;
  /** Returns what a client shows besides the messages. */
  client(args: Record<string, never>): Promise<Client>;
  /** Returns a conversation as a client shows it, replies included. */
  conversation(args: { in: string }): Promise<ShownMessage[]>;
  /** Marks everything in the conversation as read. */
  reads(args: { in: string }): Promise<null>;
  /** Removes the app from the workspace. Throws when the person may not, or the app is not there. */
  removesApp(args: Record<string, never>): Promise<null>;
}

/** The acts of one person. Throws for a person who cannot use Slack. */
export function actsOf(world: World, name: string): Acts {
  const user = userNamed(world.state, name);
  if (user.deleted) throw new Error(`@${user.handle} is deactivated and can do nothing`);
  if (user.isBot || user.id === 'USLACKBOT') throw new Error(`@${user.handle} is a bot`);
  return {
    types: (args) => typeInto(world, user, args),
    messages: async (args) => seenMessages(world, user, args.in),
    views: async () => stackOf(world, user.id).map((view) => seenView(world, view)),
    home: async () => shownHome(world, user),
    opensApp: (args) => openApp(world, user, args.tab),
    deletes: async (args) => deleteMessage(world, user, args),
    fills: (args) => fill(world, user, args.values),
    searches: (args) => suggestedTexts(world, user, topModal(world, user), args.name, args.text),
    submits: (args) => submit(world, user, args.times ?? 1),
    closes: async (args) => {
      await closeModal(world, user, topModal(world, user), args.all ?? false);
      return null;
    },
    presses: ({ text, ...options }) => press(world, user, text, options),
    usesShortcut: async ({ name, on = null }) => ({ shown: await useShortcut(world, user, name, on) }),
    reloads: async () => reload(world, user),
    client: async () => clientOf(world, user),
    conversation: async (args) => shownMessages(world, user, args.in),
    reads: async (args) => markRead(world, user, args.in),
    removesApp: () => removeAppAs(world, user),
    ...idActs(world, user),
    ...fileActs(world, user),
  };
}

function topModal(world: World, user: User): View {
  const top = stackOf(world, user.id).at(-1);
  if (!top) throw new Error(`@${user.handle} has no modal open`);
  return top;
}

async function typeInto(
  world: World,
  user: User,
  args: { text: string; in?: string; thread?: string },
): Promise<TypeResult> {
  const isCommand = args.text.startsWith('/');
  const channel = conversationToWriteIn(world.state, user, args.in ?? 'app', isCommand);
  if (isInvite(args.text)) return { shown: invite(world, user, channel, args.text) };
  if (!isCommand) {
    const threadTs = args.thread ?? null;
    const text = typedMarkup(args.text, world.state);
    postMessage(world, { channel: channel.id, user: user.id, text, threadTs });
    return { shown: null };
  }
  const command = args.text.trim().split(/\s+/)[0] ?? '';
  const { commands } = world.state.app;
  const isOffered = isInstalled(world) && (commands?.includes(command) ?? true);
  if (!isOffered || isExternal(world, user)) {
    return {
      shown: `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
    };
  }
  if (args.thread) return { shown: `${command} is not supported in threads. Sorry!` };
  return { shown: await runCommand(world, user, channel, args.text) };
}

async function removeAppAs(world: World, user: User): Promise<null> {
  if (world.state.app.isInstalled !== true) throw new Error('The app is not in this workspace');
  if (!mayChangeApps(world.state, user)) throw new Error('Only an admin can take an app out');
  await removeApp(world);
  return null;
}

function shownHome(world: World, user: User): SeenView | null {
  const view = homeOf(world, user.id);
  return view ? seenView(world, view) : null;
}

async function openApp(world: World, user: User, tab: 'home' | 'messages'): Promise<null> {
  const { botEvents } = world.state.app;
  if (!isInstalled(world) || botEvents?.includes('app_home_opened') === false) return null;
  const view = tab === 'home' ? homeOf(world, user.id) : null;
  await sendEvent(world, {
    type: 'app_home_opened',
    user: user.id,
    channel: directMessage(world.state, user.id, world.state.app.botUserId).id,
    tab,
    ...(view ? { view: viewJson(world, view, true) } : {}),
  });
  return null;
}

function deleteMessage(world: World, user: User, args: { in: string; ts: string }): null {
  const channel = conversationOf(world.state, user, args.in);
  const message = visibleMessages(world, channel, user.id).find(({ ts }) => ts === args.ts);
  if (!message) throw new Error('This message is not there');
  removeMessage(world, message);
  return null;
}

/** Fills one control after another; each is looked up again, because a change may have brought a new view. */
async function fill(world: World, user: User, values: Record<string, Filling>): Promise<TypeResult> {
  let shown: string | null = null;
  for (const [name, filling] of Object.entries(values)) {
    shown = (await fillField(world, user, topModal(world, user), name, filling)) ?? shown;
  }
  return { shown };
}

async function submit(world: World, user: User, times: number): Promise<SubmitResult> {
  const view = topModal(world, user);
  if (!view.content['submit']) throw new Error('This modal has no submit button');
  const refused = clientErrors(view);
  if (Object.keys(refused).length > 0) {
    view.errors = refused;
    return { errors: errorsByLabel(view, world.state, refused) };
  }
  const answers = await Promise.all(Array.from({ length: times }, () => submitView(world, user, view)));
  const shown = answers.find((answer) => answer !== null);
  const errors = errorsByLabel(view, world.state, view.errors);
  return {
    ...(Object.keys(errors).length > 0 ? { errors } : {}),
    ...(typeof shown === 'string' ? { shown } : {}),
  };
}

/** Reloads the person's client, which drops ephemeral messages and open modals. The app is told of neither. */
function reload(world: World, user: User): null {
  world.state.messages = world.state.messages.filter((message) => message.ephemeralTo !== user.id);
  delete world.state.stacks[user.id];
  return null;
}
