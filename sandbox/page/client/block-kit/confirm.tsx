/** The dialog with which Slack asks for confirmation before a press, in the app's words. */
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { objectAt, plainTextAt, textAt } from './json.ts';
import type { Json } from './surface.ts';
import { Text } from './text.tsx';

export interface ConfirmProps {
  readonly dialog: Json;
  onConfirm(): void;
  onDeny(): void;
}

export function ConfirmDialog({ dialog, onConfirm, onDeny }: ConfirmProps) {
  const id = useId();
  const shown = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = shown.current;
    const before = document.activeElement;
    opened?.showModal();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const style = textAt(dialog, 'style') || 'primary';
  return (
    <dialog
      ref={shown}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onDeny();
      }}
      // Keys are stopped here, because otherwise a modal below would handle them, too.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`}>{plainTextAt(dialog, 'title') || 'Are you sure?'}</h2>
      <div id={`${id}-text`}>
        <Text text={objectAt(dialog, 'text')} />
      </div>
      <div class="row">
        <button type="button" onClick={onDeny}>
          {plainTextAt(dialog, 'deny') || 'Cancel'}
        </button>
        <button type="button" class={style} onClick={onConfirm}>
          {plainTextAt(dialog, 'confirm') || 'Yes'}
        </button>
      </div>
    </dialog>
  );
}
