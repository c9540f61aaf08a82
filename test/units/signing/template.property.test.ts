/** Values for a template reach Box as they were typed, and each person gets the place of their role. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
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
