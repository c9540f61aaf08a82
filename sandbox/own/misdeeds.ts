/**
 * The failures of Slack and Box that can be chosen on the page, under the names that the page shows. Each is one of
 * the services' own faults, and all of them have been seen with the real Slack and Box.
 */
import type { Fault } from '../box/faults.ts';
import type { PlannedFault } from '../slack/faults.ts';

interface Named {
  readonly id: string;
  readonly title: string;
}

/** A fault that can be chosen on the page. */
export type Misdeed = Named &
  (
    | { readonly service: 'Slack'; readonly fault: PlannedFault }
    | { readonly service: 'Box'; readonly fault: Fault }
  );

const createCall = { method: 'POST', path: /^\/2\.0\/sign_requests$/ };
const anyApi = /^\/(?:2\.0|api)\//;

export const misdeeds: readonly Misdeed[] = [
  {
    id: 'slack-busy',
    service: 'Slack',
    title: 'Slack is busy: refuses the call (429), try again in 3 seconds',
    fault: { kind: 'ratelimit', retryAfterSeconds: 3 },
  },
  {
    id: 'slack-broken',
    service: 'Slack',
    title: 'Slack is broken: fails the call (500), nothing happens',
    fault: { kind: 'status', status: 500 },
  },
  {
    id: 'slack-silent',
    service: 'Slack',
    title: 'Slack cuts the connection before anything happens',
    fault: { kind: 'drop-before' },
  },
  {
    id: 'slack-message-lost',
    service: 'Slack',
    title: 'A message: Slack posts it, the answer is lost',
    fault: { kind: 'drop-after', method: 'chat.postMessage' },
  },
  {
    id: 'slack-redraw-lost',
    service: 'Slack',
    title: 'A change of a card: Slack makes it, the answer is an error (503)',
    fault: { kind: 'status', status: 503, applied: true, method: 'chat.update' },
  },
  {
    id: 'slack-view-late',
    service: 'Slack',
    title: 'A form: Slack takes 4 seconds to open it',
    fault: { kind: 'delay', ms: 4_000, method: 'views.open' },
  },
  {
    id: 'slack-token',
    service: 'Slack',
    title: "Slack refuses the app's token as revoked",
    fault: { kind: 'error', error: 'token_revoked' },
  },
  {
    id: 'box-busy',
    service: 'Box',
    title: 'Box is busy: refuses the call (429), try again in 5 seconds',
    fault: { kind: 'status', status: 429, retryAfterSeconds: 5, path: anyApi },
  },
  {
    id: 'box-away',
    service: 'Box',
    title: 'Box is away: fails the call (503), nothing happens',
    fault: { kind: 'status', status: 503, path: anyApi },
  },
  {
    id: 'box-create-lost',
    service: 'Box',
    title: 'A new signature request: Box makes it, the answer is lost',
    fault: { kind: 'drop-after', ...createCall },
  },
  {
    id: 'box-create-broken',
    service: 'Box',
    title: 'A new signature request: Box makes it, the answer is an error (500)',
    fault: { kind: 'status', status: 500, applied: true, ...createCall },
  },
  {
    id: 'box-create-silent',
    service: 'Box',
    title: 'A new signature request never reaches Box',
    fault: { kind: 'drop-before', ...createCall },
  },
  {
    id: 'box-garbage',
    service: 'Box',
    title: 'Box does it, the answer is unreadable',
    fault: { kind: 'garbage', path: anyApi },
  },
  {
    id: 'box-hangs',
    service: 'Box',
    title: 'Box says nothing for a minute',
    fault: { kind: 'hang', ms: 60_000, path: anyApi },
  },
  {
    id: 'webhook-lost',
    service: 'Box',
    title: 'A notification of a webhook is lost',
    fault: { kind: 'webhook-lost' },
  },
  {
    id: 'webhook-doubled',
    service: 'Box',
    title: 'A notification of a webhook comes twice',
    fault: { kind: 'webhook-doubled' },
  },
  {
    id: 'webhook-overtaken',
    service: 'Box',
    title: 'A notification of a webhook comes after the next one, or a minute late',
    fault: { kind: 'webhook-overtaken' },
  },
  {
    id: 'ends-sending',
    service: 'Box',
    title: 'A request: Box cannot send it',
    fault: { kind: 'ends', status: 'error_sending' },
  },
  {
    id: 'ends-finalizing',
    service: 'Box',
    title: 'A request: everyone signs, and Box cannot make the signed copy',
    fault: { kind: 'ends', status: 'error_finalizing' },
  },
  {
    id: 'ends-error',
    service: 'Box',
    title: 'A request ends in an error that has no name',
    fault: { kind: 'ends', status: 'error' },
  },
  {
    id: 'box-token',
    service: 'Box',
    title: 'Box refuses the token as expired or revoked (401)',
    fault: { kind: 'status', status: 401, path: anyApi },
  },
];
