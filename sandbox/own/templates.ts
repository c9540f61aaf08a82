/** Realistic templates in Ana's Box account, which differ in what they ask for. */
import type { Place } from '../box/content.ts';
import type { SeededItem } from '../box/seed.ts';
import type { SandboxBox } from '../box/server.ts';
import type { TemplateField, TemplateSigner } from '../box/templates.ts';

/** Adds the templates, in a folder of their own. @param contracts folder for the signed copies of one of them */
export function addTemplates(box: SandboxBox, ana: SeededItem, contracts: SeededItem): void {
  const folder = box.addFolder(ana, { name: 'Templates' });
  const document = (name: string, lines: readonly string[]) => [box.addFile(ana, { name, folder, lines })];
  box.addTemplate(ana, document('NDA.pdf', nda), {
    name: 'NDA',
    daysValid: 14,
    subject: 'Our non-disclosure agreement',
    signers: [{ label: 'Partner', fields: [signature(0)] }],
  });
  box.addTemplate(ana, document('Contractor agreement.pdf', contractor), {
    name: 'Contractor agreement',
    folderId: contracts.id,
    message: 'Please read clause 2 first.',
    signers: [
      {
        label: 'Contractor',
        fields: [
          signature(0),
          field('text', 'Company', 'company', row(0)),
          field('text', 'Daily rate', 'rate', row(1)),
          field('checkbox', 'Works on site', 'on-site', row(2)),
          field('date', 'First day', 'first-day', row(3)),
        ],
      },
      { label: 'Hiring manager', role: 'approver', fields: [] },
      { label: 'Legal', role: 'final_copy_reader', email: 'legal@acme.com', fields: [] },
    ],
  });
  box.addTemplate(ana, document('Offer of employment.pdf', offer), {
    name: 'Offer of employment',
    subject: 'Your offer from Acme',
    message: 'Welcome. Please sign within the week.',
    daysValid: 7,
    locked: ['email_settings', 'options', 'recipients', 'fields'],
    signers: [
      {
        label: 'Candidate',
        fields: [signature(0), field('text', 'Title', 'title', row(0), 'Contract Manager')],
      },
      { label: 'People team', email: 'bo@acme.com', fields: [signature(1)] },
    ],
  });
  box.addTemplate(ana, document('Bank mandate.pdf', mandate), {
    name: 'Bank mandate',
    signers: [{ label: 'Account holder', needsPassword: true, fields: [signature(0)] }],
  });
}

type Fields = TemplateSigner['fields'];

function signature(column: 0 | 1): Fields[number] {
  const place = { page: 0, x: column === 0 ? 0.1 : 0.54, y: 0.82, width: 0.34, height: 0.07 };
  return { type: 'signature', label: null, tag: null, place };
}

function field(
  type: TemplateField['type'],
  label: string,
  tag: string,
  place: Place,
  value?: string,
): TemplateField {
  return { type, label, tag, place, ...(value !== undefined && { value }) };
}

/** The place of row `index` in the part of the page that the documents leave free. */
function row(index: number): Place {
  return { page: 0, x: 0.32, y: 0.4 + index * 0.05, width: 0.3, height: 0.038 };
}

const nda = [
  'NON-DISCLOSURE AGREEMENT',
  '',
  'The partner keeps to itself what Acme Ltd shows it, for two years.',
];

const contractor = [
  'CONTRACTOR AGREEMENT',
  '',
  'Acme Ltd, 12 Harbour Street, engages the contractor named below.',
  '',
  '1. The work is agreed for each month.',
  '2. It is paid by the day, 30 days after the invoice.',
];

const offer = ['OFFER OF EMPLOYMENT', '', 'We are glad to offer you a place with us. You start next month.'];

const mandate = ['BANK MANDATE', '', 'The account holder allows Acme Ltd to collect the rent each month.'];
