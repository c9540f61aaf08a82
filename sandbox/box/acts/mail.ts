/** The mailboxes of everybody Box wrote to, with or without an account. */
import { notFound } from '../errors.ts';
import { plainText } from '../plain-text.ts';
import type { BoxState, Mail } from '../state.ts';
import type { Act, Acts } from './act.ts';

interface Box {
  readonly address: string;
  readonly name: string | null;
  count: number;
  unread: number;
}

function boxes(state: BoxState): Box[] {
  const found = new Map<string, Box>();
  const add = (address: string, name: string | null): Box => {
    const box = found.get(address) ?? { address, name, count: 0, unread: 0 };
    found.set(address, box);
    return box;
  };
  for (const user of Object.values(state.users)) add(user.login.toLowerCase(), user.name);
  for (const mail of state.mails) {
    const box = add(mail.to, null);
    box.count += 1;
    if (mail.isRead !== true) box.unread += 1;
  }
  return [...found.values()].sort((a, b) => a.address.localeCompare(b.address));
}

function shown(state: BoxState, mail: Mail, id: number): Record<string, unknown> {
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

export const mailActs: Acts = {
  mails: (act) => ({ mails: mailsOf(act).map(({ mail }) => mail) }),
  'mail/boxes': (act) => ({ boxes: boxes(act.state) }),
  // Newest first, as mailboxes are.
  'mail/list': (act) => ({
    mails: mailsOf(act)
      .reverse()
      .map(({ mail, id }) => shown(act.state, mail, id)),
  }),
  'mail/read': (act) => {
    const found = mailsOf(act).find(({ id }) => id === act.body['id']);
    if (found === undefined) throw notFound();
    found.mail.isRead = true;
    return {};
  },
};
