/** Records for store tests, with fixed values; tests override what they are about. */

import { noDetails } from '../../../src/signing/decide.ts';
import type { FormValues } from '../../../src/signing/form.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import type { Card, NewInstallation } from '../../../src/store/database.ts';
import { aSigner, plainForm } from '../../builders/sign-requests.ts';

export const TENANT = 'T01';
export const ANA = 'U_ANA';
export const PREPARE_URL = 'https://app.box.com/sign/prepare/secret-place';

export const aForm: FormValues = {
  ...plainForm,
  document: 'https://app.box.com/file/123',
  colleagues: ['U_BEN'],
  others: 'carla@example.com',
  message: 'Please “sign” 👩‍⚖️',
};

export function aSignRequest(id: string, given: Partial<SignRequest> = {}): SignRequest {
  return {
    tenant: TENANT,
    id,
    nonce: `nonce-${id}`,
    requester: ANA,
    state: 'requested',
    form: aForm,
    documents: [{ kind: 'file', fileId: '123' }],
    signers: [aSigner(null, { slackUserId: 'U_BEN', name: 'Ben' })],
    fingerprint: `fingerprint-${id}`,
    details: { ...noDetails, file: { id: '123', name: 'Contract.pdf' } },
    boxId: null,
    shortId: null,
    prepareUrl: null,
    refusal: null,
    createdAt: 1_790_000_000_000,
    confirmedAt: null,
    createSentAt: null,
    looks: 0,
    firstLookAt: null,
    lastSentAt: null,
    sentAt: null,
    observedAt: null,
    ...given,
  };
}

export function aCard(id: string, requestId: string, given: Partial<Card> = {}): Card {
  return {
    id,
    requestId,
    kind: 'direct',
    channel: 'D01',
    message: '1790000000.000100',
    drawnHash: 'hash',
    postSentAt: 1_790_000_000_001,
    createdAt: 1_790_000_000_000,
    ...given,
  };
}

/** The key of the record, by which the store finds duplicates. */
export function keyOf(record: SignRequest, replaces?: string) {
  const { requester, nonce, fingerprint, createdAt } = record;
  return { requester, nonce, fingerprint, since: createdAt - 120_000, replaces };
}

export function anInstallation(given: Partial<NewInstallation> = {}): NewInstallation {
  return {
    tenant: TENANT,
    teamId: given.tenant ?? TENANT,
    enterpriseId: null,
    isEnterpriseInstall: false,
    name: 'Acme',
    botUserId: 'UBOT',
    botId: 'BBOT',
    scopes: [],
    installedBy: ANA,
    botToken: 'bot',
    refreshToken: null,
    expiresAt: null,
    ...given,
  };
}
