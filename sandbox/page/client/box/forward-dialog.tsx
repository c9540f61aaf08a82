/** The dialog that asks to whom a signer passes a request on. */
import { useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';

export interface ForwardDialogProps {
  readonly onForward: (to: string) => Promise<void>;
  readonly onClose: () => void;
}

export function ForwardDialog({ onForward, onClose }: ForwardDialogProps) {
  const [to, setTo] = useState('');
  return (
    <AskDialog
      title="Let someone else sign?"
      does="Forward"
      kind="main"
      onYes={() => onForward(to.trim())}
      onClose={onClose}
    >
      <p>They will be asked instead of you, and you can no longer sign.</p>
      <label class="field">
        Their email address
        <input
          type="email"
          required
          maxLength={254}
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
    </AskDialog>
  );
}
