/** What a file's owner can do: cancel the sign request that it belongs to, or delete the file. */
import { useState } from 'preact/hooks';
import { goTo, pathOf } from '../addresses.ts';
import { AskDialog } from '../ask-dialog.tsx';
import { boxAct } from '../control-api.ts';

export interface FileRequest {
  readonly id: string;
  readonly status: string;
  readonly canCancel: boolean;
}

interface FileActsProps {
  readonly account: string;
  readonly file: { readonly id: string; readonly name: string };
  /** The folder that the file is in. */
  readonly folderId: string;
  /** The sign request that the file belongs to; null: none. */
  readonly request: FileRequest | null;
}

/** Cancels the request, or deletes the file, after a confirmation. */
export function FileActs({ account, file, folderId, request }: FileActsProps) {
  const [asked, setAsked] = useState<'cancel' | 'delete' | null>(null);
  const close = (): void => setAsked(null);
  const cancel = async (): Promise<void> => {
    await boxAct('cancel', { person: account, requestId: request?.id ?? '' });
    close();
  };
  const remove = async (): Promise<void> => {
    await boxAct('delete', { person: account, fileId: file.id });
    goTo(pathOf('box', account, 'folder', folderId));
  };
  return (
    <>
      {request?.canCancel && (
        <button type="button" onClick={() => setAsked('cancel')}>
          Cancel request
        </button>
      )}
      <button type="button" onClick={() => setAsked('delete')}>
        Delete file
      </button>
      {asked === 'cancel' && (
        <AskDialog
          title="Cancel this request?"
          does="Cancel request"
          kind="danger"
          onYes={cancel}
          onClose={close}
        >
          <p>Nobody can sign {file.name} any more. Everyone who was asked is told.</p>
        </AskDialog>
      )}
      {asked === 'delete' && (
        <AskDialog title="Delete this file?" does="Delete file" kind="danger" onYes={remove} onClose={close}>
          <p>
            {file.name} goes to the trash.
            {request !== null && ' Its signature request is deleted with it, and nobody is notified.'}
          </p>
        </AskDialog>
      )}
    </>
  );
}
