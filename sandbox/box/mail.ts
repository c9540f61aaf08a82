/**
 * The mails that Box Sign sends, stored per address instead of being sent. Says briefly what Box's mails say. Callers
 * decide who gets one; here only signers whose mail was switched off are left out.
 */
import { canSeeFile } from './items.ts';
import { type BoxState, type Mail, type Signer, type StoredSignRequest, userByLogin } from './state.ts';

/** The address of the page on which one signer reads and signs; anyone who has the address can sign. */
export function signingLink(request: StoredSignRequest, signer: Signer): string {
  return `https://app.box.com/sign/document/${request.id}/${signer.linkToken}`;
}

function senderOf(state: BoxState, request: StoredSignRequest): { name: string; login: string } {
  return state.users[request.senderId] ?? { name: 'Box Sign', login: 'noreply@sign.box.com' };
}

/** Asks one signer to sign, unless their mail was switched off; `kind` `reminder` asks again. */
export function mailSigner(
  state: BoxState,
  request: StoredSignRequest,
  signer: Signer,
  kind: 'invitation' | 'reminder',
  at: number,
): void {
  if (isSilent(signer)) return;
  const sender = senderOf(state, request);
  const asked = request.given['email_subject'];
  const subject =
    typeof asked === 'string' && asked !== ''
      ? asked
      : `${sender.name} requests your signature: ${request.name}`;
  const link = signingLink(request, signer);
  const message = request.message ?? '';
  state.mails.push({
    to: signer.email.toLowerCase(),
    kind,
    requestId: request.id,
    subject: kind === 'reminder' ? `Reminder: ${subject}` : subject,
    text: `${sender.name} (${sender.login}) asks you to sign ${request.name}.\n${message}\n${link}`,
    link,
    at,
  });
}

/** Whether Box sends the signer no mail: by its guide only when mail is suppressed and the signer has an embed URL. */
export function isSilent(signer: Signer): boolean {
  const external = signer.given['embed_url_external_user_id'];
  return signer.given['suppress_notifications'] === true && typeof external === 'string';
}

/** Addresses of signers who get no mail. The sender is never among them. */
function silentAddresses(state: BoxState, request: StoredSignRequest): ReadonlySet<string> {
  const addresses = new Set(request.signers.filter(isSilent).map(({ email }) => email.toLowerCase()));
  addresses.delete(senderOf(state, request).login.toLowerCase());
  return addresses;
}

/**
 * Links to the signed document for people who have it in their account, to the signing page for other signers; none
 * for anyone else.
 */
function resultLinks(
  state: BoxState,
  request: StoredSignRequest,
  address: string,
): NonNullable<Mail['links']> {
  const user = userByLogin(state, address);
  const ids = [...request.signFileIds, ...(request.logFileId === null ? [] : [request.logFileId])];
  if (user !== undefined && ids.every((id) => canSeeFile(state, id, user))) {
    return ids.map((id) => ({
      title: state.files[id]?.name ?? '',
      url: `https://app.box.com/file/${id}`,
    }));
  }
  const signer = request.signers.find((one) => one.email.toLowerCase() === address);
  return signer === undefined ? [] : [{ title: request.name, url: signingLink(request, signer) }];
}

const OUTCOME_TEXT = {
  completed: (name: string) => `${name} is complete: everyone has signed.`,
  declined: (name: string, info: string) => `${name} was declined: ${info}`,
  cancelled: (name: string, info: string) => `${name} was cancelled. ${info}`,
  expired: (name: string) => `${name} has expired.`,
  bounced: (name: string, info: string) => `Mail for ${name} to ${info} came back.`,
};

/** Sends each address one mail about how a request ended (or that mail bounced); signers without mail get none. */
export function mailOutcome(
  state: BoxState,
  request: StoredSignRequest,
  kind: keyof typeof OUTCOME_TEXT,
  about: { to: readonly string[]; info?: string; at: number },
): void {
  const text = OUTCOME_TEXT[kind](request.name, about.info ?? '');
  const silent = silentAddresses(state, request);
  for (const to of new Set(about.to.map((address) => address.toLowerCase()))) {
    if (silent.has(to)) continue;
    const mail: Mail = {
      to,
      kind,
      requestId: request.id,
      subject: `${request.name}: ${kind}`,
      text,
      at: about.at,
      ...(kind === 'completed' ? { links: resultLinks(state, request, to) } : {}),
    };
    state.mails.push(mail);
  }
}
