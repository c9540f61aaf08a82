/** The page of a prepare URL: waits for the conversion, lets the sender place fields, and says when it is sent. */
import { useRef, useState } from 'preact/hooks';
import { pathOf } from '../addresses.ts';
import { boxAct, Refused } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { PrepareDesk, type PreparedRequest } from './prepare-desk.tsx';

export interface PreparePageProps {
  readonly requestId: string;
  readonly token: string;
  /** Login of the sender's account. */
  readonly senderLogin: string;
}

export function PreparePage({ requestId, token, senderLogin }: PreparePageProps) {
  const url = `https://app.box.com/sign/document/${requestId}/${token}/prepare_doc/`;
  const [isSent, setSent] = useState(false);
  // The request as it was when the page opened. Fields that are placed later are saved in Box, not here.
  const opened = useRef<PreparedRequest | undefined>(undefined);
  const isSending = useRef(false);
  const { value, error } = useLive('box', url, async () => {
    // While the request is being sent, the page can no longer be opened; the sender need not be told.
    if (isSending.current && opened.current) return opened.current;
    return boxAct<PreparedRequest>('prepare/open', { person: senderLogin, url });
  });
  opened.current ??= value;
  const request = opened.current;
  if (isSent) return <Sent signers={request?.asked ?? []} />;
  const isEarly = error instanceof Refused && error.code === 'still_converting';
  if (isEarly) return <p class="waiting">Box is converting the document…</p>;
  if (error) return <Closed error={error} />;
  if (request === undefined) return <p class="waiting">Opening…</p>;
  return (
    <div class="signing">
      <header class="bar">
        <div>
          <h1 title={request.name}>Prepare {request.name}</h1>
          <p class="soft">Place a field where each person signs, then send it. You are {senderLogin}.</p>
        </div>
      </header>
      <PrepareDesk
        request={request}
        access={{ person: senderLogin, url }}
        onSending={(isOn) => {
          isSending.current = isOn;
        }}
        onSent={() => setSent(true)}
      />
    </div>
  );
}

function Sent({ signers }: { readonly signers: readonly string[] }) {
  return (
    <section class="card alone" role="status">
      <h1>Sent</h1>
      <p>Box mails the signers. The card in Slack follows by itself.</p>
      <div class="row">
        <Link href="/slack" class="button main">
          Back to Slack
        </Link>
        {signers[0] !== undefined && <Link href={pathOf('mail', signers[0])}>Mail of {signers[0]}</Link>}
      </div>
    </section>
  );
}

/** Why a request cannot be prepared, by the code of the refusal; for other codes Box's own sentence is shown. */
const whyClosed: Readonly<Record<string, string>> = {
  not_in_preparation: 'This request has been sent or is over.',
  not_converted: 'Box could not turn the document into one that can be signed. Nobody has been mailed.',
};

function Closed({ error }: { readonly error: Error }) {
  const known = error instanceof Refused ? whyClosed[error.code] : undefined;
  return (
    <section class="nothing">
      <h1>Nothing to prepare here</h1>
      <p>{known ?? error.message}</p>
      <p>
        <Link href="/slack">Back to Slack</Link>
      </p>
    </section>
  );
}
