/** Sign requests for tests of the views: a plain one, and generated ones with everything that can be odd. */
import fc from 'fast-check';
import { noDetails } from '../../../src/signing/decide.ts';
import { documentWays, emptyForm, type FormValues } from '../../../src/signing/form.ts';
import { type Option, type OptionId, optionRows } from '../../../src/signing/options.ts';
import type { Refusal } from '../../../src/signing/refusals.ts';
import type { Details, Signer, SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import type { TemplateLock } from '../../../src/signing/template.ts';
import { refusalNumbers } from '../../../src/views/texts/codes.ts';
import { anyString } from '../../builders/any-string.ts';
import { everyCase } from '../../builders/runs.ts';
import { aSigner as aSignerCalled, tuesday } from '../../builders/sign-requests.ts';

export const allStates = Object.keys(statusTable).sort() as State[];

export { tuesday };
export const hours = (count: number) => count * 3_600_000;

export const aSigner = (more: Partial<Signer> = {}): Signer => aSignerCalled('bo@client.com', more);

export const bo = aSigner({ slackUserId: 'U0BO', email: 'bo@client.com', name: 'Bo Lee' });
export const cy = aSigner({ slackUserId: 'U0CY', email: 'cy@acme.com', name: 'Cy Ng' });
export const ana = aSigner({ slackUserId: 'U0ANA', email: 'ana@acme.com', name: 'Ana Diaz' });

export const details: Details = {
  ...noDetails,
  file: { id: '111', name: 'NDA Acme.pdf' },
  folder: { id: '222', name: 'Contracts' },
  files: [{ id: '333', name: 'NDA Acme.pdf' }],
  expiresAt: Date.UTC(2026, 10, 30, 12),
  senderEmail: 'ana@acme.com',
};

type Changes = Partial<Omit<SignRequest, 'details'>> & { readonly details?: Partial<Details> };

/** Ana's request to Bo and Cy, sent on Tuesday. */
export function aRequest(changes: Changes = {}): SignRequest {
  return {
    tenant: 'T1',
    id: '8d1a5c9e-0000-4000-8000-000000000001',
    nonce: 'draft-1',
    requester: 'U0ANA',
    state: 'sent',
    form: { ...emptyForm, document: 'https://app.box.com/file/111' },
    documents: [{ kind: 'file', fileId: '111' }],
    signers: [bo, cy],
    fingerprint: '',
    boxId: 'b0c1',
    shortId: 'SR-1234',
    prepareUrl: null,
    refusal: null,
    createdAt: tuesday,
    confirmedAt: null,
    createSentAt: tuesday,
    looks: 0,
    firstLookAt: null,
    lastSentAt: tuesday,
    sentAt: tuesday,
    observedAt: tuesday + hours(5),
    ...changes,
    details: { ...details, ...changes.details },
  };
}

/**
 * The worst names and texts: mentions, markup, emoji, text directions, control characters, lengths, half surrogates.
 */
const nastyTexts = [
  '<!channel> <@U0BO> <https://evil.example|Box> *bold* _it_ `code`',
  '&'.repeat(255),
  '🖋️👩‍👩‍👧‍👦'.repeat(60),
  '\u202egnp.exe\u202c \u2066عقد العمل\u2069 חוזה',
  '\u200b\u200f\u202e',
  'a\nb\r\n\u2028c\u0000d\u0007',
  '\ud83d half \udc00',
  '"; DROP | ^ > <!date^1^{time}|x>',
  ' ',
  '',
];

const short = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  anyString({ maxLength: 40 }),
);
/** Long texts are repetitions, because generating each character would take most of the tests' time. */
export const text = fc.oneof(
  { weight: 4, arbitrary: short },
  {
    weight: 1,
    arbitrary: fc.tuple(short, fc.nat(300)).map(([said, times]) => said.repeat(times).slice(0, 3500)),
  },
);
const time = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4_102_444_800_000 }));
const maybe = fc.option(text);

const signer: fc.Arbitrary<Signer> = fc.record({
  slackUserId: fc.constantFrom(null, 'U0ANA', 'U0BO'),
  email: fc.oneof(fc.constant(null), fc.emailAddress(), text),
  name: maybe,
  role: fc.constantFrom('signer', 'signer', 'approver', 'final_copy_reader', 'something'),
  order: fc.constantFrom(null, 0, 1, 2),
  hasViewed: fc.boolean(),
  viewedSeenAt: time,
  decision: fc.constantFrom(null, null, 'signed' as const, 'declined' as const),
  decidedAt: time,
  reason: maybe,
});

const file = fc.record({ id: text, name: text });
const generatedDetails: fc.Arbitrary<Details> = fc.record({
  file: fc.option(file),
  fileFolder: maybe,
  fileModifiedAt: time,
  sharedLink: fc.oneof(fc.constant(null), fc.webUrl(), text),
  folder: fc.option(file),
  name: maybe,
  files: fc.array(file, { maxLength: 3 }),
  filesReady: fc.boolean(),
  signingLogId: fc.option(text),
  expiresAt: time,
  finishedAt: time,
  errorCode: maybe,
  unknownStatus: maybe,
  senderEmail: maybe,
  duplicateBoxId: maybe,
  duplicateFileId: maybe,
  mayBeTwice: fc.boolean(),
  madeIn: fc.constantFrom('slack' as const, 'box' as const),
  isFollowed: fc.boolean(),
  pending: fc.option(
    fc.record({
      verb: fc.constantFrom('resend' as const, 'cancel' as const),
      by: fc.constantFrom('U0ANA', 'U0BO'),
      at: fc.nat(4_102_444_800_000),
      callSentAt: time,
      reason: maybe,
    }),
  ),
  remindedAt: time,
  trouble: fc.option(
    fc.record({
      verb: fc.constantFrom('resend' as const, 'cancel' as const),
      code: fc.constantFrom(
        'too_early' as const,
        'over' as const,
        'refused' as const,
        'not_allowed' as const,
        'gone' as const,
        'converting' as const,
        'not_connected' as const,
        'unknown' as const,
        'unreachable' as const,
        'internal' as const,
      ),
      at: fc.nat(4_102_444_800_000),
      status: fc.option(fc.integer({ min: 100, max: 599 })),
    }),
  ),
  cancelled: fc.option(
    fc.record({
      by: fc.constantFrom('U0ANA', 'U0BO'),
      at: fc.nat(4_102_444_800_000),
      reason: maybe,
    }),
  ),
});

const codes = Object.keys(refusalNumbers) as Refusal['code'][];
/**
 * Draws refusals of every code. Each has the fields of all codes, so that the text of its code finds those it needs;
 * `status` may be absent, and `file` always is.
 */
export const refusal: fc.Arbitrary<Refusal> = fc
  .record({
    code: fc.constantFrom(...codes),
    status: fc.option(fc.integer({ min: 400, max: 599 })),
    said: text,
  })
  .map(({ code, status, said }) => refusalOf(code, said, status));

export function refusalOf(code: Refusal['code'], said: string, status: number | null = null): Refusal {
  const values = {
    extension: said,
    name: said,
    names: [said, said],
    text: said,
    count: 40,
    most: 35,
    reason: said,
    reference: said,
  };
  return { ...values, code, ...(status === null ? {} : { status }) } as Refusal;
}

function anyValueOf(row: Option): fc.Arbitrary<string | boolean> {
  if (row.kind === 'text') return text;
  return row.kind === 'check' ? fc.boolean() : fc.constantFrom(...row.values);
}

const role = fc.record({
  label: text,
  role: fc.constantFrom('signer', 'approver', 'final_copy_reader', 'witness'),
  order: fc.option(fc.nat(9)),
  email: fc.option(text.filter((email) => email !== '')),
  groupId: fc.option(text),
  needs: fc.option(fc.constantFrom('password' as const, 'phone' as const)),
  mustLogIn: fc.boolean(),
});

const tag = fc.record({
  id: text,
  kind: fc.constantFrom('text' as const, 'checkbox' as const, 'date' as const),
  label: text,
  value: text,
});

const templateId = '4206996024-14944f75-c34b-478a-95a1-264b1ff80d35';
const template = fc.record({
  id: fc.constant(templateId),
  name: text,
  subject: text,
  message: text,
  daysValid: fc.option(fc.nat(730)),
  folder: fc.option(fc.record({ id: text, name: text })),
  locks: fc.subarray<TemplateLock>(['subject', 'message', 'name', 'daysValid', 'fields']),
  roles: fc.array(role, { maxLength: 35 }),
  tags: fc.uniqueArray(tag, { maxLength: 60, selector: ({ id }) => id }),
});

const templateChoice = fc.record({
  id: fc.constant(templateId),
  name: text,
  template: fc.option(template),
  people: fc.array(fc.record({ slackUserId: fc.option(fc.constantFrom('U1', 'U2')), address: text })),
  values: fc.array(text),
});

export const form = fc.record({
  document: text,
  template: fc.option(templateChoice),
  folderName: text,
  way: fc.constantFrom(...documentWays),
  found: fc.array(fc.record({ link: text, name: text }), { maxLength: 12 }),
  uploads: fc.array(fc.record({ slackId: text, name: text }), { maxLength: 12 }),
  colleagues: fc.array(fc.constantFrom('U1', 'U2', 'U3'), { maxLength: 60 }),
  others: text,
  iSignToo: fc.boolean(),
  signerChoices: fc.record({
    marked: fc.record({
      approvers: fc.array(text),
      readers: fc.array(text),
      group: fc.array(text),
      login: fc.array(text),
      phone: fc.array(text),
      smartCard: fc.array(text),
      inPerson: fc.array(text),
    }),
    places: fc.array(fc.record({ who: text, place: fc.nat() })),
  }),
  ...(Object.fromEntries(optionRows().map(([id, row]) => [id, anyValueOf(row)])) as {
    [Id in OptionId]: fc.Arbitrary<FormValues[Id]>;
  }),
});

export const generated: fc.Arbitrary<SignRequest> = fc
  .record({
    state: fc.constantFrom(...allStates),
    form,
    signers: fc.array(signer, { maxLength: 36 }),
    details: generatedDetails,
    boxId: maybe,
    shortId: maybe,
    prepareUrl: fc.oneof(fc.constant(null), fc.webUrl(), text),
    refusal: fc.option(refusal),
    looks: fc.nat(3),
    createSentAt: time,
    sentAt: time,
    observedAt: time,
  })
  .map((changes) => aRequest(changes));

/** A request with as much as a record can hold. */
export function fullRecord(state: State, said: string): SignRequest {
  const signers = Array.from({ length: 35 }, (_, index) =>
    aSigner({
      email: `${index}${said}`,
      name: said,
      reason: said,
      order: index,
      decision: state === 'declined' ? 'declined' : null,
      decidedAt: tuesday,
    }),
  );
  const named = { id: said, name: said };
  return aRequest({
    state,
    signers,
    shortId: said,
    prepareUrl: `https://app.box.com/sign/${'x'.repeat(2900)}`,
    refusal: refusalOf('box_refused', said),
    form: { ...emptyForm, document: said, name: said },
    details: {
      file: named,
      sharedLink: `https://app.box.com/s/${'x'.repeat(2900)}`,
      folder: named,
      files: [named],
      filesReady: true,
      signingLogId: said,
      finishedAt: tuesday,
      errorCode: said,
      unknownStatus: said,
      duplicateBoxId: said,
      duplicateFileId: said,
    },
  });
}

/**
 * The nasty texts, repeated until they are as long as a name may be, or longer. Without `EVERY_CASE` only three, which
 * grow the most when they are escaped or cut.
 */
export const longNastyTexts = nastyTexts
  .slice(0, everyCase ? undefined : 3)
  .map((said) => said.repeat(Math.ceil(255 / Math.max(1, said.length))));

/** The form that a page about its signers belongs to. */
export const openForm = {
  formViewId: 'V1',
  draftId: 'd1',
  expanded: true,
  isMessageFilledIn: false,
  isRecentShown: false,
  way: 'link' as const,
  templateId: null,
  isCorrected: false,
  notUsed: null,
};
