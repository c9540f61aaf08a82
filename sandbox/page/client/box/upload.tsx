/** Uploads files to a folder: chosen with a button, or dropped. */

import { useRef, useState } from 'preact/hooks';
import { base64Of } from '../base64.ts';
import { boxAct } from '../control-api.ts';
import { FileChooser } from '../file-chooser.tsx';

/** Limit (bytes), twice the server's own: a file that is far too large is not sent at all. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A sentence about an upload: that it is under way, or its result. */
interface UploadNotice {
  readonly isBad: boolean;
  readonly text: string;
}

export function Upload({ account, folderId }: { readonly account: string; readonly folderId: string }) {
  const [isOver, setOver] = useState(false);
  const [said, setSaid] = useState<readonly UploadNotice[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    setSaid(files.map(({ name }) => ({ isBad: false, text: `Uploading ${name}…` })));
    setSaid(await Promise.all(files.map((file) => uploadFile(account, folderId, file))));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <section
      class={`upload row ${isOver ? 'is-over' : ''}`}
      aria-label="Upload"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileChooser chooser={chooser} label="Files to upload" onFiles={(files) => void take(files)} />
      <button type="button" class="main" onClick={() => chooser.current?.click()}>
        Upload
      </button>
      <span class="soft">or drop files here: PDFs, documents, presentations, text, images</span>
      <div aria-live="polite" class="stack">
        {said.map(({ isBad, text }) => (
          <p key={text} class={`notice ${isBad ? 'error' : ''}`}>
            {text}
          </p>
        ))}
      </div>
    </section>
  );
}

async function uploadFile(person: string, folderId: string, file: File): Promise<UploadNotice> {
  try {
    if (file.size > MAX_BYTES) throw new Error('it is too large; the sandbox accepts files of up to 5 MB.');
    const base64 = await base64Of(file);
    const { name } = await boxAct<{ name: string }>('upload', { person, folderId, name: file.name, base64 });
    const isRenamed = name !== file.name;
    return {
      isBad: false,
      text: isRenamed ? `Uploaded as ${name}, because that name was taken.` : `Uploaded ${name}.`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { isBad: true, text: `${file.name} was not uploaded: ${reason}` };
  }
}
