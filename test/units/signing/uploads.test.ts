import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/signing/document.ts';
import { boxName, maxUploadBytes, whyNotUpload } from '../../../src/signing/uploads.ts';
import { anyString } from '../../builders/any-string.ts';

describe('the name of an upload in Box', () => {
  it.each([
    ['NDA.pdf', 0, 'NDA.pdf'],
    ['NDA.pdf', 1, 'NDA (1).pdf'],
    [' a/b\\c\u0000.pdf ', 0, 'a b c.pdf'],
    ['..', 0, 'Document.'],
    ['.pdf', 2, '.pdf (2)'],
    ['', 0, 'Document'],
  ])('the name for the upload %j, after %i names that were taken', (name, count, wanted) => {
    expect(boxName(name, count)).toBe(wanted);
  });

  it('any name in Slack becomes a name that Box accepts', () => {
    fc.assert(
      fc.property(anyString({ maxLength: 600 }), fc.nat(49), (name, count) => {
        const made = boxName(name, count);
        expect(made.length).toBeGreaterThan(0);
        expect(made.length).toBeLessThanOrEqual(255);
        expect(made).toBe(made.trim());
        expect(made).not.toMatch(/[/\\\p{Cc}\p{Cs}]|^\.{1,2}$/u);
      }),
    );
  });
});

describe('a file in Slack', () => {
  const fine = { name: 'NDA.pdf', size: 10, mode: 'hosted' };
  it.each([
    [fine, undefined],
    [{ ...fine, size: null, mode: null }, undefined],
    [{ ...fine, mode: 'file_access' }, undefined],
    [{ ...fine, mode: 'external' }, 'upload_external'],
    [{ ...fine, mode: 'tombstone' }, 'upload_gone'],
    [{ ...fine, mode: 'hidden_by_limit' }, 'upload_gone'],
    [{ ...fine, mode: 'snippet' }, 'upload_not_a_file'],
    [{ ...fine, name: 'a.ZIP' }, 'upload_wrong_type'],
    [{ ...fine, size: 0 }, 'upload_empty'],
    [{ ...fine, size: maxUploadBytes }, undefined],
    [{ ...fine, size: maxUploadBytes + 1 }, 'upload_too_large'],
  ])('why %j cannot be uploaded (undefined: it can): %s', (file, code) => {
    expect(whyNotUpload(file)?.code).toBe(code);
  });
});

describe('several links', () => {
  const one = 'https://app.box.com/file/11111';
  const two = 'https://acme.app.box.com/s/abc';
  it.each([
    [`${one} ${two}`, ['11111', 's/abc']],
    [`${one},${two};22222`, ['11111', 's/abc', '22222']],
    [`Please sign <${one}|the lease>, then ${two}.`, ['11111', 's/abc']],
    [`Lease 20240101 ${one}`, ['11111']],
    ['11111 22222', ['11111', '22222']],
  ])('%s is read', (text, wanted) => {
    const read = readDocuments(text);
    const shown = 'code' in read ? read : read.map((each) => ('fileId' in each ? each.fileId : 's/abc'));
    expect(shown).toEqual(wanted);
  });
});
