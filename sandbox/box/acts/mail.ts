/** The mailboxes of everyone who has an account or whom Box has mailed. */
import { notFound } from '../errors.ts';
import { plainText } from '../plain-text.ts';
import { ASKING_STATUSES, bounce, presentGroup } from '../sign-status.ts';
import type { BoxState, Mail } from '../state.ts';
import type { Act, ControlHandlers } from './act.ts';

/** A mailbox as the page lists it. */
interface Mailbox {
  readonly address: string;
  readonly name: string | null;
  count: number;
  unread: number;
  /** Whether mail to this address bounces. */
  readonly bounces: boolean;
}

/** Mailboxes of all accounts, of all addresses that bounce and of everyone mailed so far, sorted by address. */
function mailboxesIn(state: BoxState): Mailbox[] {
  const found = new Map<string, Mailbox>();
  const add = (address: string, name: string | null): Mailbox => {
    const box = found.get(address) ?? {
      ...{ address, name, count: 0, unread: 0 },
      bounces: state.bouncing.includes(address),
    };
    found.set(address, box);
    return box;
  };
  for (const user of Object.values(state.users)) add(user.login.toLowerCase(), user.name);
  for (const address of state.bouncing) add(address, null);
  for (const mail of state.mails) {
    const box = add(mail.to, null);
    box.count += 1;
    if (mail.isRead !== true) box.unread += 1;
  }
  return [...found.values()].sort((a, b) => a.address.localeCompare(b.address));
}

/** A mail as the page shows it. */
function mailForPage(state: BoxState, mail: Mail, id: number): Record<string, unknown> {
  const request = state.signRequests[mail.requestId];
  const sender = request === undefined ? undefined : state.users[request.senderId];
  const isAsking = mail.kind === 'invitation' || mail.kind === 'reminder';
  return {
    id,
    kind: mail.kind,
    subject: mail.subject,
    at: mail.at,
    isRead: mail.isRead === true,
    sender: sender?.name ?? 'Box Sign',
    document: request?.name ?? '',
    message: isAsking ? plainText(request?.message ?? '') : '',
    text: isAsking ? '' : mail.text,
    link: mail.link ?? null,
    links: mail.links ?? [],
  };
}

function mailsOf(act: Act): { mail: Mail; id: number }[] {
  const address = act.text('person').toLowerCase();
  return act.state.mails.map((mail, id) => ({ mail, id })).filter(({ mail }) => mail.to === address);
}

/** Makes an address bounce, and reports its unanswered mail as bounced. */
function bounceAll(state: BoxState, address: string, at: number): void {
  state.bouncing.push(address);
  for (const request of Object.values(state.signRequests).filter(({ status }) =>
    ASKING_STATUSES.has(status),
  )) {
    for (const signer of presentGroup(request)) {
      const isHit = signer.email.toLowerCase() === address && !request.bounced.includes(signer.email);
      if (isHit) bounce(state, request, signer, at);
    }
  }
}

export const mailHandlers: ControlHandlers = {
  mails: (act) => ({ mails: mailsOf(act).map(({ mail }) => mail) }),
  'mail/boxes': (act) => ({ boxes: mailboxesIn(act.state) }),
  // The mails are listed newest first, as in mailboxes.
  'mail/list': (act) => ({
    mails: mailsOf(act)
      .reverse()
      .map(({ mail, id }) => mailForPage(act.state, mail, id)),
  }),
  // Switches bouncing on or off for an address. Switching it on also reports earlier unanswered mail as bounced.
  'mail/bounce': (act) => {
    const address = act.text('person').toLowerCase();
    act.state.bouncing = act.state.bouncing.filter((one) => one !== address);
    if (act.body['bounces'] !== false) bounceAll(act.state, address, act.now);
    return {};
  },
  'mail/read': (act) => {
    const found = mailsOf(act).find(({ id }) => id === act.body['id']);
    if (found === undefined) throw notFound();
    found.mail.isRead = true;
    return {};
  },
};
