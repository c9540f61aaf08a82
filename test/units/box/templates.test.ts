/** Reading templates: only chosen fields are kept, and an odd template hides no other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { getTemplate, listTemplates, readTemplate } from '../../../src/box/templates.ts';
import { cannedBox } from './canned-box.ts';

const input = (more: object) => ({
  type: 'text',
  page_index: 0,
  document_tag_id: 'rate',
  label: 'Rate',
  ...more,
});

const raw = {
  type: 'sign-template',
  id: 'a-1',
  name: 'NDA.pdf',
  email_subject: 'Ours',
  email_message: null,
  days_valid: 0,
  parent_folder: { type: 'folder', id: '45', name: 'Contracts' },
  are_fields_locked: false,
  are_options_locked: true,
  additional_info: { non_editable: ['email_subject'], required: { signers: [['email'], ['email']] } },
  ready_sign_link: { url: 'https://app.box.com/sign/ready-sign-link/secret' },
  signers: [
    // This entry is the sender's.
    { email: '', label: '', role: 'final_copy_reader', order: 1, inputs: [] },
    {
      email: '',
      label: ' Partner ',
      role: 'signer',
      order: 1,
      is_phone_number_required: true,
      inputs: [
        input({ text_value: '100' }),
        input({}),
        input({ document_tag_id: null }),
        input({ document_tag_id: 'ok', type: 'checkbox', checkbox_value: true, label: null }),
        input({ document_tag_id: 'day', type: 'date', date_value: '2027-01-04' }),
        input({ document_tag_id: 'one', type: 'dropdown' }),
        { type: 'attachment' },
        null,
      ],
    },
    {
      email: 'Legal@Acme.com',
      label: '',
      role: 'approver',
      order: 2,
      login_required: true,
      signer_group_id: 'g',
    },
  ],
};

it('a template has its roles without the sender, the tags that can be filled in, and what is locked', () => {
  expect(readTemplate(raw)).toEqual({
    id: 'a-1',
    name: 'NDA',
    subject: 'Ours',
    message: '',
    daysValid: null,
    folder: { id: '45', name: 'Contracts' },
    locks: ['subject', 'name', 'daysValid'],
    roles: [
      {
        label: 'Partner',
        role: 'signer',
        order: 1,
        email: null,
        groupId: null,
        needs: 'phone',
        mustLogIn: false,
      },
      {
        label: '',
        role: 'approver',
        order: 2,
        email: 'legal@acme.com',
        groupId: 'g',
        needs: null,
        mustLogIn: true,
      },
    ],
    tags: [
      { id: 'rate', kind: 'text', label: 'Rate', value: '100' },
      { id: 'ok', kind: 'checkbox', label: '', value: 'yes' },
      { id: 'day', kind: 'date', label: 'Rate', value: '2027-01-04' },
    ],
  });
});

it('a template whose texts and fields are locked, and that asks for a password, is read', () => {
  const sender = raw.signers[0];
  const asksForPassword = { is_password_required: true, is_phone_number_required: true };
  const read = readTemplate({
    ...raw,
    email_message: 'Please sign',
    days_valid: 30,
    parent_folder: { id: '45' },
    are_email_settings_locked: true,
    are_fields_locked: true,
    are_options_locked: false,
    additional_info: { non_editable: ['days_valid'] },
    // A final copy reader with an address is not the sender, nor is one in a later place.
    signers: [{ ...sender, email: 'copy@acme.com' }, sender, { ...asksForPassword, order: 1.5, email: ' ' }],
  });
  expect(read).toMatchObject({
    message: 'Please sign',
    daysValid: 30,
    folder: { id: '45', name: '' },
    locks: ['subject', 'message', 'daysValid', 'fields'],
  });
  expect(read?.roles.map(({ role, order, email, needs }) => [role, order, email, needs])).toEqual([
    ['final_copy_reader', 1, 'copy@acme.com', null],
    ['final_copy_reader', 1, null, null],
    ['signer', null, null, 'password'],
  ]);
});

it('any template can be read unless it has no id or no list of signers', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (signers, inputs, more) => {
      const read = readTemplate({
        id: 'x',
        name: more,
        additional_info: more,
        signers: [signers, { inputs }],
      });
      expect(read?.id).toBe('x');
      expect(readTemplate(more)?.id ?? null).toBeNull();
    }),
  );
});

it('a person’s templates are listed page by page, each once, past odd entries', async () => {
  const box = await cannedBox(
    {
      status: 200,
      body: { entries: [raw, null, { name: 'no id' }, { id: 'b', name: null }], next_marker: 'm' },
    },
    { status: 200, body: { entries: [{ id: 'c', name: 'Lease.pdf' }, raw], next_marker: '' } },
  );
  expect(await listTemplates(box.session)).toEqual([
    { id: 'a-1', name: 'NDA' },
    { id: 'b', name: '' },
    { id: 'c', name: 'Lease' },
  ]);
  expect(box.received.map(({ path, query }) => [path, query.get('limit'), query.get('marker')])).toEqual([
    ['/2.0/sign_templates', '1000', null],
    ['/2.0/sign_templates', '1000', 'm'],
  ]);
});

it('an endless list is cut off, and an id stays within its path', async () => {
  const page = { status: 200, body: { entries: [], next_marker: 'again' } };
  const box = await cannedBox(...Array.from({ length: 5 }, () => page), { status: 200, body: raw });
  expect(await listTemplates(box.session)).toEqual([]);
  await getTemplate(box.session, '../users/me');
  expect(box.received.at(-1)?.path).toBe('/2.0/sign_templates/..%2Fusers%2Fme');
});
