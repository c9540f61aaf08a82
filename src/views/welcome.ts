/** The message that welcomes a person in the app's messages. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, context, message, section } from './blocks.ts';
import type { ConnectionShown } from './connection-line.ts';
import type { Texts } from './texts/index.ts';

/**
 * The message says how to start a request, how to connect Box if it is not connected, and how to see the other
 * commands.
 */
export function welcomeMessage(connection: ConnectionShown, t: Texts): Message {
  const { says, block } = howToConnect(connection, t);
  const start = button({ action: actions.openForm, label: t.form.title, isPrimary: true });
  return message(
    [[t.welcome.opening], ...says.map((sentence) => [sentence]), [t.welcome.help]],
    [section(t.welcome.opening), ...block, ...actionsBlock([start]), context(t.welcome.help)],
    t,
  );
}

function howToConnect(
  connection: ConnectionShown,
  t: Texts,
): { readonly says: readonly string[]; readonly block: readonly KnownBlock[] } {
  if (connection.state === 'connected') return { says: [], block: [] };
  if (!connection.canConnect) return { says: [t.form.notOnTrial], block: [context(t.form.notOnTrial)] };
  const connect = button({ action: actions.connect, label: t.connect.connect });
  return { says: [t.welcome.connect], block: [section(t.welcome.connect, connect)] };
}
