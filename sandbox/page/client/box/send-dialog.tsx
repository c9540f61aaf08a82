/** Asks once before everything is sent. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { countWords } from './words.ts';

export interface SendDialogProps {
  readonly signers: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Who would have nowhere to sign. */
  readonly missing: readonly string[];
  readonly message: string;
  readonly onSend: (message: string) => Promise<void>;
  readonly onClose: () => void;
}

export function SendDialog({ signers, counts, missing, message, onSend, onClose }: SendDialogProps) {
  const [text, setText] = useState(message);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const hasFields = signers.some((email) => (counts[email] ?? 0) > 0);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSend(text);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="send-title" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <h2 id="send-title">Send to {countWords(signers.length, 'person').replace('persons', 'people')}?</h2>
        <ul class="list">
          {signers.map((email) => (
            <li key={email} class="entry">
              <span class="cut" title={email}>
                {email}
              </span>
              <small>{countWords(counts[email] ?? 0, 'field')}</small>
            </li>
          ))}
        </ul>
        {!hasFields && (
          <p class="notice">No field is placed: everybody puts their signature where they like.</p>
        )}
        {missing.length > 0 && (
          <p class="notice error" role="alert">
            Nowhere to sign yet: {missing.join(', ')}. Place a signature field for each.
          </p>
        )}
        <label class="field">
          Message (optional)
          <textarea rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        {problem && (
          <p class="notice error" role="alert">
            {problem}
          </p>
        )}
        <div class="row">
          <button type="submit" class="main" disabled={isBusy || missing.length > 0}>
            Send
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
        </div>
      </form>
    </dialog>
  );
}
