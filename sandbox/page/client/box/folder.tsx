/** A folder: its content, and uploads. */
import { useRef, useState } from 'preact/hooks';
import { pathOf } from '../addresses.ts';
import { boxAct, Refused } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { Breadcrumbs, type Crumb } from './account.tsx';
import { CopyLink } from './copy-link.tsx';
import { useClock } from './now.ts';
import { Upload } from './upload.tsx';
import { formatCount, formatDay, formatSize, formatTime } from './words.ts';

interface Entry {
  readonly type: 'file' | 'folder';
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly size: number | null;
  readonly sharedBy: string | null;
}

interface Contents {
  readonly id: string;
  readonly canUpload: boolean;
  readonly way: readonly Crumb[];
  readonly entries: readonly Entry[];
}

export function FolderPage({ account, id }: { readonly account: string; readonly id: string }) {
  const { value, error } = useLive('box', `${account} ${id}`, () =>
    boxAct<Contents>('folder', { person: account, folderId: id }),
  );
  if (value === undefined) {
    return error ? <Missing error={error} account={account} /> : <p class="waiting">Opening…</p>;
  }
  const name = value.way.at(-1)?.name ?? '';
  return (
    <>
      <Breadcrumbs account={account} way={value.way.slice(0, -1)} />
      <div class="between">
        <h1>{name}</h1>
        {value.canUpload && <NewFolder account={account} folderId={id} />}
      </div>
      {value.canUpload && <Upload account={account} folderId={id} />}
      {value.entries.length === 0 ? (
        <p class="nothing">This folder is empty.</p>
      ) : (
        <Entries account={account} entries={value.entries} />
      )}
    </>
  );
}

export function Missing({ error, account }: { readonly error: Error; readonly account: string }) {
  const isTrashed = error instanceof Refused && error.code === 'trashed';
  return (
    <section class="nothing">
      <h1>{isTrashed ? 'This file was deleted' : 'You cannot see this here'}</h1>
      <p>{isTrashed ? "It is in Box's trash." : `${account} cannot open this: ${error.message}`}</p>
      <p>
        <Link href={pathOf('box', account, 'folder', '0')}>All Files</Link>
      </p>
    </section>
  );
}

function Entries({ account, entries }: { readonly account: string; readonly entries: readonly Entry[] }) {
  const clock = useClock(account);
  return (
    <ul class="rows" aria-label={formatCount(entries.length, 'item')}>
      {entries.map((entry) => (
        <li key={entry.id} class="row file">
          <span class={`icon icon-${entry.type}`} aria-hidden="true">
            {entry.type === 'folder' ? '' : (entry.name.split('.').pop() ?? '').slice(0, 4)}
          </span>
          <span title={entry.name}>
            <Link href={pathOf('box', account, entry.type, entry.id)}>{entry.name}</Link>
            <small>
              <span title={formatTime(entry.at, clock)}>{formatDay(entry.at, clock)}</span>
              {entry.size !== null && ` · ${formatSize(entry.size)}`}
              {entry.sharedBy && ` · shared by ${entry.sharedBy}`}
            </small>
          </span>
          <CopyLink
            title="Copy link"
            of={entry.name}
            link={() => `https://app.box.com/${entry.type}/${entry.id}`}
          />
        </li>
      ))}
    </ul>
  );
}

function NewFolder({ account, folderId }: { readonly account: string; readonly folderId: string }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await boxAct('new-folder', { person: account, folderId, name: field.current?.value.trim() ?? '' });
      setProblem(null);
      setOpen(false);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  if (!isOpen) {
    return (
      <button type="button" onClick={() => setOpen(true)}>
        New folder
      </button>
    );
  }
  return (
    <form class="row" onSubmit={(event) => void make(event)}>
      <input
        ref={(input) => {
          if (field.current === null) input?.focus();
          field.current = input;
        }}
        aria-label="Name of the new folder"
        placeholder="Name"
        required
        maxLength={255}
      />
      <button type="submit" class="main">
        Create
      </button>
      <button type="button" onClick={() => setOpen(false)}>
        Cancel
      </button>
      {problem && (
        <p class="notice error" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
