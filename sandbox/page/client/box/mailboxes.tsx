/** The mail that Box sent, in a mailbox for each address. Text that people wrote is shown as plain text. */
import { useState } from 'preact/hooks';
import { pathOf } from '../addresses.ts';
import { boxAct } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { type Mail, MailMessage } from './mail-message.tsx';
import { useClock } from './now.ts';
import { formatCount, formatTime } from './words.ts';

interface Mailbox {
  readonly address: string;
  readonly name: string | null;
  readonly count: number;
  readonly unread: number;
  /** Whether mail to the address bounces. */
  readonly bounces: boolean;
}

export function Mailboxes({ parts }: { readonly parts: readonly string[] }) {
  const [address = '', mailId = ''] = parts;
  const { value, error } = useLive('box', 'mailboxes', () => boxAct<{ boxes: Mailbox[] }>('mail/boxes', {}));
  if (value === undefined) {
    return error ? <p class="notice error">{error.message}</p> : <p class="waiting">Opening…</p>;
  }
  const shows = mailId !== '' ? 'mail' : address !== '' ? 'list' : 'boxes';
  return (
    <div class={`mail shows-${shows}`}>
      <nav class="mail-boxes" aria-label="Mailboxes">
        <h1>Mail</h1>
        {value.boxes.length === 0 && <p class="soft">Box has written to nobody yet.</p>}
        {value.boxes.map((box) => (
          <Link
            key={box.address}
            class="entry"
            href={pathOf('mail', box.address)}
            isCurrent={box.address === address}
          >
            <span class="cut" title={box.address}>
              {box.address}
            </span>
            {box.unread > 0 && (
              <span class="count">
                {box.unread}
                <span class="unseen"> unread</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      {address === '' ? (
        <p class="nothing">Choose whose mail to read. Box writes here when somebody is asked to sign.</p>
      ) : (
        <MailboxContent
          key={address}
          address={address}
          bounces={value.boxes.some((box) => box.address === address && box.bounces)}
          mailId={mailId}
        />
      )}
    </div>
  );
}

const kinds: Readonly<Record<string, string>> = {
  invitation: 'Please sign',
  reminder: 'Reminder',
  completed: 'Completed',
  declined: 'Declined',
  cancelled: 'Cancelled',
  expired: 'Expired',
  bounced: 'Came back',
};

interface MailboxContentProps {
  readonly address: string;
  readonly bounces: boolean;
  readonly mailId: string;
}

function MailboxContent({ address, bounces, mailId }: MailboxContentProps) {
  const clock = useClock(address);
  const { value, error } = useLive('box', address, () =>
    boxAct<{ mails: Mail[] }>('mail/list', { person: address }),
  );
  if (value === undefined) {
    return error ? <p class="notice error">{error.message}</p> : <p class="waiting">Opening…</p>;
  }
  const open = value.mails.find(({ id }) => String(id) === mailId);
  return (
    <>
      <section class="mail-list" aria-label={`Mail to ${address}`}>
        <header class="row">
          <Link href="/mail" class="to-boxes">
            Mailboxes
          </Link>
          <h2 class="cut" title={address}>
            {address}
          </h2>
          <span class="soft">{formatCount(value.mails.length, 'mail')}</span>
          <Bouncing address={address} bounces={bounces} />
        </header>
        {value.mails.length === 0 && <p class="nothing">No mail yet.</p>}
        <ul class="list" aria-live="polite">
          {value.mails.map((mail) => (
            <li key={mail.id}>
              <Link href={pathOf('mail', address, String(mail.id))} isCurrent={mail === open}>
                <span class={`tag tag-${mail.kind}`}>{kinds[mail.kind] ?? mail.kind}</span>
                {mail.isRead ? <span>{mail.subject}</span> : <strong>{mail.subject}</strong>}
                <small>{formatTime(mail.at, clock)}</small>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      {open ? (
        <MailMessage key={open.id} mail={open} address={address} />
      ) : (
        <p class="mail-none soft">{value.mails.length > 0 && 'Choose a mail to read it.'}</p>
      )}
    </>
  );
}

/** The switch that makes mail to an address bounce, including earlier unanswered mail. */
function Bouncing({ address, bounces }: { readonly address: string; readonly bounces: boolean }) {
  const [problem, setProblem] = useState<string | null>(null);
  const turn = (): void => {
    boxAct('mail/bounce', { person: address, bounces: !bounces }).then(
      () => setProblem(null),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <>
      <button type="button" aria-pressed={bounces} onClick={turn}>
        Mail bounces
      </button>
      <small class="soft">
        The app learns of it only with <code>--webhooks</code>.
      </small>
      {problem && <span role="alert">{problem}</span>}
    </>
  );
}
