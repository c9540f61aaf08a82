/** One mail of Box Sign. Opening it marks it as read. */
import { useEffect } from 'preact/hooks';
import { linkTarget, pathOf } from '../addresses.ts';
import { boxAct } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useClock } from './now.ts';
import { formatTime } from './words.ts';

export interface Mail {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly at: number;
  readonly isRead: boolean;
  readonly sender: string;
  readonly document: string;
  /** The sender's own message, in invitations and reminders. */
  readonly message: string;
  /** Box's own text, in all other mails. */
  readonly text: string;
  readonly link: string | null;
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

export function MailMessage({ mail, address }: { readonly mail: Mail; readonly address: string }) {
  const clock = useClock(address);
  useEffect(() => {
    // A mail that could not be marked as read stays bold; the person need not be told.
    if (!mail.isRead) boxAct('mail/read', { person: address, id: mail.id }).catch(() => undefined);
  }, [mail.id, mail.isRead, address]);
  return (
    <article aria-label={mail.subject}>
      <Link href={pathOf('mail', address)} class="to-list">
        {address}
      </Link>
      <h2>{mail.subject}</h2>
      <p class="soft">
        Box Sign, to {address}, {formatTime(mail.at, clock)}
      </p>
      <div class="card letter">
        {mail.link === null ? <p>{mail.text}</p> : <Asking mail={mail} link={mail.link} />}
        {mail.links.length > 0 && (
          <ul>
            {mail.links.map(({ title, url }) => (
              <li key={url}>
                <Link href={linkTarget(url).href}>{title}</Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

/** A mail that asks for a signature. */
function Asking({ mail, link }: { readonly mail: Mail; readonly link: string }) {
  return (
    <>
      <p>
        <strong>{mail.sender}</strong> asks you to sign
      </p>
      <h3>{mail.document}</h3>
      {mail.message !== '' && <blockquote>{mail.message}</blockquote>}
      <p>
        <Link href={linkTarget(link).href} class="button main">
          Review and sign
        </Link>
      </p>
      <p class="soft">This link is just for you: anyone who has it can sign in your name.</p>
    </>
  );
}
