/** The dialog that asks for confirmation before the request is sent. */
import { useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';
import { formatCount } from './words.ts';

export interface SendDialogProps {
  readonly signers: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** The signers without a signature field. */
  readonly missing: readonly string[];
  readonly message: string;
  readonly onSend: (message: string) => Promise<void>;
  readonly onClose: () => void;
}

export function SendDialog({ signers, counts, missing, message, onSend, onClose }: SendDialogProps) {
  const [text, setText] = useState(message);
  const hasFields = signers.some((email) => (counts[email] ?? 0) > 0);
  return (
    <AskDialog
      title={`Send to ${formatCount(signers.length, 'person').replace('persons', 'people')}?`}
      does="Send"
      kind="main"
      isBlocked={missing.length > 0}
      onYes={() => onSend(text)}
      onClose={onClose}
    >
      <ul class="list">
        {signers.map((email) => (
          <li key={email} class="entry">
            <span class="cut" title={email}>
              {email}
            </span>
            <small>{formatCount(counts[email] ?? 0, 'field')}</small>
          </li>
        ))}
      </ul>
      {!hasFields && <p class="notice">No fields are placed: signers choose where to sign.</p>}
      {missing.length > 0 && (
        <p class="notice error" role="alert">
          Nowhere to sign yet: {missing.join(', ')}. Place a signature field for each.
        </p>
      )}
      <label class="field">
        Message (optional)
        <textarea rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
    </AskDialog>
  );
}
