/** File inputs: a chosen file is uploaded immediately, as in Slack. Nobody but the app may read it then. */
import { useState } from 'preact/hooks';
import { addFiles } from '../slack-files.ts';
import { type ElementProps, namingOf, useControlValue, useSurface } from './context.ts';
import { numberAt, objectsAt, stringsAt, textAt } from './json.ts';

/** Slack's limits for a field: bytes of one file, and number of files. */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 10;

export function FileInput({ element, blockId, named }: ElementProps) {
  const { drawingContext } = useSurface();
  const { value, enter } = useControlValue(element, blockId);
  const [said, setSaid] = useState('');
  const types = stringsAt(element, 'filetypes').map((type) => `.${type}`);
  const most = numberAt(element, 'max_files') ?? MAX_FILES;
  const choose = async (files: readonly File[]): Promise<void> => {
    if (files.length > most) return setSaid(`At most ${most} ${most === 1 ? 'file' : 'files'}.`);
    setSaid('Uploading…');
    try {
      const ids = await addFiles(drawingContext.person, files, MAX_BYTES);
      enter({ files: ids.map((id, index) => ({ id, name: files[index]?.name ?? id })) });
      setSaid('');
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  const names = objectsAt(value, 'files').map((file) => textAt(file, 'name'));
  return (
    <div>
      <input
        type="file"
        accept={types.join(',') || undefined}
        multiple={most > 1}
        onChange={(event) => void choose([...(event.currentTarget.files ?? [])])}
        {...namingOf(named, 'Choose files')}
      />
      {names.length > 0 && <p class="small">{names.join(', ')}</p>}
      <p class="wrong" role="alert">
        {said}
      </p>
    </div>
  );
}
