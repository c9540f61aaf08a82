/** Deletes a message from a conversation, after a confirmation. */
import { useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';
import { deleteMessage } from './acts.ts';
import type { Message } from './answers.ts';
import { BinIcon } from './icons.tsx';

export function DeleteMessage({ person, message }: { readonly person: string; readonly message: Message }) {
  const [isAsked, setAsked] = useState(false);
  const remove = async (): Promise<void> => {
    await deleteMessage(person, message);
    setAsked(false);
  };
  return (
    <>
      <button
        type="button"
        class="bare"
        aria-label={`Delete message of ${message.author.name}`}
        onClick={() => setAsked(true)}
      >
        <BinIcon />
      </button>
      {isAsked && (
        <AskDialog
          title="Delete this message?"
          does="Delete"
          kind="danger"
          onYes={remove}
          onClose={() => setAsked(false)}
        >
          <p>It is deleted for everyone, and the app is not notified.</p>
        </AskDialog>
      )}
    </>
  );
}
