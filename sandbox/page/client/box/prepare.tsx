/** The page on which a sender looks at what goes out, and sends it. */
import { useState } from 'preact/hooks';
import { atBox, bytesAtBox, Refused } from '../doors.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { PdfPages } from './pdf.tsx';

interface Prepared {
  readonly name: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
}

export interface PreparePageProps {
  readonly requestId: string;
  readonly token: string;
  /** The sender's account. */
  readonly person: string;
}

export function PreparePage({ requestId, token, person }: PreparePageProps) {
  const url = `https://app.box.com/sign/prepare/${requestId}?token=${token}`;
  const [isSent, setSent] = useState(false);
  const { value, error } = useLive('box', url, () => atBox<Prepared>('prepare/open', { person, url }));
  if (isSent) {
    return (
      <section class="nothing" role="status">
        <h1>Sent</h1>
        <p>Box mails the signers now.</p>
        <p>
          <Link href="/slack">Back to Slack</Link>
        </p>
      </section>
    );
  }
  if (value === undefined) {
    const isEarly = error instanceof Refused && error.code === 'still_converting';
    if (error === null || isEarly) return <p class="waiting">Box is converting the document…</p>;
    return <p class="nothing">{error.message}</p>;
  }
  return (
    <div class="prepare">
      <h1>{value.name}</h1>
      <button
        type="button"
        onClick={() => void atBox('prepare/send', { person, url }).then(() => setSent(true))}
      >
        Send
      </button>
      {value.files.map(({ id, name }) => (
        <PdfPages key={id} of={id} name={name} read={() => bytesAtBox('download', { person, fileId: id })} />
      ))}
    </div>
  );
}
