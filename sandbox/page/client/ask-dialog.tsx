/** Asks for confirmation before something that cannot be undone, and shows why it was refused. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface AskDialogProps {
  readonly title: string;
  /** The question and its consequences. */
  readonly children: ComponentChildren;
  /** The label of the confirming button: a verb and its object. */
  readonly does: string;
  /** How the confirming button looks. */
  readonly kind: 'main' | 'danger';
  readonly isBlocked?: boolean;
  /** Called when the person confirms. After a refusal they can press again. */
  readonly onYes: () => Promise<void>;
  readonly onClose: () => void;
}

export function AskDialog({ title, children, does, kind, isBlocked, onYes, onClose }: AskDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await onYes();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <h2 id={titleId}>{title}</h2>
        {children}
        {problem && (
          <p class="notice error" role="alert">
            {problem}
          </p>
        )}
        <div class="row">
          <button type="submit" class={kind} disabled={isBusy || isBlocked}>
            {does}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
        </div>
      </form>
    </dialog>
  );
}
