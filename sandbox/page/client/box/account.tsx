/** The frame of Box's pages: whose account it is, and navigation in its files. */
import type { ComponentChildren } from 'preact';
import { goTo, pathOf } from '../addresses.ts';
import { boxAct } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';

export interface Account {
  readonly login: string;
  readonly name: string;
}

/** Everyone with an account in this Box; undefined until loaded. */
export function useAccounts(): {
  readonly accounts: readonly Account[] | undefined;
  readonly error: Error | null;
} {
  const { value, error } = useLive('box', 'accounts', () => boxAct<{ accounts: Account[] }>('accounts', {}));
  return { accounts: value?.accounts, error };
}

export function AccountFrame({
  account,
  children,
}: {
  readonly account: string;
  readonly children: ComponentChildren;
}) {
  const { accounts = [] } = useAccounts();
  return (
    <div class="box">
      <header class="bar between box-head">
        <Link href={pathOf('box', account, 'folder', '0')} class="box-brand">
          Box <small>in the sandbox</small>
        </Link>
        <label class="row soft">
          <span>Account</span>
          <select
            value={account}
            onChange={(event) => goTo(pathOf('box', event.currentTarget.value, 'folder', '0'))}
          >
            {accounts.map(({ login, name }) => (
              <option key={login} value={login}>
                {name} ({login})
              </option>
            ))}
          </select>
        </label>
      </header>
      <div class="box-body stack">{children}</div>
    </div>
  );
}

export interface Crumb {
  readonly id: string;
  readonly name: string;
}

/** The links to the folders above. */
export function Breadcrumbs({ account, way }: { readonly account: string; readonly way: readonly Crumb[] }) {
  return (
    <nav class="row box-way" aria-label="Folders above">
      {way.map(({ id, name }, index) => (
        <span key={id} class="row">
          {index > 0 && (
            <span class="soft" aria-hidden="true">
              ›
            </span>
          )}
          <Link href={pathOf('box', account, 'folder', id)}>{name}</Link>
        </span>
      ))}
    </nav>
  );
}
