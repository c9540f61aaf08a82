/** The app's shortcuts: in the menu of a message, and behind the + of a composer. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { MenuButton } from '../menu-button.tsx';
import { runShortcut } from './acts.ts';
import type { Client, Message } from './answers.ts';
import { addNote } from './client-memory.ts';

export interface ShortcutsProps {
  readonly client: Client;
  /** The message that the shortcuts are used on; null: shows the shortcuts that need no message. */
  readonly on: Message | null;
  /** Key of the notes (see `client-memory.ts`) to which the client adds that a shortcut failed. */
  readonly noteKey: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** The menu of the app's shortcuts. Renders nothing where the app has none of this kind. */
export function Shortcuts({ client, on, noteKey, label, children }: ShortcutsProps) {
  const [isBusy, setBusy] = useState(false);
  const type = on === null ? 'global' : 'message';
  const offered = client.app.shortcuts.filter((shortcut) => shortcut.type === type);
  const run = async (name: string): Promise<void> => {
    setBusy(true);
    const shown = await runShortcut(client.person, name, on).catch((error: Error) => error.message);
    setBusy(false);
    if (shown !== null) addNote(noteKey, shown, client.now);
  };
  const items = offered.map(({ name }) => ({
    text: name,
    detail: client.app.name,
    choose: () => void run(name),
  }));
  if (items.length === 0) return null;
  return (
    <MenuButton label={label} kind="bare" items={items} isBusy={isBusy}>
      {children}
    </MenuButton>
  );
}
