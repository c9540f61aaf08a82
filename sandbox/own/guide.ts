/**
 * Which step of the guided first request comes next, derived only from Slack's and Box's state, so it does not matter
 * who did the previous step, or how. Decides the step only; its words are in the page's `guide-words.ts`.
 */
import { hasItsFiles } from '../box/levels.ts';
import { isSilent } from '../box/mail.ts';
import type { SandboxBox } from '../box/server.ts';
import { presentGroup } from '../box/sign-status.ts';
import type { BoxState, Signer, StoredSignRequest } from '../box/state.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../slack/json.ts';
import type { SlackState } from '../slack/state.ts';
import { connectionsAt } from './connections.ts';

/** A signer whose turn it is. */
export interface SignerOnTurn {
  readonly email: string;
  /** The secret part of the link to their signing page. */
  readonly token: string;
  /** The handle of a signer who signs in Slack and gets no email; null: the signer has an email from Box. */
  readonly slackHandle: string | null;
}

/** A step of the guide, with what its text needs. */
export type GuideStep =
  /** Nothing was requested yet, or Box failed with the last request. */
  | {
      readonly step: 'type';
      readonly documentUrl: string;
      readonly signer: string;
      /** Whether a modal that belongs to no step covers the field where Ana types. */
      readonly isCovered: boolean;
    }
  /** The form is open on Ana's screen. `wants`: what she should enter; null when she opened it with a document. */
  | {
      readonly step: 'form';
      readonly wants: { readonly documentUrl: string; readonly signer: string } | null;
    }
  /** A request without fields is shown to Ana for checking. */
  | { readonly step: 'check' }
  /** Nobody has to act: the app or Box is at work, such as when Box converts the document. */
  | { readonly step: 'wait' }
  /** Ana places the fields in Box. */
  | { readonly step: 'place' }
  /** The signers whose turn it is can sign: Box has mailed them, or they sign in Slack. */
  | {
      readonly step: 'sign';
      readonly signers: readonly SignerOnTurn[];
      /** Whether the app can read the request to update the card. */
      readonly cardFollows: boolean;
    }
  /** No signer whose turn it is can sign, because the email to this address bounced. */
  | { readonly step: 'bounced'; readonly email: string }
  /** All have signed; the card shows that, or soon will. */
  | {
      readonly step: 'look';
      readonly documentUrl: string;
      /** Whether the card links to the signed copy already. */
      readonly isOnCard: boolean;
      /** Whether a modal still covers the card. */
      readonly isCovered: boolean;
    }
  /** The newest request ended before all had signed. */
  | {
      readonly step: 'ended';
      readonly how: 'declined' | 'cancelled' | 'expired';
      readonly documentUrl: string;
      readonly signer: string;
    }
  /** The guide cannot continue: Ana's own Box account was connected and no longer is. */
  | { readonly step: 'connect' };

/** The callback ids of the modals that are steps of the guide. Others, such as the app's list, are not. */
const modals = { form: 'create', check: 'check', wait: 'working' };

const requester = 'ana@acme.com';
export const firstSigner = 'bo@client.com';

/** The step of the guide that comes next. @param documentUrl the URL of the document to try first */
export function guideStep(slack: SlackState, box: SandboxBox, documentUrl: string, now: number): GuideStep {
  const step = stepWhenConnected(slack, box.state, documentUrl);
  if (!isDisconnected(box, now)) return step;
  if (step.step === 'sign') return { ...step, cardFollows: false };
  // Not the form: it covers the field where Ana would type, and offers to connect by itself.
  const isUnseen = step.step === 'look' && !step.isOnCard;
  const needsBox = step.step === 'type' || step.step === 'bounced' || isUnseen;
  return needsBox ? { step: 'connect' } : step;
}

/** Whether the requester was connected and no longer is. False before the first connection, which the sandbox makes. */
function isDisconnected(box: SandboxBox, now: number): boolean {
  return connectionsAt(box, now).some(({ login, state }) => login === requester && state === 'over');
}

/** The step of the guide, for a requester who is connected. */
function stepWhenConnected(slack: SlackState, box: BoxState, documentUrl: string): GuideStep {
  const open = topModalOfAna(slack);
  switch (open && textAt(open, 'callback_id')) {
    case modals.form:
      return {
        step: 'form',
        wants: open && namesDocument(open) ? null : { documentUrl, signer: firstSigner },
      };
    case modals.check:
      return { step: 'check' };
    case modals.wait:
      return { step: 'wait' };
  }
  const request = newestRequest(box);
  switch (request?.status) {
    case 'converting':
      return { step: 'wait' };
    case 'created':
      return request.preparation ? { step: 'place' } : { step: 'wait' };
    case 'sent':
    case 'viewed':
    case 'downloaded':
      return stepOfSigners(slack, box, request);
    case 'finalizing':
    case 'signed':
      return { step: 'look', documentUrl, isOnCard: isOnCard(slack, request), isCovered: open !== undefined };
    case 'declined':
    case 'cancelled':
    case 'expired':
      return { step: 'ended', how: request.status, documentUrl, signer: firstSigner };
    default:
      return { step: 'type', documentUrl, signer: firstSigner, isCovered: open !== undefined };
  }
}

/** The modal on top of Ana's screen, as the app sent it; undefined: none is open. */
function topModalOfAna({ users, stacks, views }: SlackState): JsonObject | undefined {
  const ana = Object.values(users).find(({ handle }) => handle === 'ana');
  return views[stacks[ana?.id ?? '']?.at(-1) ?? '']?.content;
}

/** Whether the app filled in the form's first field, the document. */
function namesDocument(form: JsonObject): boolean {
  const [first] = objectsAt(form, 'blocks').filter((block) => block['type'] === 'input');
  return first !== undefined && textAt(objectAt(first, 'element') ?? {}, 'initial_value') !== '';
}

/** Whether any message links to one of the request's signed files. */
function isOnCard({ messages }: SlackState, { signFileIds }: StoredSignRequest): boolean {
  const links = signFileIds.map((id) => `/file/${id}`);
  return messages.some(({ blocks }) => links.some((link) => JSON.stringify(blocks).includes(link)));
}

/**
 * The requester's newest request; undefined: none. Entries that break Box's schema on purpose do not count, nor do
 * requests that vanished with their files.
 */
function newestRequest(box: BoxState): StoredSignRequest | undefined {
  return Object.values(box.signRequests)
    .filter(
      (one) => one.odd === null && box.users[one.senderId]?.login === requester && hasItsFiles(box, one),
    )
    .reduce<StoredSignRequest | undefined>(
      (newest, request) => (newest && newest.createdAt > request.createdAt ? newest : request),
      undefined,
    );
}

/** The step of a request that waits for signers: who can sign now, or whose email bounced. */
function stepOfSigners(slack: SlackState, box: BoxState, request: StoredSignRequest): GuideStep {
  const asked = presentGroup(request).filter(({ mailedAt }) => mailedAt !== null);
  const signers = asked.flatMap((signer): SignerOnTurn[] => {
    const slackHandle = isSilent(signer) ? handleOf(slack, signer.email) : null;
    const canBeSent = slackHandle !== null || hasMail(box, request, signer);
    return canBeSent ? [{ email: signer.email, token: signer.linkToken, slackHandle }] : [];
  });
  if (signers.length > 0) return { step: 'sign', signers, cardFollows: true };
  const bounced = asked.find(({ email }) => request.bounced.includes(email));
  return bounced ? { step: 'bounced', email: bounced.email } : { step: 'wait' };
}

/** Whether the signer has an email that asks them to sign. */
function hasMail({ mails, bouncing }: BoxState, { id }: StoredSignRequest, { email }: Signer): boolean {
  const address = email.toLowerCase();
  // Mail that bounced later is still in the sandbox's mailbox, but counts as not arrived.
  if (bouncing.includes(address)) return false;
  return mails.some(({ to, requestId, link }) => to === address && requestId === id && link !== undefined);
}

/** The handle of the person in Slack with this address; null: nobody. */
function handleOf({ users }: SlackState, address: string): string | null {
  const person = Object.values(users).find(
    ({ email, deleted }) => !deleted && email?.toLowerCase() === address.toLowerCase(),
  );
  return person?.handle ?? null;
}
