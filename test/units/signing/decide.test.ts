import { describe, expect, it } from 'vitest';
import { searchAfterMs } from '../../../src/signing/creation.ts';
import {
  type BeginInput,
  beginRequest,
  confirmSend,
  discard,
  draftIdOf,
  formSent,
  nonceOfAnother,
  retryUnsure,
} from '../../../src/signing/decide.ts';
import { type FormValues, noSignerChoices, type SignerChoices } from '../../../src/signing/form.ts';
import type { Decision, SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import type { TemplateChoice } from '../../../src/signing/template.ts';
import { work } from '../../../src/signing/work.ts';
import { expectDecision } from '../../builders/decisions.ts';
import { aSigner, aSignRequest, plainForm, tuesday } from '../../builders/sign-requests.ts';

const states = Object.keys(statusTable) as State[];

const input: BeginInput = {
  tenant: 'T1',
  id: 'id-2',
  nonce: 'nonce-2',
  requester: 'U_ANA',
  form: plainForm,
  documents: [{ kind: 'file', fileId: '111' }],
  signers: [aSigner('bo@client.com')],
  fingerprint: 'fingerprint-1',
};
const creationSteps = ({ id: requestId }: SignRequest) => [
  work.create({ requestId }),
  work.slow({ requestId }, 8_000),
];

const first = aSignRequest().build();
const nothingFound = { sameNonce: null, same: null };
const withoutAnother = { now: tuesday, wantsAnother: false };

const marking = (marked: Partial<SignerChoices['marked']>): SignerChoices => ({
  ...noSignerChoices,
  marked: { ...noSignerChoices.marked, ...marked },
});

const ofTemplate = (people: TemplateChoice['people']): Partial<FormValues> => ({
  way: 'template',
  template: { id: 'tpl-1', name: 'NDA', template: null, people, values: [] },
});

/** What a second submission of one rendering of the form is, when the first had these values. */
function whySubmitted(first: FormValues, again: FormValues): string | null {
  const found = { sameNonce: { ...aSignRequest().build(), form: first }, same: null };
  const outcome = beginRequest(found, { ...input, form: again }, withoutAnother);
  return 'existing' in outcome ? outcome.why : null;
}

function expectBegun(...args: Parameters<typeof beginRequest>) {
  const outcome = beginRequest(...args);
  if ('existing' in outcome) throw new Error(`shows an existing one: ${outcome.why}`);
  return outcome;
}

/** The states in which this decision changes the record. */
function statesIn(decide: (record: SignRequest) => Decision | null): State[] {
  return states.filter((state) => decide(aSignRequest().inState(state).build()) !== null).sort();
}

describe('a submitted form', () => {
  it('a new request is created immediately, and a job says so if it takes long', () => {
    const { record, steps } = expectBegun(nothingFound, input, withoutAnother);
    expect(record).toMatchObject({ ...input, state: 'requested', createdAt: tuesday, createSentAt: null });
    expect(record).toMatchObject({ boxId: null, confirmedAt: null, looks: 0, refusal: null });
    expect(steps).toEqual(creationSteps(record));
  });

  it('the same rendering of the form shows its first request, even if another is wanted', () => {
    for (const wantsAnother of [false, true]) {
      const outcome = beginRequest({ sameNonce: first, same: first }, input, { now: tuesday, wantsAnother });
      expect(outcome).toEqual({ existing: first, why: 'same_nonce' });
    }
  });

  it('a changed submission of the same rendering is told apart from its first request', () => {
    const changed = { ...input, fingerprint: 'fingerprint-of-something-else' };
    const outcome = beginRequest({ sameNonce: first, same: null }, changed, withoutAnother);
    expect(outcome).toEqual({ existing: first, why: 'changed_since' });
  });

  it('another phone number is a changed submission, unless the first is no longer stored', () => {
    const phones = [{ who: 'bo@client.com', number: '+491701234567' }];
    const other = [{ who: 'bo@client.com', number: '+491709999999' }];
    const why = (kept: typeof phones, typed: typeof phones) => {
      const found = { sameNonce: { ...first, phones: kept }, same: null };
      const outcome = beginRequest(found, { ...input, phones: typed }, withoutAnother);
      return 'existing' in outcome ? outcome.why : null;
    };
    expect(why(phones, phones)).toBe('same_nonce');
    expect(why(phones, other)).toBe('changed_since');
    expect(why([], phones)).toBe('same_nonce');
  });

  it('another spelling of the folder or the days is the same content', () => {
    const { form } = input;
    const asFirst = { ...form, folder: 'https://app.box.com/folder/77', daysValid: '30' };
    const again = { ...form, folder: '77', daysValid: ' 30\u200b' };
    const found = { sameNonce: { ...first, form: asFirst }, same: null };
    expect(beginRequest(found, { ...input, form: again }, withoutAnother)).toMatchObject({
      why: 'same_nonce',
    });
    expect(beginRequest(found, { ...input, form: { ...again, folder: '78' } }, withoutAnother)).toMatchObject(
      {
        why: 'changed_since',
      },
    );
  });

  it.each<[string, Partial<FormValues>]>([
    ['signing oneself', { iSignToo: true }],
    ['another order', { order: 'own' }],
    ['another language', { language: 'de' }],
    [
      'another place in the order',
      { signerChoices: { ...noSignerChoices, places: [{ who: 'bo@client.com', place: 2 }] } },
    ],
    ['an approver', { signerChoices: marking({ approvers: ['bo@client.com'] }) }],
    ['another subject', { subject: 'Once more' }],
    ['no reminders', { reminders: false }],
    ['a template', ofTemplate([{ slackUserId: 'U_BO', address: '' }])],
  ])('%s is a changed submission', (_, change) => {
    expect(whySubmitted(input.form, { ...input.form, ...change })).toBe('changed_since');
  });

  it('other people in the roles of a template are a changed submission', () => {
    const [bo, cy, typed] = [
      [{ slackUserId: 'U_BO', address: '' }],
      [{ slackUserId: 'U_CY', address: '' }],
      [{ slackUserId: null, address: 'bo@client.com' }],
    ].map((people) => ({ ...input.form, ...ofTemplate(people) }));
    if (!bo || !cy || !typed) throw new Error('three forms are compared');
    expect(whySubmitted(bo, bo)).toBe('same_nonce');
    expect(whySubmitted(bo, cy)).toBe('changed_since');
    expect(whySubmitted(bo, typed)).toBe('changed_since');
  });

  it('the same content shows the first request, unless another is wanted', () => {
    const found = { sameNonce: null, same: first };
    expect(beginRequest(found, input, withoutAnother)).toEqual({ existing: first, why: 'same_again' });
    expect(expectBegun(found, input, { ...withoutAnother, wantsAnother: true }).record.id).toBe('id-2');
  });

  it('one request at a time replaces an open one, and remembers which', () => {
    const changing = { ...input, changes: 'id-open' };
    const found = { ...nothingFound, otherChange: first };
    const another = { now: tuesday, wantsAnother: true };
    for (const options of [withoutAnother, another])
      expect(beginRequest(found, changing, options)).toEqual({ existing: first, why: 'being_changed' });
    const { record } = expectBegun({ ...nothingFound, otherChange: null }, changing, withoutAnother);
    expect(record.details.changes).toBe('id-open');
    expect(expectBegun(nothingFound, input, withoutAnother).record.details).not.toHaveProperty('changes');
  });

  it('a request replaces only one that Box certainly does not have, and ends it', () => {
    const { replace } = expectBegun(nothingFound, input, withoutAnother);
    const replaced = states.filter((state) => replace?.(aSignRequest().inState(state).build()));
    expect(replaced.sort()).toEqual(['not_sent', 'to_check']);
    const old = aSignRequest().notSent({ code: 'document_not_found' }).build();
    expect(replace?.(old)).toEqual({ ...old, state: 'discarded' });
  });
});

describe('Send now', () => {
  it('Send now works for a request that waits for the check', () => {
    expect(statesIn((record) => confirmSend(record, tuesday))).toEqual(['to_check']);
  });

  it('Send now starts the request once', () => {
    const waiting = aSignRequest().withoutFields().toCheck().build();
    const { record, steps } = expectDecision(confirmSend(waiting, tuesday + 1));
    expect(record).toEqual({ ...waiting, state: 'creating', confirmedAt: tuesday + 1 });
    expect(steps).toEqual([...creationSteps(record), work.redraw({ requestId: record.id })]);
    expect(confirmSend(record, tuesday + 2)).toBeNull();
  });
});

describe('Send again', () => {
  it('Send again works for a request of unknown outcome', () => {
    expect(statesIn((record) => retryUnsure(record, tuesday))).toEqual(['unsure']);
  });

  it('Send again starts creation over with one more search, once', () => {
    const unsure = aSignRequest().withoutFields().unsure().build();
    const { record, steps } = expectDecision(retryUnsure(unsure, tuesday + 1));
    expect(record).toMatchObject({ state: 'creating', refusal: null, confirmedAt: tuesday + 1 });
    expect(record).toMatchObject({ createSentAt: unsure.createSentAt, looks: searchAfterMs.length - 1 });
    expect(record.details.file).toEqual(unsure.details.file);
    expect(steps).toEqual([...creationSteps(record), work.redraw({ requestId: record.id })]);
    expect(retryUnsure(record, tuesday + 2)).toBeNull();
  });
});

it('the email’s subject is what was typed, else what the app wrote', () => {
  const written = aSignRequest().withDetails({ subject: 'Ana asks you to sign NDA' });
  const subject = (typed: string, request = written) =>
    formSent(request.with({ form: { ...plainForm, subject: typed } }).build()).subject;
  expect(subject('')).toBe('Ana asks you to sign NDA');
  expect(subject('Please sign')).toBe('Please sign');
  expect(subject('', aSignRequest())).toBe('');
});

it('a press on Send another belongs to the same draft, and makes one more request', () => {
  const again = nonceOfAnother('draft-1');
  expect(again).not.toBe('draft-1');
  expect([again, 'draft-1'].map(draftIdOf)).toEqual(['draft-1', 'draft-1']);
});

describe('Discard', () => {
  it('Discard works for a request that Box does not have, as far as we know', () => {
    expect(statesIn(discard)).toEqual(['not_sent', 'to_check', 'unsure']);
  });

  it('Discard puts the request aside and keeps its data, once', () => {
    const record = aSignRequest().notSent({ code: 'policy_forbids' }).build();
    const decision = expectDecision(discard(record));
    expect(decision).toEqual({
      record: { ...record, state: 'discarded' },
      steps: [work.redraw({ requestId: record.id })],
    });
    expect(discard(decision.record)).toBeNull();
    expect(confirmSend(decision.record, tuesday)).toBeNull();
    expect(retryUnsure(decision.record, tuesday)).toBeNull();
  });
});
