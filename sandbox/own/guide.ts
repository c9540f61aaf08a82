/**
 * Which step of the first story comes next, read off Slack's and Box's state alone: whoever did the step before,
 * and however, the guide knows. Says what, not in which words.
 */
import type { SandboxBox } from '../box/server.ts';
import type { BoxState, StoredSignRequest } from '../box/state.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../slack/json.ts';
import type { SlackState } from '../slack/state.ts';
import { connectionsAt } from './connections.ts';

export type GuideStep =
  /** Nothing was asked yet, or the last request came to another end than a signature. */
  | {
      readonly step: 'type';
      readonly documentUrl: string;
      readonly signer: string;
      /** A window that is no step is open over the place where Ana types. */
      readonly isCovered: boolean;
    }
  /** The form is open before Ana; it wants a document as long as she has opened it without naming one. */
  | {
      readonly step: 'form';
      readonly wants: { readonly documentUrl: string; readonly signer: string } | null;
    }
  /** What would go out without fields is shown to Ana once more. */
  | { readonly step: 'check' }
  /** Box turns the document into what can be signed. */
  | { readonly step: 'wait' }
  /** Ana places the fields. */
  | { readonly step: 'place' }
  /** Somebody has mail; with the token in the address of their own signing page. */
  | { readonly step: 'sign'; readonly signer: string; readonly token: string }
  /** All have signed; the card learns it when it is told to ask. */
  | {
      readonly step: 'look';
      readonly isOnCard: boolean;
      /** Something is still open over the card. */
      readonly isCovered: boolean;
    }
  /** Nothing of the story can go on: Ana's own account at Box was connected and is not any more. */
  | { readonly step: 'connect' };

/** The app's names of the modals that belong to the first story. Others, such as its list, are no step. */
const modals = { form: 'create', check: 'check', wait: 'working' };

const requester = 'ana@acme.com';
export const firstSigner = 'bo@client.com';

/** @param documentUrl of the document to try first. */
export function guideStep(slack: SlackState, box: SandboxBox, documentUrl: string, now: number): GuideStep {
  const step = stepOfStory(slack, box.state, documentUrl);
  const needsBox = step.step === 'type' || step.step === 'form' || (step.step === 'look' && !step.isOnCard);
  return needsBox && isCutOff(box, now) ? { step: 'connect' } : step;
}

/** Before she was ever connected the sandbox is about to do it. */
function isCutOff(box: SandboxBox, now: number): boolean {
  return connectionsAt(box, now).some(({ login, state }) => login === requester && state === 'over');
}

function stepOfStory(slack: SlackState, box: BoxState, documentUrl: string): GuideStep {
  const open = openBefore(slack);
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
  const request = newestOf(box);
  switch (request?.status) {
    case 'converting':
      return { step: 'wait' };
    case 'created':
      return request.preparation ? { step: 'place' } : { step: 'wait' };
    case 'sent':
    case 'viewed':
    case 'downloaded':
      return { step: 'sign', ...nextSigner(request) };
    case 'finalizing':
    case 'signed':
      return { step: 'look', isOnCard: isOnCard(slack, request), isCovered: open !== undefined };
    default:
      return { step: 'type', documentUrl, signer: firstSigner, isCovered: open !== undefined };
  }
}

/** The modal that Ana has before her, as the app sent it. */
function openBefore({ users, stacks, views }: SlackState): JsonObject | undefined {
  const ana = Object.values(users).find(({ handle }) => handle === 'ana');
  return views[stacks[ana?.id ?? '']?.at(-1) ?? '']?.content;
}

/** The document is what the form asks for first. */
function namesDocument(form: JsonObject): boolean {
  const [first] = objectsAt(form, 'blocks').filter((block) => block['type'] === 'input');
  return first !== undefined && textAt(objectAt(first, 'element') ?? {}, 'initial_value') !== '';
}

function isOnCard({ messages }: SlackState, { signFileIds }: StoredSignRequest): boolean {
  const links = signFileIds.map((id) => `/file/${id}`);
  return messages.some(({ blocks }) => links.some((link) => JSON.stringify(blocks).includes(link)));
}

function newestOf({ users, signRequests }: BoxState): StoredSignRequest | undefined {
  return Object.values(signRequests)
    .filter(({ senderId, odd }) => odd === null && users[senderId]?.login === requester)
    .reduce<StoredSignRequest | undefined>(
      (newest, request) => (newest && newest.createdAt > request.createdAt ? newest : request),
      undefined,
    );
}

/** Who was mailed and has not decided yet. */
function nextSigner({ signers }: StoredSignRequest): { readonly signer: string; readonly token: string } {
  const next = signers.find(({ mailedAt, decision }) => mailedAt !== null && decision === null);
  return { signer: next?.email ?? firstSigner, token: next?.linkToken ?? '' };
}
