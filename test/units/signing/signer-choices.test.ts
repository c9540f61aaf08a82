/** Choices for individual signers: their refusals, the turns that follow, and the fields that Box gets. */
import { expect, it } from 'vitest';
import {
  boxSignerOf,
  isMarked,
  markedBy,
  ownTurns,
  signerRefusals,
  withChoices,
} from '../../../src/signing/signer-choices.ts';
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

const choices = (marked: Readonly<Record<string, readonly string[]>>) => ({
  ...plainForm.signerChoices,
  marked: markedBy((id) => marked[id] ?? []),
});
const both = ['U0ANA', 'dee@client.com'];

it.each<[marked: Readonly<Record<string, readonly string[]>>, refused: object]>([
  [{ readers: both }, { readers: { code: 'nobody_signs' } }],
  [{ readers: ['dee@client.com'] }, {}],
  [{ group: ['dee@client.com'] }, { group: { code: 'group_of_one' } }],
  [{ group: both }, {}],
  [{ smartCard: ['dee@client.com'] }, { smartCard: { code: 'smart_card_alone' } }],
  [{ approvers: ['U0ANA'], readers: ['U0ANA'] }, { readers: { code: 'marked_twice' } }],
  [{ readers: ['U0ANA'], group: both }, { group: { code: 'marked_twice' } }],
  [{ login: ['U0ANA'], phone: ['U0ANA'] }, { phone: { code: 'marked_twice' } }],
  [{ login: ['U0ANA'], smartCard: ['U0ANA'] }, { smartCard: { code: 'marked_twice' } }],
  [{ login: ['dee@client.com'], inPerson: ['dee@client.com'] }, { inPerson: { code: 'marked_twice' } }],
  [{ approvers: ['U0ANA'], login: ['U0ANA'], group: both }, {}],
  [{ approvers: ['dee@client.com'], inPerson: ['dee@client.com'] }, { inPerson: { code: 'marked_twice' } }],
])('the choices %j are refused: %j', (marked, refused) => {
  expect(refusals(marked)).toEqual(refused);
});

it.each([
  ['approvers', { role: 'approver' }],
  ['readers', { role: 'final_copy_reader' }],
  ['login', { check: 'login' }],
  ['phone', { check: 'phone' }],
  ['smartCard', { check: 'cac_piv' }],
  ['inPerson', { isInPerson: true }],
])('the choice %s changes its signers alone: %j', (row, made) => {
  const chosen = withChoices([ana, dee], choices({ [row]: ['dee@client.com'] }), 'U0ANA');
  expect(chosen).toEqual([ana, { ...dee, ...made }]);
});

it('a signer from the workspace is named by Slack user id, another by address in any spelling', () => {
  const bo = aSigner('bo@acme.com', { slackUserId: 'U0BO' });
  expect(isMarked(choices({ login: ['bo@acme.com'] }), 'login', bo)).toBe(false);
  expect(isMarked(choices({ login: ['U0BO'] }), 'login', bo)).toBe(true);
  expect(isMarked(choices({ login: ['Dee@Client.com'] }), 'login', dee)).toBe(true);
});

it('members of a group are asked together, and the requester together with those on their screen', () => {
  const names = ['al', 'bo', 'cy'];
  const inOrder = names.map((name, index) => aSigner(`${name}@client.com`, { order: index + 1 }));
  const all = [...inOrder, { ...ana, order: 4 }];
  const orders = (marked: Readonly<Record<string, readonly string[]>>) =>
    withChoices(all, choices(marked), 'U0ANA').map(({ order }) => order);
  expect(orders({})).toEqual([1, 2, 3, 4]);
  expect(orders({ group: ['bo@client.com', 'cy@client.com'] })).toEqual([1, 2, 2, 4]);
  expect(orders({ inPerson: ['cy@client.com'] })).toEqual([1, 2, 3, 3]);
});

it('in the requester’s own order, equal places are one turn, and signers without a place come last', () => {
  const [al, bo, cy] = ['al', 'bo', 'cy'].map((name) => aSigner(`${name}@client.com`));
  const places = [
    { who: 'bo@client.com', place: 2 },
    { who: 'U0ANA', place: 1 },
    { who: 'cy@client.com', place: 2 },
  ];
  const all = [al, bo, cy, ana].filter((one) => one !== undefined);
  expect(ownTurns(all, { ...choices({}), places })).toEqual([[ana], [bo, cy], [al]]);
});

it('Box gets what was chosen for a signer, and no empty fields', () => {
  const context = { language: 'any', tenant: 'T1', phone: '+491701234567' };
  expect(boxSignerOf(dee, context)).toEqual({ email: 'dee@client.com', role: 'signer' });
  const chosen = { ...dee, order: 2, groupId: 'g', check: 'phone', isInPerson: true } as const;
  expect(boxSignerOf(chosen, { ...context, language: 'de' })).toEqual({
    email: 'dee@client.com',
    role: 'signer',
    order: 2,
    signer_group_id: 'g',
    verification_method: { type: 'phone', phone_number: '+491701234567' },
    language: 'de',
    is_in_person: true,
  });
  const here = aSigner('bo@acme.com', { slackUserId: 'U0BO', check: 'login', signsHere: true });
  expect(boxSignerOf(here, context)).toEqual({
    email: 'bo@acme.com',
    role: 'signer',
    verification_method: { type: 'login' },
    embed_url_external_user_id: 'T1/U0BO',
    suppress_notifications: true,
  });
});
