/** File choosers. They show the names only; this Slack stores no files from them. */
import { useState } from 'preact/hooks';
import { type ElementProps, namingOf } from './context.ts';
import { numberAt, stringsAt } from './json.ts';

export function FileInput({ element, named }: ElementProps) {
  const [names, setNames] = useState<readonly string[]>([]);
  const types = stringsAt(element, 'filetypes').map((type) => `.${type}`);
  return (
    <div>
      <input
        type="file"
        accept={types.join(',') || undefined}
        multiple={(numberAt(element, 'max_files') ?? 10) > 1}
        onChange={(event) => setNames([...(event.currentTarget.files ?? [])].map(({ name }) => name))}
        {...namingOf(named, 'Choose files')}
      />
      {names.length > 0 && (
        <p class="wrong" role="alert">
          Files cannot be uploaded here.
        </p>
      )}
    </div>
  );
}
