/** A file: its pages, its versions, its links. */
import { boxAct, boxBytes } from '../control-api.ts';
import { useLive } from '../live.ts';
import { Breadcrumbs, type Crumb } from './account.tsx';
import { CopyLink } from './copy-link.tsx';
import { Download } from './download.tsx';
import { FileActs, type FileRequest } from './file-acts.tsx';
import { Missing } from './folder.tsx';
import { useClock } from './now.ts';
import { PdfPages } from './pdf.tsx';
import { formatSize, formatTime } from './words.ts';

interface FileFacts {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly owner: string;
  readonly canDownload: boolean;
  readonly isPdf: boolean;
  /** Whether Box cannot convert the file to PDF. */
  readonly isBroken: boolean;
  readonly way: readonly Crumb[];
  /** Whether this account owns the file. */
  readonly isOwn: boolean;
  readonly request: FileRequest | null;
  /** The versions of the file, newest first. */
  readonly versions: readonly { readonly id: string; readonly at: number; readonly number: number }[];
}

export function FilePage({ account, id }: { readonly account: string; readonly id: string }) {
  const { value, error } = useLive('box', `${account} ${id}`, () =>
    boxAct<FileFacts>('file', { person: account, fileId: id }),
  );
  if (value === undefined) {
    return error ? <Missing error={error} account={account} /> : <p class="waiting">Opening…</p>;
  }
  const share = async (): Promise<string> =>
    (await boxAct<{ url: string }>('share', { person: account, type: 'file', id })).url;
  const read = (versionId?: string): Promise<Uint8Array> =>
    boxBytes('download', { person: account, fileId: id, ...(versionId ? { versionId } : {}) });
  return (
    <>
      <Breadcrumbs account={account} way={value.way} />
      <div class="between">
        <h1>{value.name}</h1>
        <div class="row">
          <CopyLink title="Copy link" of={value.name} link={() => `https://app.box.com/file/${id}`} />
          <CopyLink title="Copy shared link" of={value.name} link={share} />
          {value.canDownload && <Download title="Download" name={value.name} read={() => read()} />}
          {value.isOwn && (
            <FileActs
              account={account}
              file={value}
              folderId={value.way.at(-1)?.id ?? '0'}
              request={value.request}
            />
          )}
        </div>
      </div>
      <p class="soft">
        {value.owner} · {formatSize(value.size)}
        {value.request && ` · signature request: ${value.request.status}`}
      </p>
      <div class="desk">
        <Preview file={value} read={() => read()} account={account} />
        <Versions file={value} account={account} read={read} />
      </div>
    </>
  );
}

interface PreviewProps {
  readonly file: FileFacts;
  readonly account: string;
  readonly read: () => Promise<Uint8Array>;
}

function Preview({ file, account, read }: PreviewProps) {
  if (!file.canDownload) return <p class="notice">{account} may see this file and not open it.</p>;
  if (file.isBroken) {
    const why = 'It is damaged, locked with a password, has more than 500 pages, or is too large inside.';
    return <p class="notice">This file cannot be shown, and Box Sign cannot make a PDF of it. {why}</p>;
  }
  if (!file.isPdf) {
    return (
      <p class="notice">Only PDFs are shown here. Box Sign converts this file to a PDF when it is sent.</p>
    );
  }
  return <PdfPages of={`${file.id} ${file.versions[0]?.id}`} name={file.name} read={read} />;
}

interface VersionsProps {
  readonly file: FileFacts;
  readonly account: string;
  readonly read: (versionId: string) => Promise<Uint8Array>;
}

function Versions({ file, account, read }: VersionsProps) {
  const clock = useClock(account);
  return (
    <section aria-label="Versions">
      <h2>Versions</h2>
      <ol reversed class="stack">
        {file.versions.map(({ id, at, number }) => (
          <li key={id} value={number}>
            {formatTime(at, clock)}
            {file.canDownload && (
              <Download
                title={`Download version ${number}`}
                name={file.name.replace(/(\.[^.]*)?$/, ` v${number}$1`)}
                read={() => read(id)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
