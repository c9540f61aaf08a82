/** The files of a message, with downloads. */
import { Download } from '../box/download.tsx';
import { formatSize } from '../box/words.ts';
import { slackAct } from '../control-api.ts';
import type { Message } from './answers.ts';

export function MessageFiles({
  person,
  files,
}: {
  readonly person: string;
  readonly files: Message['files'];
}) {
  if (files.length === 0) return null;
  return (
    <ul class="list message-files">
      {files.map(({ id, name, size }) => (
        <li key={id} class="row">
          <span class="cut" title={name}>
            {name}
          </span>
          {size !== null && (
            <>
              <small>{formatSize(size)}</small>
              <Download title={`Download ${name}`} name={name} read={() => bytesOf(person, id)} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

async function bytesOf(person: string, id: string): Promise<Uint8Array> {
  const { base64 } = await slackAct<{ base64: string }>(person, 'file', { id });
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
