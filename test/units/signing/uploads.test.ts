import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/signing/document.ts';
import type { State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import {
  aboutToUpload,
  boxName,
  maxUploadBytes,
  uploaded,
  whyNotUpload,
} from '../../../src/signing/uploads.ts';
import { anyString } from '../../builders/any-string.ts';
import { aSignRequest, plainForm } from '../../builders/sign-requests.ts';

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

it('the reason names the limit, or the kind of file', () => {
  expect(maxUploadBytes).toBe(104_857_600);
  expect(whyNotUpload({ name: 'NDA.pdf', size: maxUploadBytes + 1, mode: null })).toEqual({
    code: 'upload_too_large',
    most: 100,
  });
  const refusal = { code: 'upload_wrong_type', extension: 'zip' };
  expect(whyNotUpload({ name: 'NDA.pdf.ZIP', size: 1, mode: null })).toEqual(refusal);
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

describe('an upload while the request is being made', () => {
  const upload = (slackId: string) => ({ kind: 'upload', slackId, name: `${slackId}.pdf` }) as const;
  const given = (slackId: string) => ({ slackId, name: `${slackId}.pdf`, size: 10 });
  const request = aSignRequest().with({
    form: { ...plainForm, way: 'upload', uploads: [given('F1'), given('F2')] },
    documents: [upload('F1'), upload('F2')],
  });
  const target = { folderId: '7', name: 'F2.pdf' };
  const file = { id: '22', name: 'F2 (1).pdf' };

  it('the place of an upload is recorded before it, and the file after it', () => {
    const about = aboutToUpload(request.build(), 'F2', target);
    expect(about).toMatchObject({ record: { documents: [upload('F1'), { ...upload('F2'), target }] } });
    expect(uploaded(request.inState('creating').build(), 'F2', file)).toMatchObject({
      record: {
        documents: [upload('F1'), { kind: 'file', fileId: '22' }],
        form: { uploads: [given('F1'), { slackId: 'F2', name: 'F2 (1).pdf', boxId: '22' }] },
      },
      steps: [],
    });
  });

  it('nothing is recorded of a file that was not asked for, or once the request is not being made', () => {
    const states = Object.keys(statusTable) as State[];
    const record = request.build();
    expect(aboutToUpload(record, 'F3', target)).toBeNull();
    expect(uploaded(record, 'F3', file)).toBeNull();
    const recorded = states.filter((state) => aboutToUpload({ ...record, state }, 'F2', target) !== null);
    expect(recorded.sort()).toEqual(['creating', 'requested']);
    expect(uploaded({ ...record, state: 'discarded' }, 'F2', file)).toBeNull();
  });
});
