/** Sign requests that together have most of what a record can hold. */
import { emptyForm, type FormValues, noSignerChoices } from '../../../src/signing/form.ts';
import type { Signer, SignRequest } from '../../../src/signing/sign-request.ts';
import { chosenTemplate } from '../../../src/signing/template.ts';
import { allStates, ana, aRequest, aSigner, bo, cy, hours, refusalOf, tuesday } from './records.ts';

/** A time (ms) long after the last mail, so that a reminder is possible. */
export const now = tuesday + hours(30);

const template = {
  id: 'tpl-1',
  name: 'Order',
  subject: 'Please sign',
  message: 'Thank you',
  daysValid: 30,
  folder: { id: '9', name: 'Orders' },
  locks: ['subject' as const],
  roles: [
    {
      label: 'Buyer',
      role: 'signer',
      order: 1,
      email: null,
      groupId: 'g',
      needs: 'phone' as const,
      mustLogIn: true,
    },
    {
      label: '',
      role: 'approver',
      order: 2,
      email: 'legal@acme.com',
      groupId: null,
      needs: null,
      mustLogIn: false,
    },
    {
      label: 'Archive',
      role: 'final_copy_reader',
      order: 3,
      email: null,
      groupId: null,
      needs: null,
      mustLogIn: false,
    },
  ],
  tags: [
    { id: 'price', kind: 'text' as const, label: 'Price', value: '12' },
    { id: 'paid', kind: 'checkbox' as const, label: '', value: 'yes' },
    { id: 'day', kind: 'date' as const, label: 'Day', value: '2026-12-01' },
  ],
};
export const templateForm: FormValues = {
  ...emptyForm,
  way: 'template',
  template: { ...chosenTemplate('tpl-1', 'Order'), template, values: ['13', 'yes', '2026-12-02'] },
};
export const fullForm: FormValues = {
  ...emptyForm,
  document: 'https://app.box.com/file/111',
  message: 'Thank you',
  name: 'Order',
  subject: 'Please sign',
  redirect: 'https://acme.com/thanks',
  daysValid: '30',
  folder: 'https://app.box.com/folder/222',
  folderName: 'Contracts',
  others: 'bo@client.com',
  color: 'blue',
  language: 'de',
  noTypedSignatures: true,
  signerChoices: {
    ...noSignerChoices,
    marked: { ...noSignerChoices.marked, approvers: ['bo@client.com'], phone: ['bo@client.com'] },
  },
};

const signed: Signer = {
  ...bo,
  decision: 'signed',
  decidedAt: tuesday + 1,
  attachments: [{ id: '5', name: 'Id.pdf' }],
};
const checked: Signer = {
  ...cy,
  role: 'approver',
  check: 'phone',
  order: 2,
  hasViewed: true,
  viewedSeenAt: tuesday,
};
const inGroup: Signer = aSigner({ email: 'dee@client.com', groupId: 'g', order: 2, label: 'Buyer' });
const reader: Signer = aSigner({ email: 'eve@client.com', role: 'final_copy_reader' });
const anaSigns: Signer = { ...ana, signsHere: true };
const inPerson: Signer = aSigner({ email: 'fay@client.com', isInPerson: true });
const many = Array.from({ length: 14 }, (_, index) => aSigner({ email: `p${index}@client.com` }));
export const trouble = { verb: 'resend' as const, at: tuesday, status: 403 };
export const pending = { by: 'U0ANA', at: tuesday, callSentAt: null, reason: null };

/** Requests in every state, and some with most of what else a record can hold. */
export const shownRecords: readonly SignRequest[] = [
  ...allStates.flatMap((state) => [
    aRequest({
      state,
      form: fullForm,
      signers: [signed, checked, inGroup, reader],
      prepareUrl: 'https://app.box.com/sign/1',
      refusal: refusalOf('box_refused', 'Zebrafinch'),
      details: {
        finishedAt: tuesday + hours(2),
        unknownStatus: 'Zebrafinch',
        errorCode: 'Zebrafinch',
        signingLogId: '77',
        filesReady: true,
        moreFiles: [{ id: '4', name: 'Annex.pdf' }],
      },
    }),
    aRequest({
      state,
      form: templateForm,
      signers: [anaSigns, bo],
      details: { expiresAt: null, template: { id: 'tpl-1', name: 'Order' }, mayBeTwice: true },
    }),
  ]),
  aRequest({ state: 'sent', signers: many }),
  aRequest({ state: 'sent', sentAt: now - hours(48) }),
  aRequest({
    state: 'sent',
    shortId: null,
    details: {
      file: null,
      name: null,
      files: [],
      bounced: { at: tuesday, emails: ['bo@client.com', 'cy@acme.com'] },
    },
  }),
  aRequest({
    state: 'sent',
    details: {
      duplicateBoxId: 'b2',
      duplicateFileId: '5',
      remindedAt: now,
      forwarded: [{ from: 'bo@client.com', to: null, at: tuesday }],
    },
  }),
  aRequest({ state: 'sent', details: { goneAt: tuesday, madeIn: 'box', isFollowed: false } }),
  aRequest({ state: 'sent', details: { expiresAt: tuesday } }),
  aRequest({
    state: 'viewed',
    signers: [
      aSigner({ email: null, name: null }),
      aSigner({ slackUserId: 'U0BO', email: 'x@y.z', signsHere: true }),
    ],
  }),
  aRequest({
    state: 'cancelled',
    details: { cancelled: { by: 'U0ANA', at: tuesday, reason: 'Zebrafinch' } },
  }),
  aRequest({ state: 'cancelled', details: { finishedAt: tuesday, cancelledBy: 'zara@acme.com' } }),
  aRequest({ state: 'sent', signers: [anaSigns, inPerson], details: { isMuted: true, refusedAt: now } }),
  aRequest({ state: 'sent', details: { isNotWithdrawn: true } }),
  ...(['viewer', 'editor'] as const).map((sharedAs) =>
    aRequest({ state: 'sent', details: { sharedAs, trouble: { ...trouble, code: 'refused' } } }),
  ),
  ...(['resend', 'cancel'] as const).map((verb) =>
    aRequest({ state: 'sent', details: { pending: { ...pending, verb } } }),
  ),
  ...(
    [
      'too_early',
      'over',
      'refused',
      'not_allowed',
      'gone',
      'converting',
      'not_connected',
      'unknown',
      'unreachable',
      'internal',
    ] as const
  ).map((code) => aRequest({ state: 'sent', details: { trouble: { ...trouble, code } } })),
].map((record, index) => ({
  ...record,
  id: `${record.id.slice(0, -4)}${String(index).padStart(4, '0')}`,
  shortId: record.shortId && `SR-${1000 + index}`,
}));
