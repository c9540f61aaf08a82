/**
 * Which step of the first story comes next, read off Slack's and Box's state alone: whoever did the step before,
 * and however, the guide knows. Says what, not in which words.
 */
import type { BoxState, StoredSignRequest } from '../box/state.ts';
import type { SlackState } from '../slack/state.ts';

export type GuideStep =
  /** Nothing was asked yet, or the last request came to another end than a signature. */
  | { readonly step: 'type'; readonly documentUrl: string; readonly signer: string }
  /** The form is open before Ana. */
  | { readonly step: 'form' }
  /** Box turns the document into what can be signed. */
  | { readonly step: 'wait' }
  /** Ana places the fields. */
  | { readonly step: 'place' }
  /** Somebody has mail. */
  | { readonly step: 'sign'; readonly signer: string }
  /** All have signed. */
  | { readonly step: 'look' };

export const firstSigner = 'bo@client.com';

/** @param documentUrl of the document to try first. */
export function guideStep(slack: SlackState, box: BoxState, documentUrl: string): GuideStep {
  if (hasForm(slack)) return { step: 'form' };
  const request = newestOf(box);
  switch (request?.status) {
    case 'converting':
      return { step: 'wait' };
    case 'created':
      return request.preparation ? { step: 'place' } : { step: 'wait' };
    case 'sent':
    case 'viewed':
    case 'downloaded':
      return { step: 'sign', signer: nextSigner(request) };
    case 'finalizing':
    case 'signed':
      return { step: 'look' };
    default:
      return { step: 'type', documentUrl, signer: firstSigner };
  }
}

/** Ana has something open that she can submit; a view that only shows is no step. */
function hasForm({ users, stacks, views }: SlackState): boolean {
  const ana = Object.values(users).find(({ handle }) => handle === 'ana');
  const top = stacks[ana?.id ?? '']?.at(-1);
  return views[top ?? '']?.content['submit'] !== undefined;
}

function newestOf({ users, signRequests }: BoxState): StoredSignRequest | undefined {
  return Object.values(signRequests)
    .filter(({ senderId, odd }) => odd === null && users[senderId]?.login === 'ana@acme.com')
    .reduce<StoredSignRequest | undefined>(
      (newest, request) => (newest && newest.createdAt > request.createdAt ? newest : request),
      undefined,
    );
}

/** Who was mailed and has not decided yet. */
function nextSigner({ signers }: StoredSignRequest): string {
  return (
    signers.find(({ mailedAt, decision }) => mailedAt !== null && decision === null)?.email ?? firstSigner
  );
}
