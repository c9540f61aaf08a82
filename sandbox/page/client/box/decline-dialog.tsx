/** Asks why somebody declines, and makes sure that they mean it. */
import { useEffect, useRef, useState } from 'preact/hooks';

export interface DeclineDialogProps {
  readonly sender: string;
  readonly onDecline: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

export function DeclineDialog({ sender, onDecline, onClose }: DeclineDialogProps) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await onDecline(reason.trim());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="decline-title" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <h2 id="decline-title">Decline to sign?</h2>
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
        {problem && (
          <p class="notice error" role="alert">
            {problem}
          </p>
        )}
        <div class="row">
          <button type="submit" class="danger">
            Decline
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
        </div>
      </form>
    </dialog>
  );
}
