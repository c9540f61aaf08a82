/** The browser's file chooser, opened by a button that the caller draws. */
import type { Ref } from 'preact';

/** The file chooser. @param label its name for a screen reader */
export function FileChooser({
  chooser,
  label,
  onFiles,
}: {
  readonly chooser: Ref<HTMLInputElement>;
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  return (
    <input
      ref={chooser}
      class="unseen"
      type="file"
      multiple
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        onFiles([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }}
    />
  );
}
