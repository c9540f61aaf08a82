/** The values with which a new form opens, and those of a form with a template. */
import { describe, expect, it } from 'vitest';
import { defaultsOf, formAfterWayChange, withDefaults } from '../../../src/signing/defaults.ts';
import { emptyForm, type FormValues } from '../../../src/signing/form.ts';
import { settingValues } from '../../../src/signing/settings.ts';
import { chosenTemplate, type Template } from '../../../src/signing/template.ts';
import {
  askedRefusals,
  withoutTemplateOptions,
  withTemplateTexts,
} from '../../../src/signing/template-options.ts';
import { aSignRequest } from '../../builders/sign-requests.ts';

const own = { id: '7', name: 'Own' };
const allowed = { id: '8', name: 'Allowed' };
const other = { id: '9', name: 'Other' };
const defaults = { daysValid: '20', folder: '7', folderName: 'Own', reminders: false };

describe('the defaults of a form', () => {
  it('they are the person’s own settings', () => {
    const person = { ownFolder: [own], ownDays: '20', ownReminders: false };
    expect(defaultsOf(settingValues({}, person))).toEqual(defaults);
    const initial = { daysValid: '30', folder: '', folderName: '', reminders: true };
    expect(defaultsOf(settingValues({}, {}))).toEqual(initial);
  });

  it('a rule that allows one folder gives it to those who have none', () => {
    const folderOf = (allowedFolders: object, ownFolder: object) =>
      defaultsOf(settingValues({ allowedFolders }, { ownFolder })).folder;
    expect(folderOf([allowed], [])).toBe('8');
    expect(folderOf([allowed], [own])).toBe('7');
    expect(folderOf([allowed, other], [])).toBe('');
  });

  it('an expiry that the rules forbid becomes the longest that they allow', () => {
    const daysOf = (longestDays: string, ownDays: string) =>
      defaultsOf(settingValues({ longestDays }, { ownDays })).daysValid;
    expect(daysOf('10', '20')).toBe('10');
    expect(daysOf('10', '')).toBe('10');
    expect(daysOf('30', '20')).toBe('20');
  });

  it('a new form is sent as the last one was, or as the person always wants it', () => {
    const latest = [aSignRequest().withoutFields().build()];
    const delivery = (ownDelivery: string) =>
      withDefaults(emptyForm, settingValues({}, { ownDelivery }), latest).delivery;
    expect(['last', 'prepare', 'direct'].map(delivery)).toEqual(['direct', 'prepare', 'direct']);
    expect(withDefaults(emptyForm, settingValues({}, {}), []).delivery).toBe('prepare');
  });
});

describe('a form whose document is given in another way', () => {
  const filled = (more: Partial<FormValues>): FormValues => ({ ...emptyForm, ...defaults, ...more });
  const outcome = (form: FormValues, before: FormValues['way']) => {
    const { daysValid, folder, folderName } = formAfterWayChange(form, before, defaults);
    return [daysValid, folder, folderName];
  };

  it('with a template, the defaults give way to those of the template, and what was typed stays', () => {
    expect(outcome(filled({ way: 'template' }), 'link')).toEqual(['', '', '']);
    const folder = 'https://app.box.com/folder/7';
    expect(outcome(filled({ way: 'template', folder }), 'link')).toEqual(['', '', '']);
    const typed = filled({ way: 'template', daysValid: '5', folder: '9', folderName: 'Other' });
    expect(outcome(typed, 'link')).toEqual(['5', '9', 'Other']);
  });

  it('after a template, the defaults come back where nothing was typed', () => {
    const emptied = { daysValid: '', folder: '', folderName: '' };
    expect(outcome(filled({ way: 'link', ...emptied }), 'template')).toEqual(['20', '7', 'Own']);
    const typed = { daysValid: '5', folder: '9', folderName: 'Other' };
    expect(outcome(filled({ way: 'link', ...typed }), 'template')).toEqual(['5', '9', 'Other']);
    expect(outcome(filled({ way: 'upload', ...emptied }), 'link')).toEqual(['', '', '']);
  });
});

describe('the texts of a template', () => {
  const template: Template = {
    id: 't',
    name: 'T',
    subject: 'Their subject',
    message: 'Their message',
    daysValid: 14,
    folder: null,
    locks: ['message', 'fields'],
    roles: [],
    tags: [],
  };
  const choice = { ...chosenTemplate('t', 'T'), template };
  const typed = { subject: 'Mine', message: 'Mine', daysValid: '' };
  const form: FormValues = { ...emptyForm, ...typed, way: 'template', template: choice };
  const texts = (values: FormValues) => {
    const { subject, message, daysValid } = withTemplateTexts(values);
    return { subject, message, daysValid };
  };

  it('a text of the template is sent where nothing was typed, or where the template decides', () => {
    expect(texts(form)).toEqual({ subject: 'Mine', message: 'Their message', daysValid: '14' });
    expect(texts({ ...form, daysValid: '3' }).daysValid).toBe('3');
    const endless = { ...choice, template: { ...template, daysValid: null } };
    expect(texts({ ...form, template: endless }).daysValid).toBe('');
    expect(texts({ ...form, way: 'link' })).toEqual(typed);
    expect(texts({ ...form, template: chosenTemplate('t', 'T') })).toEqual(typed);
  });

  it('what the template decides is neither checked nor sent', () => {
    const tooLong = { code: 'text_too_long', most: 200 } as const;
    const refusals = { subject: tooLong, message: tooLong, order: { code: 'order_missing' } } as const;
    expect(askedRefusals(form, refusals)).toEqual({ subject: tooLong });
    const unread = { ...form, template: null };
    expect(askedRefusals(unread, refusals)).toEqual({ subject: tooLong, message: tooLong });
    expect(askedRefusals({ ...form, way: 'link' }, refusals)).toEqual(refusals);
    const fields = { is_document_preparation_needed: true, email_subject: 'Mine', email_message: 'Mine' };
    expect(withoutTemplateOptions(fields, form)).toEqual({ email_subject: 'Mine' });
    expect(withoutTemplateOptions(fields, { ...form, way: 'link' })).toEqual(fields);
    const locks = ['subject', 'name', 'daysValid'] as const;
    const locked = { ...form, template: { ...choice, template: { ...template, locks } } };
    const more = { ...fields, name: 'Mine', days_valid: 3, are_reminders_enabled: true };
    expect(withoutTemplateOptions(more, locked)).toEqual({
      email_message: 'Mine',
      are_reminders_enabled: true,
    });
    expect(texts(locked)).toEqual({ subject: 'Their subject', message: 'Mine', daysValid: '14' });
  });
});
