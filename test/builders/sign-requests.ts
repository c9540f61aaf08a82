/** Builds sign requests that read as a sentence. Everything that a test is not about has a fixed value. */

import { noDetails } from '../../src/signing/decide.ts';
import { type FormValues, noForm } from '../../src/signing/form.ts';
import type { Refusal } from '../../src/signing/refusals.ts';
import type { Details, Signer, SignRequest, State } from '../../src/signing/sign-request.ts';

/** Tue 17 Nov 2026, 09:10 UTC: the time at which every built request was accepted. */
export const tuesday = Date.UTC(2026, 10, 17, 9, 10);

export const plainForm: FormValues = {
  ...noForm,
  document: 'https://app.box.com/file/111',
  others: 'bo@client.com',
  reminders: true,
};

export function aSigner(email: string | null, more: Partial<Signer> = {}): Signer {
  return {
    slackUserId: null,
    email,
    name: null,
    role: 'signer',
    order: null,
    hasViewed: false,
    viewedSeenAt: null,
    decision: null,
    decidedAt: null,
    reason: null,
    ...more,
  };
}

const requested: SignRequest = {
  tenant: 'T1',
  id: '8d1a5c9e-0000-4000-8000-000000000001',
  nonce: 'nonce-1',
  requester: 'U_ANA',
  state: 'requested',
  form: plainForm,
  documents: [{ kind: 'file', fileId: '111' }],
  signers: [aSigner('bo@client.com')],
  fingerprint: 'fingerprint-1',
  details: noDetails,
  boxId: null,
  shortId: null,
  prepareUrl: null,
  refusal: null,
  createdAt: tuesday,
  confirmedAt: null,
  createSentAt: null,
  looks: 0,
  firstLookAt: null,
  lastSentAt: null,
  sentAt: null,
  observedAt: null,
};

/** Builds a sign request. Each method returns a new builder; `build()` returns the record. */
export interface SignRequestBuilder {
  /** Sets the signers by their addresses. */
  to(...emails: readonly string[]): SignRequestBuilder;
  /** Sets the signers, given in full. */
  toSigners(...signers: readonly Signer[]): SignRequestBuilder;
  /** Makes it a request without fields, which Box mails immediately. */
  withoutFields(): SignRequestBuilder;
  inState(state: State): SignRequestBuilder;
  /** Makes it a request whose files and signers are known, and for which Send now was not pressed. */
  toCheck(): SignRequestBuilder;
  /**
   * Marks that a create call may have been sent this long (ms) after the request was accepted, without an
   * answer.
   */
  callMayHaveLeft(afterMs?: number): SignRequestBuilder;
  notSent(refusal: Refusal): SignRequestBuilder;
  unsure(): SignRequestBuilder;
  /** Makes it a request in Box whose fields are being placed. */
  beingPrepared(prepareUrl?: string): SignRequestBuilder;
  /** Makes it a request in Box that was mailed to these people. */
  sentTo(...emails: readonly string[]): SignRequestBuilder;
  withDetails(details: Partial<Details>): SignRequestBuilder;
  with(changes: Partial<SignRequest>): SignRequestBuilder;
  build(): SignRequest;
}

/** A builder of Ana's request of Tuesday, just accepted: NDA.pdf to Bo, with fields to place. */
export function aSignRequest(): SignRequestBuilder {
  return builder(requested);
}

function builder(record: SignRequest): SignRequestBuilder {
  const change = (changes: Partial<SignRequest>) => builder({ ...record, ...changes });
  const withDetails = (details: Partial<Details>) => ({ ...record.details, ...details });
  const known = withDetails({ file: { id: '111', name: 'NDA.pdf' }, fileModifiedAt: tuesday - 86_400_000 });
  const atBox = { boxId: 'box-1', shortId: 'SR-1', details: known, createSentAt: tuesday };
  const toEmails = (emails: readonly string[]) => emails.map((email) => aSigner(email));
  return {
    to: (...emails) => change({ signers: toEmails(emails) }),
    toSigners: (...signers) => change({ signers }),
    withoutFields: () => change({ form: { ...record.form, delivery: 'direct' } }),
    inState: (state) => change({ state }),
    toCheck: () => change({ state: 'to_check', details: known }),
    callMayHaveLeft: (afterMs = 0) =>
      change({ state: 'creating', createSentAt: tuesday + afterMs, details: known }),
    notSent: (refusal) => change({ state: 'not_sent', refusal }),
    unsure: () =>
      change({
        state: 'unsure',
        refusal: { code: 'outcome_unknown' },
        createSentAt: tuesday,
        looks: 3,
        firstLookAt: tuesday,
        details: known,
      }),
    beingPrepared: (prepareUrl = 'https://app.box.com/sign/prepare/1') =>
      change({ ...atBox, state: 'created', prepareUrl }),
    sentTo: (...emails) =>
      change({ ...atBox, state: 'sent', signers: toEmails(emails), sentAt: tuesday, lastSentAt: tuesday }),
    withDetails: (details) => change({ details: withDetails(details) }),
    with: change,
    build: () => record,
  };
}
