/** Files from the computer that are shared as soon as they are chosen with a button, or dropped on the text field. */

import { useRef } from 'preact/hooks';
import { FileChooser } from '../file-chooser.tsx';
import { ClipIcon } from './icons.tsx';

export function Attach({
  isOff,
  onFiles,
}: {
  readonly isOff: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileChooser chooser={chooser} label="Files to share" onFiles={onFiles} />
      <button
        type="button"
        class="bare"
        aria-label="Share files"
        aria-disabled={isOff}
        onClick={() => !isOff && chooser.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  );
}

/** Whether files are being dragged, not text. */
export function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** The files that were dropped; none when text was dropped. */
export function droppedFiles(event: DragEvent): readonly File[] {
  if (!bringsFiles(event)) return [];
  event.preventDefault();
  return [...(event.dataTransfer?.files ?? [])];
}
