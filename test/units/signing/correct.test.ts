/** Addresses that mail may not have reached, and the form with corrected ones. */
import { describe, expect, it } from 'vitest';
import { addressDoubtfulAt, bouncedSigners, correctedForm, isAsTyped } from '../../../src/signing/correct.ts';
import type { Signer } from '../../../src/signing/sign-request.ts';
import { markedBy } from '../../../src/signing/signer-choices.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';

const twoDays = 2 * 24 * 60 * 60_000;
const bo = aSigner('bo@client.com');
const cy = aSigner('cy@acme.com', { slackUserId: 'U_CY' });
const to = (...signers: readonly Signer[]) =>
  aSignRequest()
    .sentTo()
    .toSigners(...signers);
const sent = to(bo, cy);
const withoutForm = sent.with({ form: { ...plainForm, document: '' } });

describe('when an address is asked about', () => {
  const askedAt = (request: typeof sent) => {
    const record = request.build();
    return addressDoubtfulAt(record, record.signers[0] as Signer);
  };

  it('a signer who was emailed is asked about two days later, or two days after their turn began', () => {
    expect(askedAt(sent)).toBe(tuesday + twoDays);
    expect(askedAt(sent.inState('viewed'))).toBe(tuesday + twoDays);
    const earlier = aSigner('eli@client.com', { order: 1, decision: 'signed', decidedAt: tuesday + 5 });
    expect(askedAt(to({ ...bo, order: 2 }, earlier))).toBe(tuesday + 5 + twoDays);
  });

  it('a signer to whom the request was passed on is asked about two days after that', () => {
    const forwarded = [
      { from: 'al@client.com', to: 'bo@client.com', at: tuesday + 7 },
      { from: 'ed@client.com', to: 'flo@client.com', at: tuesday + 9 },
    ];
    expect(askedAt(sent.withDetails({ forwarded }))).toBe(tuesday + 7 + twoDays);
  });

  it.each([
    ['has opened it', to({ ...bo, hasViewed: true }, cy)],
    ['is not on turn', to({ ...bo, order: 2 }, { ...cy, order: 1 })],
    ['signs from Slack', to({ ...bo, signsHere: true }, cy)],
    ['signs on the requester’s screen', to({ ...bo, isInPerson: true }, cy)],
    ['is the requester', to({ ...bo, slackUserId: 'U_ANA' }, cy)],
    ['is the requester by their Box account', sent.withDetails({ senderEmail: 'Bo@client.com' })],
    ['has a request that is not sent', sent.inState('created')],
    ['has a request that is gone from Box', sent.withDetails({ goneAt: tuesday })],
    ['has a request that was made in Box', withoutForm],
    ['was emailed at an unknown time', sent.with({ sentAt: null })],
  ])('a signer who %s is never asked about', (_who, request) => {
    expect(askedAt(request)).toBeNull();
  });
});

it('a bounced address is to be corrected while the request can be changed and was not opened', () => {
  const bounced = { bounced: { at: tuesday, emails: ['BO@client.com'] } };
  const emails = (request: typeof sent) => bouncedSigners(request.build()).map(({ email }) => email);
  expect(emails(sent.withDetails(bounced))).toEqual(['bo@client.com']);
  expect(emails(sent)).toEqual([]);
  expect(emails(withoutForm.withDetails(bounced))).toEqual([]);
  expect(emails(sent.withDetails(bounced).inState('cancelled'))).toEqual([]);
  expect(emails(to({ ...bo, hasViewed: true }, cy).withDetails(bounced))).toEqual([]);
});

it('addresses are corrected in Slack only while Box has the signers of the form', () => {
  const form = { ...plainForm, colleagues: ['U_CY'], others: 'bo@client.com' };
  const isSame = (request: typeof sent, changes: Partial<typeof form> = {}) =>
    isAsTyped(request.with({ form: { ...form, ...changes } }).build());
  expect(isSame(sent)).toBe(true);
  expect(isSame(to(cy, bo))).toBe(true);
  expect(isSame(to(bo, aSigner('cy@acme.com')))).toBe(false);
  expect(isSame(to(bo, cy, aSigner('eli@client.com')))).toBe(false);
  expect(isSame(to(bo))).toBe(false);
  expect(isSame(sent, { others: 'bo(at)client.com' })).toBe(false);
  expect(isSame(sent, { way: 'template' })).toBe(false);
});

it('a corrected address takes the place of the wrong one wherever the form names it', () => {
  const form = {
    ...plainForm,
    others: 'Bo <bo@client.com>; eli@client.com',
    colleagues: ['U_CY'],
    signerChoices: {
      marked: markedBy((id) => (id === 'approvers' ? ['bo@client.com', 'U_CY'] : [])),
      places: [
        { who: 'U_CY', place: 1 },
        { who: 'bo@client.com', place: 2 },
      ],
    },
  };
  const corrected = correctedForm(form, [{ signer: bo, email: 'bob@client.com' }]);
  expect(corrected).toMatchObject({
    others: 'bob@client.com, eli@client.com',
    colleagues: ['U_CY'],
    signerChoices: {
      marked: { approvers: ['bob@client.com', 'U_CY'], readers: [] },
      places: [
        { who: 'U_CY', place: 1 },
        { who: 'bob@client.com', place: 2 },
      ],
    },
  });
});
