/** Templates: in the form, read back from it, in their list, and in the lines of a request. */
import { describe, expect, it } from 'vitest';
import { emptyForm } from '../../../src/signing/form.ts';
import { chosenTemplate, type Template, type TemplateChoice } from '../../../src/signing/template.ts';
import { phraseText } from '../../../src/views/blocks.ts';
import { optionLines, prefilledLines } from '../../../src/views/option-lines.ts';
import { tagName, templateBlocks } from '../../../src/views/template-blocks.ts';
import { readTemplateChoice, readTemplatePhones, shownValue } from '../../../src/views/template-form.ts';
import {
  readTemplateList,
  readUsedTemplate,
  type TemplatesFound,
  templateListView,
} from '../../../src/views/template-list.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours(24 * 30));

const role = {
  label: '',
  role: 'signer',
  order: null,
  email: null,
  groupId: null,
  needs: null,
  mustLogIn: false,
};
const plain: Template = {
  id: 't1',
  name: 'Order',
  subject: '',
  message: '',
  daysValid: null,
  folder: null,
  locks: [],
  roles: [role],
  tags: [],
};
const full: Template = {
  ...plain,
  subject: 'Please sign',
  message: 'Thank\nyou',
  daysValid: 30,
  folder: { id: '9', name: 'Orders' },
  locks: ['subject', 'daysValid'],
  roles: [
    { ...role, label: 'Buyer', groupId: 'g', mustLogIn: true },
    { ...role, label: 'Buyer', role: 'approver' },
    { ...role, role: 'final_copy_reader', email: 'archive@acme.com' },
    { ...role, needs: 'phone' },
  ],
  tags: [
    { id: 'price', kind: 'text', label: 'Price', value: '12' },
    { id: 'other', kind: 'text', label: 'Price', value: '' },
    { id: 'paid', kind: 'checkbox', label: '', value: 'yes' },
    { id: '', kind: 'date', label: '', value: '2026-12-01' },
  ],
};
const nobody = { slackUserId: null, address: '' };
const chosen = (template: Template, more: Partial<TemplateChoice> = {}): TemplateChoice => ({
  ...chosenTemplate('t1', 'Order'),
  template,
  people: template.roles.map(() => nobody),
  values: template.tags.map(({ value }) => value),
  ...more,
});
/** The lines of the form, without what the fields hold. */
const drawn = (choice: TemplateChoice | null, isRefused = false) =>
  shown(templateBlocks(choice, [], t, isRefused)).map((line) => line.replace(/: \{.*/, ''));

describe('the form for a template', () => {
  it('has a field for each role and tag, named apart, and what the template presets', () => {
    expect(drawn(chosen(full))).toEqual([
      'Buyer 1 (one of a group, must sign in to Box): from your workspace',
      'Buyer 1 (one of a group, must sign in to Box): or by email',
      'Buyer 2 (approves): from your workspace',
      'Buyer 2 (approves): or by email',
      'Signer 3 (only gets a copy): archive@acme.com, from the template',
      'Signer 4: from your workspace',
      'Signer 4: or by email',
      'Phone number of Signer 4',
      'Price 1',
      'Price 2',
      'paid',
      'Field in the document',
      'From the template',
      'Email subject: Please sign (cannot be changed)',
      'Message: Thank\nyou',
      'Expires: after 30 days (cannot be changed)',
      'Signed copy goes to: Orders',
    ]);
    expect(drawn(chosen(plain))).toEqual(['Signer 1: from your workspace', 'Signer 1: or by email']);
  });

  it('is filled in with what was chosen before', () => {
    const people = [{ slackUserId: 'U1', address: '' }, { ...nobody, address: 'dee@client.com' }, nobody];
    const choice = chosen(full, { people: [...people, { slackUserId: 'U2', address: '' }], values: ['13'] });
    const lines = shown(templateBlocks(choice, [{ who: 'U2', number: '+4930123456' }], t));
    expect(lines[0]).toContain('"initial_user":"U1"');
    expect(lines[3]).toContain('"initial_value":"dee@client.com"');
    expect(lines[7]).toContain('"initial_value":"+4930123456"');
    expect(lines[8]).toContain('"initial_value":"13"');
    expect(lines[10]).not.toContain('initial_options');
    const ticked = shown(templateBlocks(chosen(full), [], t));
    expect(ticked[10]).toContain('"initial_options"');
    expect(ticked[11]).toContain('"initial_date":"2026-12-01"');
  });

  it('says that its fields are locked if it has some, and that it never expires if that is fixed', () => {
    const locks = ['fields', 'daysValid'] as const;
    expect(drawn(chosen({ ...plain, tags: full.tags, locks })).slice(2)).toEqual([
      'From the template',
      'Expires: never (cannot be changed)',
      "This template's fields can't be filled in here.",
    ]);
    expect(drawn(chosen({ ...plain, locks: ['fields'] }))).toHaveLength(2);
  });

  it('says why it has no fields', () => {
    expect(drawn(null)).toEqual([]);
    expect(drawn(chosenTemplate('t1', 'Order'))).toEqual([
      '⏳ Asking Box for its signers and fields… [Ask again]',
    ]);
    expect(drawn(chosenTemplate('t1', 'Order'), true)).toEqual([
      'Its signers and fields could not be read from Box. [Ask again]',
    ]);
    expect(drawn(chosen({ ...plain, roles: [{ ...role, needs: 'password' }] }))).toEqual([
      expect.stringMatching(/^This template needs a password .* \[Open Box\]$/),
    ]);
  });
});

describe('the form for a template is read back', () => {
  const before = chosen(full, {
    people: full.roles.map(() => ({ slackUserId: 'U9', address: 'old@acme.com' })),
    values: ['1', '2', 'yes', '2026-01-01'],
  });
  const option = { selected_option: { value: 't1', text: { text: 'Order' } } };
  const read = (state: Parameters<typeof readTemplateChoice>[1], given: typeof before | null = before) =>
    readTemplateChoice(option, state, given, 't1');

  it('fields that the form does not show keep their values', () => {
    expect(read({})).toEqual(before);
    expect(readTemplateChoice(undefined, {}, before, 't1')).toBe(before);
  });

  it('people are trimmed, values are not, and what was emptied is empty', () => {
    const choice = read({
      'role_0_person@t1': { role_person: { selected_user: null } },
      'role_0@t1': { role_address: { value: ' dee@client.com ' } },
      'role_1@t1': { role_address: { value: null } },
      'tag_0@t1': { tag_value: { value: ' 13 ' } },
      'tag_2@t1': { tag_value: { selected_options: [] } },
      'tag_3@t1': { tag_value: { selected_date: null } },
    });
    expect(choice?.people.slice(0, 2)).toEqual([
      { slackUserId: null, address: 'dee@client.com' },
      { slackUserId: 'U9', address: '' },
    ]);
    expect(choice?.values).toEqual([' 13 ', '2', '', '']);
    expect(
      read({
        'tag_2@t1': { tag_value: { selected_options: [{ value: 'yes' }] } },
        'tag_3@t1': { tag_value: { selected_date: '2026-12-24' } },
      })?.values.slice(2),
    ).toEqual(['yes', '2026-12-24']);
  });

  it('another template, or none, takes nothing from the one before', () => {
    const other = { selected_option: { value: 't2' } };
    expect(readTemplateChoice(other, {}, before, 't1')).toEqual(chosenTemplate('t2', ''));
    expect(readTemplateChoice({ selected_option: null }, {}, before, 't1')).toBeNull();
    expect(readTemplateChoice(option, {}, before, 't2')).toEqual(chosenTemplate('t1', 'Order'));
    expect(read({}, null)).toEqual(chosenTemplate('t1', 'Order'));
  });

  it('a value that was shown cut keeps its whole text, and an invalid date is not shown', () => {
    const long = { id: 'long', kind: 'text' as const, label: '', value: 'x'.repeat(600) };
    const cut = shownValue(long, long.value);
    expect(cut).toHaveLength(500);
    const template = { ...plain, tags: [long] };
    const values = (value: string) =>
      read({ 'tag_0@t1': { tag_value: { value } } }, chosen(template))?.values;
    expect(values(cut)).toEqual([long.value]);
    expect(values('short')).toEqual(['short']);
    expect(shownValue({ ...long, kind: 'date' }, 'soon')).toBe('');
    expect(shownValue({ ...long, kind: 'date' }, '2026-12-01')).toBe('2026-12-01');
  });

  it('a phone number is asked for where a role needs one and somebody was named', () => {
    const people = [nobody, nobody, nobody, { slackUserId: 'U2', address: '' }];
    const typed = { 'role_3_phone@t1': { role_phone: { value: '+49 30 123456' } } };
    expect(readTemplatePhones(typed, chosen(full, { people }))).toEqual({
      phones: [{ who: 'U2', number: '+4930123456' }],
      refusals: {},
    });
    expect(readTemplatePhones({}, chosen(full, { people })).refusals).toHaveProperty('role_3_phone');
    for (const choice of [chosen(full), chosen(plain, { people: [{ ...nobody, slackUserId: 'U2' }] }), null])
      expect(readTemplatePhones(typed, choice)).toEqual({ phones: [], refusals: {} });
  });
});

describe('the list of templates', () => {
  const list = (page: number, found: TemplatesFound, words = '') =>
    templateListView({ words, page }, found, t);
  const lines = (...given: Parameters<typeof list>) => shown(list(...given).blocks).slice(1);
  const many = (count: number): TemplatesFound => ({
    kind: 'listed',
    isEmpty: false,
    templates: Array.from({ length: count }, (_, index) => ({
      id: `t${index}`,
      name: index === 0 ? '' : `N${index}`,
    })),
  });

  it('has twenty on a page, and buttons for the other pages', () => {
    expect(lines(1, many(20))).toHaveLength(20);
    expect(lines(1, many(20))[0]).toBe('A template without a name [Use]');
    expect(lines(1, many(21)).slice(-3)).toEqual(['N19 [Use]', 'Page 1 of 2', '[Next]']);
    expect(lines(2, many(41)).slice(-3)).toEqual(['N39 [Use]', 'Page 2 of 3', '[Previous] [Next]']);
    expect(lines(9, many(41))).toEqual(['N40 [Use]', 'Page 3 of 3', '[Previous]']);
    expect(readTemplateList(list(9, many(41), 'N').private_metadata ?? '')).toEqual({ words: 'N', page: 3 });
    expect(lines(-1, many(41)).slice(-2)).toEqual(['Page 1 of 3', '[Next]']);
  });

  it('says why it is empty', () => {
    const none = { kind: 'listed', templates: [] } as const;
    expect(lines(1, { ...none, isEmpty: false }, 'zz')).toEqual(['None of your templates matches "zz".']);
    expect(lines(1, { ...none, isEmpty: true })[0]).toContain('You have no templates yet.');
    expect(lines(1, { kind: 'asking' })).toEqual(['⏳ Asking Box for your templates…']);
    for (const [found, said] of [
      [{ kind: 'silent' }, 'Box has not answered.'],
      [{ kind: 'refused', why: 'sign_not_enabled' }, 'Your Box plan may not include Box Sign'],
      [
        { kind: 'refused', why: 'policy_forbids' },
        "Your company's Box settings do not let this app read your templates.",
      ],
      [{ kind: 'refused', why: 'app_lacks_scope' }, 'The Box app that this app uses may not do this.'],
      [{ kind: 'ended' }, 'Your connection to Box has ended.'],
    ] as const) {
      expect(lines(1, found)[0]).toContain(said);
      expect(lines(1, found)[0]).toContain('[Ask Box again]');
    }
  });

  it('has nothing to search without a connection', () => {
    const apart = (canConnect: boolean) => list(1, { kind: 'notConnected', canConnect });
    expect(shown(apart(true).blocks)).toEqual([
      'Connect your Box account to see your templates. [Connect Box]',
    ]);
    expect(shown(apart(false).blocks)).toEqual([expect.stringContaining('nothing can be sent from here')]);
    expect([apart(true).submit, apart(false).submit]).toEqual([undefined, undefined]);
    expect(list(1, { kind: 'asking' }).submit?.text).toBe('Search');
  });

  it('the template of a pressed button is read with its name', () => {
    expect(readUsedTemplate('t1 Order of goods')).toEqual({ id: 't1', name: 'Order of goods' });
    expect(['', ' Order', null].map(readUsedTemplate)).toEqual([null, null, null]);
    for (const odd of ['{"words":1,"page":"2"}', '{"words":"a"}', 'x'])
      expect(readTemplateList(odd)).toBeNull();
  });
});

describe('a request’s lines', () => {
  const linesOf = (changes: Parameters<typeof aRequest>[0]) =>
    optionLines(aRequest(changes), 50, t).map((line) => phraseText(line, t));

  it('have the values of a template’s fields, ticked or not, and no empty ones', () => {
    const filled = (values: readonly string[]) =>
      prefilledLines(
        aRequest({ form: { ...emptyForm, way: 'template', template: chosen(full, { values }) } }),
        20,
        t,
      ).map((line) => phraseText(line, t));
    expect(filled(['13', '', 'yes', '2026-12-01'])).toEqual([
      'Price 1: 13',
      'paid: yes',
      'Field in the document: 2026-12-01',
    ]);
    expect(filled([])).toEqual(['paid: no']);
    expect(full.tags.map((tag) => tagName(full, tag, t)).slice(0, 2)).toEqual(['Price 1', 'Price 2']);
  });

  it('have the options that still mean something', () => {
    const form = {
      ...aRequest().form,
      daysValid: '1',
      order: 'others_first' as const,
      reminders: false,
      subject: 'Please sign',
    };
    const unknown = { form, details: { expiresAt: null } };
    const [order, subject] = [
      'Who signs when: Other signers first, then colleagues',
      'Email subject: Please sign',
    ];
    expect(linesOf(unknown)).toEqual([order, 'Expires: after 1 day', 'Reminders: none', subject]);
    expect(linesOf({ form })[1]).toBe('Expires: 30 Nov 2026 at 13:00');
    expect(linesOf({ form, state: 'declined' })).toEqual([order, subject]);
    expect(linesOf({ ...unknown, details: { expiresAt: null, madeIn: 'box' } })).toEqual([
      order,
      'Expires: after 1 day',
      subject,
    ]);
    expect(linesOf({ ...unknown, form: { ...form, daysValid: '' } }).join()).not.toContain('Expires');
    const ofTemplate = { ...form, way: 'template' as const, template: chosen(plain) };
    expect(linesOf({ ...unknown, form: ofTemplate })).not.toContain(order);
  });
});
