import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, readFolder } from '../../../src/signing/document.ts';
import { anyString } from '../../builders/any-string.ts';
import { marks, quotes, unseen } from '../../builders/pasted.ts';
import { runs } from '../../builders/runs.ts';

const file = (fileId: string) => ({ kind: 'file', fileId });
const shared = (sharedLink: string) => ({ kind: 'shared-link', sharedLink });

describe('the document field takes', () => {
  it.each([
    ['1234567890', file('1234567890')],
    ['  1234567890\n', file('1234567890')],
    ['https://app.box.com/file/12', file('12')],
    ['http://app.box.com/file/12', file('12')],
    ['<http://app.box.com/file/12|app.box.com/file/12>', file('12')],
    ['https://acme.app.box.com/files/12', file('12')],
    ['“https://app.box.com/file/12”.', file('12')],
    ['[Contract](https://app.box.com/file/12)', file('12')],
    ['Contract: https://app.box.com/file/12!', file('12')],
    ['https%3A%2F%2Fapp.box.com%2Ffile%2F12', file('12')],
    ['https://app.box.com/file/12?a=1&amp;s=abc', { ...file('12'), sharedLink: 'https://app.box.com/s/abc' }],
    ['https://app.box.com/shared/static/aBc1.pdf', shared('https://app.box.com/s/aBc1')],
    ['https://app.box.com/embed/s/aBc1?view=list', shared('https://app.box.com/s/aBc1')],
    ['app.box.com/embed_widget/s/aBc1', shared('https://app.box.com/s/aBc1')],
    ['https://acme.app.box.com/file/12/', file('12')],
    ['https://acme.ent.box.com/file/12?page=3#x', file('12')],
    ['https://BOX.com/file/12', file('12')],
    ['app.box.com/file/12', file('12')],
    ['<https://app.box.com/file/12>', file('12')],
    ['<https://app.box.com/file/12|Contract & co>', file('12')],
    ['\u200bhttps://app.box.com/file/12\u200b', file('12')],
    ['https://app.box.com/file/12?s=abc', { ...file('12'), sharedLink: 'https://app.box.com/s/abc' }],
    [
      '<https://app.box.com/file/12?a=1&amp;s=abc|x>',
      { ...file('12'), sharedLink: 'https://app.box.com/s/abc' },
    ],
    ['https://app.box.com/file/12?s=a%20b', file('12')],
    ['https://app.box.com/s/abc123', shared('https://app.box.com/s/abc123')],
    ['https://acme.box.com/s/AbC?x=1#y', shared('https://acme.box.com/s/AbC')],
    ['https://acme.box.com/v/our-contract', shared('https://acme.box.com/v/our-contract')],
    ['https://app.box.com/s/abc/file/12', { ...file('12'), sharedLink: 'https://app.box.com/s/abc' }],
  ])('%j', (text, expected) => {
    expect(readDocument(text)).toEqual(expected);
  });
});

describe('the document field refuses', () => {
  it.each([
    ['', { code: 'document_missing' }],
    [' <> ', { code: 'document_missing' }],
    ['the contract', { code: 'document_not_a_link', text: 'the contract' }],
    ['0', { code: 'document_not_a_link', text: '0' }],
    ['bo@client.com', { code: 'document_not_a_link', text: 'bo@client.com' }],
    ['https://app.box.com/', { code: 'document_other_box_link' }],
    ['https://app.box.com/file/x', { code: 'document_other_box_link' }],
    ['https://app.box.com/s/..%2f', { code: 'document_other_box_link' }],
    ['app.box.com/collection/1', { code: 'document_other_box_link' }],
    ['ftp://app.box.com/file/1', { code: 'document_not_a_link', text: 'ftp://app.box.com/file/1' }],
    [
      'https://u:secret@app.box.com/file/1',
      { code: 'document_not_a_link', text: 'https://app.box.com/file/1' },
    ],
    ['https://app.box.com@evil.com/file/1', { code: 'document_other_service', host: 'evil.com' }],
    ['https://evilbox.com/file/1', { code: 'document_other_service', host: 'evilbox.com' }],
    ['https://box.com.evil.org/file/1', { code: 'document_other_service', host: 'box.com.evil.org' }],
    ['https://app.box.com:8443/file/1', { code: 'document_other_service', host: 'app.box.com:8443' }],
    ['dropbox.com/s/abc', { code: 'document_other_service', host: 'dropbox.com' }],
    ['http://docs.example.com/x', { code: 'document_other_service', host: 'docs.example.com' }],
    ['https://app.box.com/folder/12', { code: 'document_is_folder' }],
    ['https://app.box.com/folder/0', { code: 'document_is_folder' }],
    ['https://app.box.com/s/abc/folder/12', { code: 'document_is_folder' }],
    ['https://app.box.com/notes/12', { code: 'document_is_note' }],
  ])('%j', (text, expected) => {
    expect(readDocument(text)).toEqual(expected);
  });

  it.each([
    'https://app.box.com/sign/document/SECRET/abc',
    'https://app.box.com/sign/prepare/SECRET',
    'https://acme.app.box.com/embed/sign/document/SECRET?x=1',
    'http://app.box.com/SIGN/document/SECRET',
    'app.box.com/sign/document/SECRET',
    'please https://app.box.com/sign/document/SECRET thanks',
    'https://u@app.box.com/embed/sign/SECRET',
    'https://app.box.com/embed%2Fsign%2FSECRET',
    'https://app.box.com/embed%252Fsign/SECRET',
    'https:\\\\app.box.com\\embed\\sign\\SECRET',
    'https://app.box.com/embed/si\ngn/SECRET',
    '<https://app.box.com/sign/document/SECRET|Sign here>',
  ])('the signing link %j is refused without a quotation', (text) => {
    expect(readDocument(text)).toEqual({ code: 'document_is_signing_link' });
    expect(JSON.stringify(readFolder(text))).not.toContain('SECRET');
  });

  it('a quotation in a refusal has at most 100 characters', () => {
    const refusal = readDocument('😀'.repeat(300));
    expect(refusal).toEqual({ code: 'document_not_a_link', text: `${'😀'.repeat(99)}…` });
    const whole = '😀'.repeat(100);
    expect(readDocument(whole)).toEqual({ code: 'document_not_a_link', text: whole });
  });
});

describe('the folder field', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['45', { id: '45' }],
    ['https://app.box.com/folder/45', { id: '45' }],
    ['<https://acme.app.box.com/folder/45?s=x|Contracts>', { id: '45' }],
    ['https://app.box.com/s/abc/folder/45', { id: '45' }],
    ['0', { code: 'folder_is_root' }],
    ['https://app.box.com/folder/0', { code: 'folder_is_root' }],
    ['https://app.box.com/file/45', { code: 'folder_is_file' }],
    ['https://app.box.com/notes/45', { code: 'folder_is_file' }],
    ['https://app.box.com/s/abc', { code: 'folder_not_a_link', text: 'https://app.box.com/s/abc' }],
    ['Contracts', { code: 'folder_not_a_link', text: 'Contracts' }],
    ['https://evil.org/folder/45', { code: 'folder_not_a_link', text: 'https://evil.org/folder/45' }],
    [
      'https://app.box.com/sign/document/SECRET',
      { code: 'folder_not_a_link', text: 'https://app.box.com/…' },
    ],
  ])('the folder field reads %j', (text, expected) => {
    expect(readFolder(text)).toEqual(expected);
  });
});

describe('the document field with any text', () => {
  const pieces = fc.constantFrom(
    ...['https://', 'http:', 'app.box.com', '.evil.org', '@', '/', '\\', 'file', 's', 'sign', 'embed', '12'],
    ...['?s=abc', '%2f', '%', '<', '>', '|', ' ', ':', '&amp;', '\n', '😀', 'user:pw'],
  );
  const typed = fc.oneof(
    anyString(),
    fc.array(pieces, { maxLength: 12 }).map((p) => p.join('')),
  );

  it('any text is read as a file id or an https link to Box, or is refused with a short quotation', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const result = readDocument(text);
        if ('code' in result) {
          const quotation = 'text' in result ? result.text : 'host' in result ? result.host : '';
          return [...quotation].length <= 100;
        }
        const link = result.sharedLink;
        if (link !== undefined && !/^https:\/\/([a-z0-9.-]+\.)?box\.com\/[sv]\/[\w.~-]+$/.test(link))
          return false;
        return result.kind === 'shared-link' || /^[1-9]\d*$/.test(result.fileId);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('a signing link is never quoted', () => {
    const around = anyString({ maxLength: 30 });
    const way = fc.constantFrom('/sign/document/', '/embed/sign/', '/embed/sign/document/', '/sign/prepare/');
    fc.assert(
      fc.property(around, way, around, (before, signing, after) => {
        const text = `${before} https://app.box.com${signing}S3CRET${after}`;
        return !JSON.stringify([readDocument(text), readFolder(text)]).includes('S3CRET');
      }),
    );
  });
});

describe('a link with characters around it', () => {
  const around = fc.constantFrom(...quotes, ...marks, ...unseen, ',', ';', ' ', '\n');
  const id = fc.stringMatching(/^[1-9]\d{4,11}$/);
  const name = fc.stringMatching(/^[a-z0-9]{8,32}$/);
  const at = (host: string) => (path: string) => `https://${host}/${path}`;
  const plain = fc.oneof(
    fc
      .tuple(fc.constantFrom('file', 'files'), id)
      .map(([kind, fileId]) => [`${kind}/${fileId}`, file(fileId)] as const),
    fc
      .tuple(fc.constantFrom('s/', 'embed/s/', 'embed_widget/s/', 'shared/static/'), name)
      .map(([kind, hash]) => [`${kind}${hash}`, shared(`https://acme.app.box.com/s/${hash}`)] as const),
  );
  const written = fc.constantFrom(
    at('acme.app.box.com'),
    (path: string) => `http://acme.app.box.com/${path}`,
    (path: string) => `acme.app.box.com/${path}`,
    (path: string) => `<http://acme.app.box.com/${path}|acme.app.box.com/${path}>`,
    (path: string) => encodeURIComponent(`https://acme.app.box.com/${path}`),
    (path: string) => `HTTPS://ACME.APP.BOX.COM/${path}`,
    (path: string) => `https://acme.app.box.com/${path}/?a=b&amp;c=d#x`,
  );

  it('a decorated link is read unchanged, or refused', () => {
    fc.assert(
      fc.property(plain, written, around, around, ([path, expected], write, before, after) => {
        const result = readDocument(before + write(path) + after);
        if (!('code' in result)) expect(result).toEqual(expected);
      }),
      { numRuns: runs(3000) },
    );
  });

  it('a link with a mark before or after it is read', () => {
    fc.assert(
      fc.property(
        plain,
        fc.constantFrom(...quotes, '•', '(', '['),
        fc.constantFrom(...quotes, '.', ',', ')', ']'),
        (one, before, after) => {
          const [path, expected] = one;
          expect(readDocument(before + at('acme.app.box.com')(path) + after)).toEqual(expected);
        },
      ),
    );
  });
});
