/**
 * Builds observations (what Box says about a sign request) that read as a sentence. Everything that a test is not about
 * has a fixed value.
 */
import type { Observation, ObservedSigner } from '../../src/signing/sign-request.ts';

export function anObservedSigner(email: string | null, more: Partial<ObservedSigner> = {}): ObservedSigner {
  return {
    email,
    role: 'signer',
    order: null,
    hasViewed: false,
    decision: null,
    decidedAt: null,
    reason: null,
    ...more,
  };
}

/** The sender, whom Box adds as a reader of the final copy, first in the list. */
export const automaticSender = anObservedSigner('ana@acme.com', { role: 'final_copy_reader', order: 0 });

const plain: Observation = {
  boxId: 'box-1',
  shortId: 'SR-1',
  externalId: '8d1a5c9e-0000-4000-8000-000000000001',
  status: 'sent',
  name: 'NDA.pdf',
  prepareUrl: null,
  signers: [automaticSender, anObservedSigner('bo@client.com')],
  folder: { id: '222', name: null },
  files: [{ id: '333', name: 'NDA.pdf' }],
  filesReady: false,
  signingLogId: null,
  expiresAt: null,
  createdAt: Date.UTC(2026, 10, 17, 9, 10),
  finishedAt: null,
  errorCode: null,
  senderEmail: 'ana@acme.com',
};

/** Builds an observation. Each method returns a new builder; `build()` returns the observation. */
export interface ObservationBuilder {
  /** Sets Box's status of the request. */
  saying(status: string): ObservationBuilder;
  /** Sets the request's id in Box. */
  of(boxId: string): ObservationBuilder;
  /** Sets the signers, in addition to the sender whom Box adds. */
  withSigners(...signers: readonly (ObservedSigner | string)[]): ObservationBuilder;
  viewedBy(email: string): ObservationBuilder;
  signedBy(email: string, decidedAt?: number): ObservationBuilder;
  declinedBy(email: string, reason?: string): ObservationBuilder;
  toPrepareAt(prepareUrl: string): ObservationBuilder;
  with(changes: Partial<Observation>): ObservationBuilder;
  build(): Observation;
}

/** An observation builder for a request that was sent to Bo and not opened yet. */
export function anObservation(): ObservationBuilder {
  return builder(plain);
}

const decisionTime = Date.UTC(2026, 10, 17, 12);

function builder(seen: Observation): ObservationBuilder {
  const change = (changes: Partial<Observation>) => builder({ ...seen, ...changes });
  const changeSigner = (email: string, changes: Partial<ObservedSigner>) => {
    const signers = seen.signers.map((signer) =>
      signer.email === email ? { ...signer, ...changes } : signer,
    );
    return change({ signers });
  };
  return {
    saying: (status) => change({ status }),
    of: (boxId) => change({ boxId }),
    withSigners: (...signers) =>
      change({
        signers: [
          automaticSender,
          ...signers.map((one) => (typeof one === 'string' ? anObservedSigner(one) : one)),
        ],
      }),
    viewedBy: (email) => changeSigner(email, { hasViewed: true }),
    signedBy: (email, decidedAt = decisionTime) =>
      changeSigner(email, { hasViewed: true, decision: 'signed', decidedAt }),
    declinedBy: (email, reason) =>
      changeSigner(email, {
        hasViewed: true,
        decision: 'declined',
        decidedAt: decisionTime,
        reason: reason ?? null,
      }),
    toPrepareAt: (prepareUrl) => change({ prepareUrl }),
    with: change,
    build: () => seen,
  };
}
