/** What a person does in their client, through the control server of Slack. Each throws an Error with the reason. */
import type { Json, Placed, SurfaceActs } from '../block-kit/surface.ts';
import { slackAct } from '../control-api.ts';
import { addFiles } from '../slack-files.ts';
import type { Client, Message } from './answers.ts';

export async function readClient(person: string): Promise<Client> {
  return { ...(await slackAct<Omit<Client, 'person'>>(person, 'client')), person };
}

/** Removes the app from the workspace. */
export async function removeApp(person: string): Promise<void> {
  await slackAct(person, 'removesApp');
}

/** Everything in a conversation, replies included, oldest first. */
export function readMessages(person: string, conversation: string): Promise<readonly Message[]> {
  return slackAct(person, 'conversation', { in: conversation });
}

export async function markRead(person: string, conversation: string): Promise<void> {
  await slackAct(person, 'reads', { in: conversation });
}

/** Deletes a message from its conversation, for everyone. */
export async function deleteMessage(person: string, { channel, ts }: Pick<Message, 'channel' | 'ts'>) {
  await slackAct(person, 'deletes', { in: channel, ts });
}

/** Tells the app that its conversation was opened. */
export async function openApp(person: string): Promise<void> {
  await slackAct(person, 'opensApp', { tab: 'messages' });
}

/** Sends the typed text. Resolves with the client's sentence when a command failed, else null. */
export async function sendMessage(
  person: string,
  at: { readonly conversation: string; readonly thread: string | null },
  text: string,
): Promise<string | null> {
  const thread = at.thread === null ? {} : { thread: at.thread };
  const { shown } = await slackAct<{ shown: string | null }>(person, 'types', {
    text,
    in: at.conversation,
    ...thread,
  });
  return shown;
}

/** Largest file (bytes). Slack allows 1 GB, but the sandbox writes its whole state as one JSON file. */
const MAX_BYTES = 25 * 1024 * 1024;

/** Shares files from the computer in a conversation, in one message. */
export async function shareFiles(
  person: string,
  at: { readonly conversation: string; readonly thread: string | null },
  files: readonly File[],
  text: string,
): Promise<void> {
  const ids = await addFiles(person, files, MAX_BYTES);
  const thread = at.thread === null ? {} : { thread: at.thread };
  await slackAct(person, 'sharesFiles', { in: at.conversation, ids, text, ...thread });
}

/** Uses a shortcut of the app. Resolves with the client's sentence when it failed, else null. */
export async function runShortcut(
  person: string,
  name: string,
  on: Pick<Message, 'channel' | 'ts'> | null,
): Promise<string | null> {
  const message = on === null ? {} : { on: { channel: on.channel, ts: on.ts } };
  const { shown } = await slackAct<{ shown: string | null }>(person, 'usesShortcut', { name, ...message });
  return shown;
}

/** What can be done with the blocks of a message. */
export function actsOnMessage(person: string, { channel, ts }: Pick<Message, 'channel' | 'ts'>): SurfaceActs {
  const message = { channel, ts };
  const told = async (act: string, args: Placed & Json): Promise<string | null> => {
    const { shown } = await slackAct<{ shown: string | null }>(person, act, { message, ...args });
    return shown;
  };
  return {
    press: (placed, option) => told('pressOn', { ...placed, ...(option === undefined ? {} : { option }) }),
    enter: (placed, value, how) => told('enter', { ...placed, value, entered: how === 'entered' }),
    // Slack offers an app's options in modals and in messages; this sandbox only in modals.
    suggest: async () => [],
  };
}
