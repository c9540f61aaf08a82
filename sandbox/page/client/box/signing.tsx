/** The page that a signer's link opens: read the document, sign it, or decline. Nobody needs an account for it. */
import { useEffect, useState } from 'preact/hooks';
import { linkTarget } from '../addresses.ts';
import { boxAct, boxBytes, Refused } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { Download } from './download.tsx';
import type { Field } from './field-words.ts';
import { PasswordForm } from './password-form.tsx';
import { PdfPages } from './pdf.tsx';
import { SigningDesk } from './signing-desk.tsx';

/** What the signing page shows of a request. */
export interface SigningView {
  readonly needsPassword: false;
  readonly name: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly message: string | null;
  readonly status: string;
  readonly turn: 'yours' | 'signed' | 'declined' | 'closed' | 'reader' | 'forwarded';
  /** The next person who signs on this screen; null: nobody. */
  readonly next: { readonly email: string; readonly link: string } | null;
  readonly email: string;
  readonly role: string;
  readonly sender: { readonly name: string; readonly login: string };
  readonly takesTypedNames: boolean;
  readonly fields: readonly Field[];
  readonly others: readonly {
    readonly email: string;
    readonly role: string;
    readonly decision: string | null;
  }[];
}

/** Parameters that every act of this signer sends. */
export interface SigningAccess {
  readonly link: string;
  readonly password?: string;
}

export function SigningPage({ requestId, token }: { readonly requestId: string; readonly token: string }) {
  const [password, setPassword] = useState<string | null>(null);
  const link = `https://app.box.com/sign/document/${requestId}/${token}`;
  const key: SigningAccess = password === null ? { link } : { link, password };
  const { value, error, refresh } = useLive('box', `${link} ${password ?? ''}`, () =>
    boxAct<SigningView | { needsPassword: true }>('sign/look', key),
  );
  const isWrong = error instanceof Refused && error.code === 'password_required';
  if (isWrong || value?.needsPassword) return <PasswordForm isWrong={isWrong} onPassword={setPassword} />;
  if (value === undefined) {
    if (error === null) return <p class="waiting">Opening…</p>;
    return (
      <section class="nothing">
        <h1>This link does not work</h1>
        <p>{error.message}</p>
      </section>
    );
  }
  return <Opened view={value} access={key} onChanged={refresh} />;
}

interface OpenedProps {
  readonly view: SigningView;
  readonly access: SigningAccess;
  readonly onChanged: () => Promise<void>;
}

function Opened({ view, access, onChanged }: OpenedProps) {
  const isTurn = view.turn === 'yours';
  // The opening is reported, because Box tells the sender who has opened the document.
  useEffect(() => {
    // A refusal is ignored: when it is no longer the signer's turn, the page's next reading says so.
    if (isTurn) boxAct('sign/view', access).catch(() => undefined);
  }, [isTurn]);
  return (
    <div class="signing">
      <header class="bar">
        <div>
          <h1 title={view.name}>{view.name}</h1>
          <p class="soft">
            from {view.sender.name} ({view.sender.login}) to {view.email}
          </p>
        </div>
      </header>
      {isTurn ? (
        <SigningDesk view={view} access={access} onChanged={onChanged} />
      ) : (
        <Outcome view={view} access={access} />
      )}
    </div>
  );
}

const END_SENTENCES: Readonly<Record<string, string>> = {
  cancelled: 'The sender has cancelled this request.',
  declined: 'A signer declined, so the others can no longer sign.',
  expired: 'This request has expired.',
  signed: 'Everyone has signed.',
};

function wordsOf({ turn, status, role }: SigningView): { title: string; text: string } {
  const rest =
    status === 'signed'
      ? 'Everyone has signed. The signed copy has been emailed to everyone.'
      : (END_SENTENCES[status] ?? 'When everyone has signed, you will get the signed copy by email.');
  if (turn === 'signed')
    return { title: role === 'approver' ? 'You have approved' : 'You have signed', text: rest };
  if (turn === 'declined') return { title: 'You have declined', text: 'The sender has been notified.' };
  if (turn === 'forwarded')
    return { title: 'You have passed it on', text: 'Someone else has been asked instead of you.' };
  if (turn === 'reader') return { title: 'Nothing to sign', text: rest };
  return {
    title: 'Nothing to sign now',
    text: END_SENTENCES[status] ?? 'Others sign before you. Box will email you when it is your turn.',
  };
}

function Outcome({ view, access }: { readonly view: SigningView; readonly access: SigningAccess }) {
  const { title, text } = wordsOf(view);
  const isReadable = view.turn === 'signed' || view.turn === 'declined' || view.status === 'signed';
  const read = (fileId: string): Promise<Uint8Array> => boxBytes('sign/document', { ...access, fileId });
  const download = async (fileId: string): Promise<Uint8Array> => {
    const bytes = await read(fileId);
    // Box records the download in the enterprise's events.
    await boxAct('sign/downloaded', access);
    return bytes;
  };
  return (
    <>
      <section class="card alone" role="status">
        <h2>{title}</h2>
        <p>{text}</p>
        {view.next && (
          <p>
            <Link href={linkTarget(view.next.link).href}>Next on this screen: {view.next.email}</Link>
          </p>
        )}
      </section>
      {isReadable &&
        view.files.map(({ id, name }) => (
          <section key={id} class="stack signed-file" aria-label={name}>
            <Download title={`Download ${name}`} name={name} read={() => download(id)} />
            <PdfPages of={`${id} ${view.turn} ${view.status}`} name={name} read={() => read(id)} />
          </section>
        ))}
    </>
  );
}
