/** Box's pages: files and folders, the prepare page, the signing page. What is shown follows from the address. */
import { useEffect } from 'preact/hooks';
import { goTo, pathOf } from '../addresses.ts';
import { AccountFrame, useAccounts } from './account.tsx';
import { FilePage } from './file.tsx';
import { FolderPage } from './folder.tsx';
import { PreparePage } from './prepare.tsx';
import { SigningPage } from './signing.tsx';

export interface BoxPagesProps {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export function BoxPages({ parts, query }: BoxPagesProps) {
  const [account = '', kind = '', id = '0'] = parts;
  // Accounts are email addresses, so the words `prepare` and `sign` are free for routes.
  if (account === 'prepare') {
    return <PreparePage key={kind} requestId={kind} token={id} senderLogin={query.get('as') ?? ''} />;
  }
  if (account === 'sign') return <SigningPage key={`${kind} ${id}`} requestId={kind} token={id} />;
  if (kind !== 'file' && kind !== 'folder') return <FirstAccount account={account} />;
  return (
    <AccountFrame account={account}>
      {kind === 'file' ? (
        <FilePage key={`${account} ${id}`} account={account} id={id} />
      ) : (
        <FolderPage key={`${account} ${id}`} account={account} id={id} />
      )}
    </AccountFrame>
  );
}

/** Goes to the files of the account in the address or, when it names none, of the first account. */
function FirstAccount({ account }: { readonly account: string }) {
  const { accounts, error } = useAccounts();
  const login = account || accounts?.[0]?.login;
  useEffect(() => {
    if (login) goTo(pathOf('box', login, 'folder', '0'), 'replace');
  }, [login]);
  if (error) return <p class="notice error">{error.message}</p>;
  if (accounts?.length === 0) return <p class="nothing">Nobody has an account at this Box yet.</p>;
  return <p class="waiting">Opening…</p>;
}
