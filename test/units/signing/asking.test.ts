/** What signers picked from the workspace have to know about their part, and who may sign from Slack. */
import { describe, expect, it } from 'vitest';
import {
  awaitedInPerson,
  canOpenSigned,
  canSignHere,
  colleaguesAsked,
  isRequester,
  isRequesterAskedHere,
  isTurnAfter,
  signerStatusOf,
  stillToSignHere,
  unsignedEndOf,
} from '../../../src/signing/asking.ts';
import type { Pending } from '../../../src/signing/pending.ts';
import type { Signer } from '../../../src/signing/sign-request.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const now = tuesday + 60_000;
const colleague = (name: string, more: Partial<Signer> = {}): Signer =>
  aSigner(`${name}@acme.com`, { slackUserId: `U_${name.toUpperCase()}`, signsHere: true, ...more });
const bo = colleague('bo');
const cy = colleague('cy');
const ana = colleague('ana');
const dee = aSigner('dee@client.com', { isInPerson: true });
const signed = { decision: 'signed' } as const;

const to = (...signers: readonly Signer[]) =>
  aSignRequest()
    .sentTo()
    .toSigners(...signers);
const sent = to(bo, cy);
const withdrawal: Pending = {
  verb: 'cancel',
  by: 'U_ANA',
  at: now,
  callSentAt: now,
  reason: null,
  isWithdrawal: true,
};
const cancelled = { by: 'U_ANA', at: now, reason: null };

it.each([
  ['is asked once it was sent', sent, 'asked'],
  ['is asked after somebody viewed it', sent.inState('viewed'), 'asked'],
  ['is not asked while fields are placed', sent.inState('created'), 'not_yet'],
  ['is not asked when everyone has signed', sent.inState('finalizing'), 'not_yet'],
  ['waits for an earlier turn', to({ ...bo, order: 2 }, { ...cy, order: 1 }), 'not_yet'],
  ['has signed', to({ ...bo, ...signed }, cy), 'signed'],
  ['has signed a request that expired', to({ ...bo, ...signed }, cy).inState('expired'), 'signed'],
  ['has declined', to({ ...bo, decision: 'declined' }, cy).inState('declined'), 'declined'],
  ['is no longer a signer', to(cy), 'removed'],
  ['gets only the final copy', to({ ...bo, role: 'final_copy_reader' }, cy), 'removed'],
  ['has a group that signed', to({ ...bo, groupId: 'g' }, { ...cy, groupId: 'g', ...signed }), 'not_needed'],
  ['was not needed', to(bo, { ...cy, ...signed }).inState('signed'), 'not_needed'],
  ['is too late to the millisecond', sent.withDetails({ expiresAt: now }), 'expired'],
  ['is in time', sent.withDetails({ expiresAt: now + 1 }), 'asked'],
  ['is too late, as Box says', sent.inState('expired'), 'expired'],
  ['has a request that is gone from Box', sent.withDetails({ goneAt: now }), 'over'],
  ['has a request that failed', sent.inState('error'), 'over'],
  ['has a request that another signer declined', sent.inState('declined'), 'declined_by_other'],
  ['has a cancelled request', sent.inState('cancelled').withDetails({ cancelled }), 'cancelled'],
  [
    'has a request that was replaced',
    sent.inState('cancelled').withDetails({ cancelled: { ...cancelled, isWithdrawal: true } }),
    'replaced',
  ],
  [
    'has a request that is being replaced',
    sent.inState('cancelled').withDetails({ pending: withdrawal }),
    'replaced',
  ],
] as const)('the message to a signer who %s says so', (_who, request, status) => {
  expect(signerStatusOf(request.build(), 'U_BO', now)).toBe(status);
});

it('only a request that ended before everyone had signed has such an end', () => {
  expect(unsignedEndOf(sent.build())).toBeNull();
  expect(unsignedEndOf(sent.inState('signed').build())).toBeNull();
  expect(unsignedEndOf(sent.inState('cancelled').build())).toBe('cancelled');
});

describe('the signing page in Slack', () => {
  const mayOpen = (request: typeof sent, user: string) => canSignHere(request.build(), user, now);

  it('the page opens for a signer on turn who signs from Slack', () => {
    expect(mayOpen(sent, 'U_BO')).toBe(true);
    expect(mayOpen(to(aSigner('bo@acme.com', { slackUserId: 'U_BO' })), 'U_BO')).toBe(false);
    expect(mayOpen(to({ ...bo, ...signed }, cy), 'U_BO')).toBe(false);
    expect(mayOpen(sent, 'U_ANA')).toBe(false);
  });

  it('the page opens again for a requester who has signed while people sign on their screen', () => {
    const host = { ...ana, ...signed };
    expect(mayOpen(to(host, dee), 'U_ANA')).toBe(true);
    expect(mayOpen(to(host, dee).inState('viewed'), 'U_ANA')).toBe(true);
    expect(mayOpen(to(host, { ...dee, ...signed }, bo), 'U_ANA')).toBe(false);
    expect(mayOpen(to(host, dee).inState('cancelled'), 'U_ANA')).toBe(false);
    expect(mayOpen(to(host, dee).withDetails({ goneAt: now }), 'U_ANA')).toBe(false);
    expect(mayOpen(to(host, dee).withDetails({ expiresAt: now }), 'U_ANA')).toBe(false);
    expect(mayOpen(to({ ...bo, ...signed }, dee), 'U_BO')).toBe(false);
  });

  it('the signed document opens for people who signed it from Slack', () => {
    const done = to({ ...bo, ...signed }, cy)
      .inState('signed')
      .build();
    expect(canOpenSigned(done, 'U_BO')).toBe(true);
    expect(canOpenSigned(done, 'U_CY')).toBe(false);
    expect(canOpenSigned({ ...done, state: 'finalizing' }, 'U_BO')).toBe(false);
  });
});

it('the requester is the person who was picked, or whose Box account sends the request', () => {
  const isOwn = (signer: Signer, senderEmail: string | null = 'Ana@Acme.com') =>
    isRequester(sent.withDetails({ senderEmail }).build(), signer);
  expect(isOwn(ana, null)).toBe(true);
  expect(isOwn(aSigner('ana@acme.com'))).toBe(true);
  expect(isOwn(aSigner('ana@acme.com'), null)).toBe(false);
  expect(isOwn(aSigner(null), null)).toBe(false);
  expect(isOwn(bo)).toBe(false);
});

describe('the turn of the requester', () => {
  const first = { ...bo, order: 1, decidedAt: 5, ...signed };
  const second = { ...cy, order: 2, decidedAt: 9, ...signed };
  const last = { ...ana, order: 3 };

  it('the requester is on turn in Slack once everyone before them has signed', () => {
    expect(isRequesterAskedHere(to(first, second, last).build())).toBe(true);
    expect(isRequesterAskedHere(to(first, second, last).inState('viewed').build())).toBe(true);
    expect(isRequesterAskedHere(to(first, { ...second, decision: null }, last).build())).toBe(false);
    expect(isRequesterAskedHere(to(first, second, last).inState('cancelled').build())).toBe(false);
  });

  it('their turn comes with the last signature before it', () => {
    const besides = colleague('eli', { order: 3, decidedAt: 12, ...signed });
    const turn = to(first, second, last, besides).build();
    expect(turn.signers.map((signer) => isTurnAfter(turn, signer))).toEqual([false, true, false, false]);
    const tooSoon = to(first, { ...second, decision: null, decidedAt: null }, last).build();
    expect(tooSoon.signers.map((signer) => isTurnAfter(tooSoon, signer))).toEqual([false, false, false]);
  });
});

it('colleagues on turn get a message, but not the requester, nor people who sign on their screen', () => {
  const request = to(ana, bo, { ...cy, order: 1 }, colleague('dan', { isInPerson: true }), dee).build();
  expect(colleaguesAsked(request, now)).toEqual(['U_BO']);
  expect(awaitedInPerson(request).map(({ email }) => email)).toEqual(['dan@acme.com', 'dee@client.com']);
});

it('the people who need the requester’s connection to sign are those who have not signed here yet', () => {
  const outsider = aSigner('eli@client.com');
  const request = to(ana, { ...bo, order: 1 }, { ...cy, ...signed }, dee, outsider).build();
  expect(stillToSignHere(request)).toEqual(['U_BO', 'dee@client.com']);
});
