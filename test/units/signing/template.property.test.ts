/** Values for a template reach Box as they were typed, and each person gets the place of their role. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  barrierOf,
  isSameTemplate,
  mostFields,
  nobodyInRole,
  type Template,
  type TemplateRole,
  type TemplateTag,
  withDescription,
} from '../../../src/signing/template.ts';
import { boxRoleOf, readRoles } from '../../../src/signing/template-people.ts';
import { prefillOf, valueRefusals } from '../../../src/signing/template-values.ts';
import { anyString } from '../../builders/any-string.ts';

const text = anyString({ maxLength: 60 });
const value = {
  text: anyString({ minLength: 1, maxLength: 500 }),
  checkbox: fc.constantFrom('yes', ''),
  date: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
};
const boxName = { text: 'text_value', checkbox: 'checkbox_value', date: 'date_value' } as const;

const tags = fc.uniqueArray(
  fc
    .record({ id: text, kind: fc.constantFrom('text', 'checkbox', 'date'), label: text })
    .chain(({ id, kind, label }) =>
      fc.tuple(value[kind], value[kind]).map(([before, typed]) => ({
        tag: { id, kind, label, value: before } satisfies TemplateTag,
        typed,
      })),
    ),
  { selector: ({ tag }) => tag.id, maxLength: 20 },
);

const role = (more: Partial<TemplateRole>): TemplateRole => ({
  label: '',
  role: 'signer',
  order: null,
  email: null,
  groupId: null,
  needs: null,
  mustLogIn: false,
  ...more,
});

const template = (more: Partial<Template>): Template => ({
  id: 't',
  name: 'T',
  subject: '',
  message: '',
  daysValid: null,
  folder: null,
  locks: [],
  roles: [role({})],
  tags: [],
  ...more,
});

const fresh = { id: 't', name: 'T', template: null, people: [], values: [] };

it('typed values are sent unchanged, and nothing that the template has already', () => {
  fc.assert(
    fc.property(tags, (filled) => {
      const read = withDescription(fresh, template({ tags: filled.map(({ tag }) => tag) }));
      expect(prefillOf(read)).toEqual([]);
      const chosen = { ...read, values: filled.map(({ typed }) => typed) };
      expect(valueRefusals(chosen)).toEqual({});
      const changed = filled.filter(({ tag, typed }) => tag.value !== typed);
      expect(prefillOf(chosen)).toEqual(
        changed.map(({ tag, typed }) => ({
          document_tag_id: tag.id,
          [boxName[tag.kind]]: tag.kind === 'checkbox' ? typed === 'yes' : typed,
        })),
      );
      const locked = {
        ...chosen,
        template: template({ tags: filled.map(({ tag }) => tag), locks: ['fields'] }),
      };
      expect(prefillOf(locked)).toEqual([]);
    }),
  );
});

it.each<[kind: TemplateTag['kind'], typed: string, refusal: object, before?: string]>([
  ['text', 'x'.repeat(501), { code: 'text_too_long', most: 500 }],
  ['date', '2027-02-30', { code: 'not_a_date', text: '2027-02-30' }],
  ['date', 'tomorrow', { code: 'not_a_date', text: 'tomorrow' }],
  ['checkbox', 'maybe', { code: 'not_a_tick' }],
  ['text', '', { code: 'value_emptied', text: '80,000' }, '80,000'],
  ['date', '', { code: 'value_emptied', text: '2027-01-04' }, '2027-01-04'],
])('a %s refuses the value %s', (kind, typed, refusal, value = '') => {
  const read = withDescription(fresh, template({ tags: [{ id: 'a', kind, label: '', value }] }));
  expect(valueRefusals({ ...read, values: [typed] })).toEqual({ tag_0: refusal });
});

it.each<[kind: TemplateTag['kind'], typed: string]>([
  ['text', 'x'.repeat(500)],
  ['text', '💼'.repeat(500)],
  ['date', '2028-02-29'],
  ['checkbox', 'yes'],
])('a %s accepts the value %s', (kind, typed) => {
  const read = withDescription(fresh, template({ tags: [{ id: 'a', kind, label: '', value: '' }] }));
  expect(valueRefusals({ ...read, values: [typed] })).toEqual({});
});

it('each person gets the place of their role', () => {
  const roles = fc.array(fc.boolean(), { minLength: 1, maxLength: 35 });
  fc.assert(
    fc.property(roles, (stored) => {
      const made = template({
        roles: stored.map((isStored, index) => role({ email: isStored ? `r${index}@acme.com` : null })),
      });
      const people = stored.map((isStored, index) =>
        isStored
          ? nobodyInRole
          : { slackUserId: index % 2 ? `U${index}` : null, address: index % 2 ? '' : `P${index}@x.com` },
      );
      const read = readRoles({ ...fresh, template: made, people });
      if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
      expect(read.signers.map(({ slackUserId, email }) => slackUserId ?? email)).toEqual(
        stored.map((isStored, index) =>
          isStored ? `r${index}@acme.com` : index % 2 ? `U${index}` : `p${index}@x.com`,
        ),
      );
      const sent = read.signers.map((signer, index) =>
        boxRoleOf(made.roles[index] ?? role({}), signer, { language: 'any', tenant: 'T1', phone: null }),
      );
      expect(sent.map((one) => 'email' in one)).toEqual(stored.map((isStored) => !isStored));
    }),
  );
});

it('people and values stay when a template changes, matched by the names of roles and tags', () => {
  const tag = (id: string, kind: TemplateTag['kind'] = 'text'): TemplateTag => ({
    id,
    kind,
    label: '',
    value: '',
  });
  const before = withDescription(
    fresh,
    template({ roles: [role({ label: 'Client' }), role({ label: 'Boss' })], tags: [tag('a'), tag('b')] }),
  );
  const filled = {
    ...before,
    people: [
      { slackUserId: null, address: 'dee@client.com' },
      { slackUserId: 'U_CY', address: '' },
    ],
    values: ['one', 'two'],
  };
  const changed = template({
    roles: [role({ label: 'Witness' }), role({ label: 'Client' }), role({ label: 'Boss', role: 'approver' })],
    tags: [tag('b'), tag('a', 'checkbox'), tag('c')],
  });
  expect(withDescription(filled, changed)).toMatchObject({
    people: [nobodyInRole, { slackUserId: null, address: 'dee@client.com' }, nobodyInRole],
    values: ['two', '', ''],
  });
});

it('a template cannot be used if it needs a password, has no signer, or has too many fields', () => {
  const signer = { email: 'boss@acme.com' };
  const tags = (count: number): TemplateTag[] =>
    Array.from({ length: count }, (_, index) => ({ id: `${index}`, kind: 'text', label: '', value: '' }));
  const barrier = (roles: readonly Partial<TemplateRole>[], more: Partial<Template> = {}) =>
    barrierOf(template({ roles: roles.map(role), ...more }));
  expect(barrier([{ needs: 'password' }])).toBe('password');
  expect(barrier([{ ...signer, needs: 'password' }])).toBeNull();
  expect(barrier([{ role: 'final_copy_reader' }])).toBe('nobody');
  expect(barrier([{ role: 'final_copy_reader' }, { role: 'approver' }])).toBeNull();
  // A role takes one block, two if somebody is to be named, and three with a phone number.
  expect(barrier([signer], { tags: tags(mostFields - 1) })).toBeNull();
  expect(barrier([signer], { tags: tags(mostFields) })).toBe('too_many');
  expect(barrier([{}], { tags: tags(mostFields - 2) })).toBeNull();
  expect(barrier([{}], { tags: tags(mostFields - 1) })).toBe('too_many');
  expect(barrier([{ needs: 'phone' }], { tags: tags(mostFields - 3) })).toBeNull();
  expect(barrier([{ needs: 'phone' }], { tags: tags(mostFields - 2) })).toBe('too_many');
  expect(barrier([{}], { tags: tags(mostFields), locks: ['fields'] })).toBeNull();
});

it('a template has changed when anything did that the form shows or Box sends', () => {
  const tag: TemplateTag = { id: 'a', kind: 'text', label: 'Rent', value: '80' };
  const known = template({ roles: [role({ label: 'Client' })], tags: [tag], locks: ['subject', 'name'] });
  const ofRole = (changed: Partial<TemplateRole>) => ({ roles: [role({ label: 'Client', ...changed })] });
  const ofTag = (changed: Partial<TemplateTag>) => ({ tags: [{ ...tag, ...changed }] });
  const changes: readonly Partial<Template>[] = [
    { subject: 'Other' },
    { message: 'Other' },
    { daysValid: 3 },
    { folder: { id: '7', name: 'Signed' } },
    { locks: ['subject'] },
    { roles: [...known.roles, role({})] },
    ofRole({ label: 'Boss' }),
    ofRole({ role: 'approver' }),
    ofRole({ order: 1 }),
    ofRole({ email: 'bo@acme.com' }),
    ofRole({ groupId: 'g' }),
    ofRole({ needs: 'phone' }),
    ofRole({ mustLogIn: true }),
    ofTag({ id: 'b' }),
    ofTag({ kind: 'date' }),
    ofTag({ label: 'Price' }),
    ofTag({ value: '90' }),
  ];
  for (const changed of changes) expect(isSameTemplate(known, { ...known, ...changed })).toBe(false);
  const reordered = Object.fromEntries(Object.entries(known).reverse()) as unknown as Template;
  expect(isSameTemplate(known, { ...reordered, locks: ['name', 'subject'] })).toBe(true);
  expect(isSameTemplate(known, { ...known, name: 'Renamed' })).toBe(true);
});

it('each role of a template needs one person, and nobody takes two', () => {
  const picked = { slackUserId: 'U_CY', address: '' };
  const typed = (address: string) => ({ slackUserId: null, address });
  const refusals = (roles: readonly Partial<TemplateRole>[], ...people: (typeof nobodyInRole)[]) => {
    const read = readRoles({ ...fresh, template: template({ roles: roles.map(role) }), people });
    return 'refusals' in read ? read.refusals : {};
  };
  expect(refusals([{}], nobodyInRole)).toEqual({ role_0: { code: 'role_missing' } });
  expect(refusals([{}])).toEqual({ role_0: { code: 'role_missing' } });
  expect(refusals([{}], { ...picked, address: 'bo@client.com' })).toEqual({
    role_0: { code: 'role_taken_twice' },
  });
  expect(refusals([{}], typed('bo@client.com, eli@client.com'))).toEqual({
    role_0: { code: 'role_taken_twice' },
  });
  expect(refusals([{}], typed('bo(at)client.com'))).toMatchObject({
    role_0: { code: 'signer_not_an_address' },
  });
  const twice = (text: string) => ({ code: 'signer_twice', text });
  expect(refusals([{}, {}], picked, picked)).toEqual({ role_1: twice('') });
  expect(refusals([{}, {}], typed('bo@client.com'), typed('Bo@Client.com'))).toEqual({
    role_1: twice('bo@client.com'),
  });
  expect(refusals([{}, { email: 'bo@client.com' }], typed('bo@client.com'))).toEqual({
    role_0: twice('bo@client.com'),
  });
  expect(refusals([{}, {}], picked, typed('bo@client.com'))).toEqual({});
});

it('a signer from a template has what the template says of the role', () => {
  const roles = [
    role({ label: 'Boss', role: 'approver', order: 2, groupId: 'g', mustLogIn: true }),
    role({ needs: 'phone' }),
    role({ email: 'di@acme.com', needs: 'phone' }),
  ];
  const people = ['bo@client.com', 'eli@client.com'].map((address) => ({ slackUserId: null, address }));
  const read = readRoles({ ...fresh, template: template({ roles }), people });
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  const [boss, second, third] = read.signers;
  expect(boss).toMatchObject({ label: 'Boss', role: 'approver', order: 2, groupId: 'g', check: 'login' });
  expect(second).toMatchObject({ email: 'eli@client.com', check: 'phone' });
  expect(third).not.toHaveProperty('check');
  const context = { language: 'any', tenant: 'T1', phone: '+491701234567' };
  const sent = read.signers.map((signer, index) => boxRoleOf(roles[index] ?? role({}), signer, context));
  expect(sent).toEqual([
    { email: 'bo@client.com', role: 'approver' },
    {
      email: 'eli@client.com',
      role: 'signer',
      verification_method: { type: 'phone', phone_number: '+491701234567' },
    },
    { role: 'signer' },
  ]);
});
