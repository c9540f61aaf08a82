/** The dialog that asks a signer why they decline, and whether they are sure. */
import { useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';

export interface DeclineDialogProps {
  readonly sender: string;
  readonly onDecline: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

export function DeclineDialog({ sender, onDecline, onClose }: DeclineDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <AskDialog
      title="Decline to sign?"
      does="Decline"
      kind="danger"
      onYes={() => onDecline(reason.trim())}
      onClose={onClose}
    >
      <p>Nobody else will be asked, and {sender} will read your reason.</p>
      <label class="field">
        Reason
        <textarea
          required
          rows={3}
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
    </AskDialog>
  );
}
