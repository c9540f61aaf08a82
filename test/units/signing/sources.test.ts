/** The documents of a form, given in any of the four ways. */
import { describe, expect, it } from 'vitest';
import { emptyForm, type FormValues, type UploadedFile } from '../../../src/signing/form.ts';
import { hasDocument, namesGiven, readSources } from '../../../src/signing/sources.ts';
import { chosenTemplate, type Template } from '../../../src/signing/template.ts';

const role = { label: '', order: null, email: null, groupId: null, needs: null, mustLogIn: false };
const template: Template = {
  id: 't',
  name: 'Lease',
  subject: '',
  message: '',
  daysValid: null,
  folder: null,
  locks: [],
  roles: [{ ...role, role: 'signer' }],
  tags: [],
};
const chosen = (changes: Partial<Template>) => ({
  ...chosenTemplate('t', 'Lease'),
  template: { ...template, ...changes },
});
const form = (way: FormValues['way'], given: Partial<FormValues> = {}): FormValues => ({
  ...emptyForm,
  way,
  ...given,
});
const links = (count: number) =>
  Array.from({ length: count }, (_, index) => `https://app.box.com/file/${11111 + index}`).join(' ');
const upload = (slackId: string, name = `${slackId}.pdf`): UploadedFile => ({ slackId, name });

describe('the documents of a form', () => {
  it('Box takes ten documents in one request', () => {
    expect(readSources(form('link', { document: links(10) }))).toHaveLength(10);
    const refusal = { code: 'documents_too_many', count: 11, most: 10 };
    expect(readSources(form('link', { document: links(11) }))).toEqual(refusal);
  });

  it('uploaded files are sent from Box once they are there', () => {
    const uploads = [upload('F1'), { ...upload('F2'), boxId: '22', mode: 'external' }];
    expect(readSources(form('upload', { uploads }))).toEqual([
      { kind: 'upload', slackId: 'F1', name: 'F1.pdf' },
      { kind: 'file', fileId: '22' },
    ]);
  });

  it('files that were found are sent in their order, and a template as one document', () => {
    const found = links(2)
      .split(' ')
      .map((link) => ({ link, name: 'NDA.pdf' }));
    expect(readSources(form('search', { found }))).toEqual([
      { kind: 'file', fileId: '11111' },
      { kind: 'file', fileId: '11112' },
    ]);
    const documents = readSources(form('template', { template: chosen({}) }));
    expect(documents).toEqual([{ kind: 'template', templateId: 't' }]);
  });

  it('different shared links are different documents', () => {
    const document = 'https://acme.app.box.com/s/abc https://acme.app.box.com/s/def';
    expect(readSources(form('link', { document }))).toHaveLength(2);
  });

  it.each([
    ['no link', form('link'), { code: 'document_missing' }],
    ['no file that was found', form('search'), { code: 'document_not_chosen' }],
    ['no upload', form('upload'), { code: 'document_not_uploaded' }],
    ['no template', form('template'), { code: 'template_not_chosen' }],
    [
      'a template that was not read',
      form('template', { template: chosenTemplate('t', 'Lease') }),
      { code: 'template_not_read' },
    ],
    [
      'a template in which nobody signs',
      form('template', { template: chosen({ roles: [{ ...role, role: 'final_copy_reader' }] }) }),
      { code: 'template_not_here', why: 'nobody' },
    ],
    [
      'a template with a password',
      form('template', { template: chosen({ roles: [{ ...role, role: 'signer', needs: 'password' }] }) }),
      { code: 'template_not_here', why: 'password' },
    ],
    [
      'an upload twice',
      form('upload', { uploads: [upload('F1', 'a.pdf'), upload('F2'), upload('F1', 'b.pdf')] }),
      { code: 'document_twice', text: 'b.pdf' },
    ],
    [
      'a link twice',
      form('link', { document: 'https://app.box.com/file/11111 https://acme.app.box.com/files/11111' }),
      { code: 'document_twice', text: 'https://acme.app.box.com/files/11111' },
    ],
    [
      'a shared link twice',
      form('link', { document: 'https://acme.app.box.com/s/abc https://acme.app.box.com/s/abc' }),
      { code: 'document_twice', text: 'https://acme.app.box.com/s/abc' },
    ],
    ['an empty file', form('upload', { uploads: [{ ...upload('F1'), size: 0 }] }), { code: 'upload_empty' }],
    ['one archive', form('upload', { uploads: [upload('F1', 'a.zip')] }), { code: 'upload_wrong_type' }],
    [
      'an archive among files',
      form('upload', { uploads: [upload('F1'), upload('F2', 'a.zip')] }),
      { code: 'upload_wrong_type', file: 'a.zip' },
    ],
  ])('a form with %s is refused, with the reason', (_what, given, refusal) => {
    expect(readSources(given)).toMatchObject(refusal);
  });

  it('only what was given in the chosen way counts', () => {
    const all: Partial<FormValues> = {
      document: links(1),
      found: [{ link: links(2), name: '' }],
      uploads: [upload('F1')],
      template: chosen({}),
    };
    expect(namesGiven(form('link', all))).toEqual([links(1)]);
    expect(namesGiven(form('search', all))).toEqual([links(2)]);
    expect(namesGiven(form('upload', all))).toEqual(['F1.pdf']);
    expect(namesGiven(form('template', all))).toEqual(['Lease']);
    expect(namesGiven(form('template', { template: chosenTemplate('t', '') }))).toEqual(['t']);
    for (const way of ['link', 'search', 'upload', 'template'] as const) {
      expect(hasDocument(form(way, all))).toBe(true);
      expect(hasDocument(form(way))).toBe(false);
    }
  });
});
