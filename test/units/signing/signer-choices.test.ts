/** Refusals of choices for individual signers. */
import { expect, it } from 'vitest';
import { markedBy, signerRefusals } from '../../../src/signing/signer-choices.ts';
import { aSigner, plainForm } from '../../builders/sign-requests.ts';

const ana = aSigner(null, { slackUserId: 'U0ANA' });
const dee = aSigner('dee@client.com');
const refusals = (marked: Readonly<Record<string, readonly string[]>>) =>
  signerRefusals(
    [ana, dee],
    { ...plainForm.signerChoices, marked: markedBy((id) => marked[id] ?? []) },
    'U0ANA',
  );

it.each(['readers', 'login', 'phone'])(
  'nobody signs in person after a requester with the choice %s',
  (row) => {
    expect(refusals({ [row]: ['U0ANA'], inPerson: ['dee@client.com'] })).toEqual({
      inPerson: { code: 'in_person_without_link' },
    });
  },
);

it('people can sign in person after a requester who signs or approves', () => {
  expect(refusals({ inPerson: ['dee@client.com'] })).toEqual({});
  expect(refusals({ approvers: ['U0ANA'], inPerson: ['dee@client.com'] })).toEqual({});
  expect(refusals({ inPerson: ['U0ANA'] })).toEqual({ inPerson: { code: 'in_person_without_you' } });
});
