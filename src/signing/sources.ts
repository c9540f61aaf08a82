/** Reads the documents of a form: links, found files, uploads or a template. */
import { type DocumentReference, documentsIn, readDocuments } from './document.ts';
import type { FormValues } from './form.ts';
import type { FieldRefusal } from './refusals.ts';
import { withFileName } from './refused-file.ts';
import { barrierOf } from './template.ts';
import { whyNotUpload } from './uploads.ts';

/** The form's fields for all ways of giving the document. Only what was given in the chosen way is sent. */
type Given = Pick<FormValues, 'way' | 'document' | 'found' | 'uploads' | 'template'>;

/** The most files that Box takes in one request. */
export const maxSources = 10;

/** Reads the documents that were given in the chosen way, in order, or says what is wrong with them. */
export function readSources(form: Given): readonly DocumentReference[] | FieldRefusal {
  const read = readChosenWay(form);
  if ('code' in read) return read;
  if (read.length > maxSources) return { code: 'documents_too_many', count: read.length, most: maxSources };
  const twice = read.findIndex((one, index) => read.slice(0, index).some((other) => isSame(one, other)));
  return twice < 0 ? read : { code: 'document_twice', text: namesGiven(form)[twice] ?? '' };
}

function readChosenWay(form: Given): readonly DocumentReference[] | FieldRefusal {
  switch (form.way) {
    case 'link':
      return readDocuments(form.document);
    case 'search':
      if (form.found.length === 0) return { code: 'document_not_chosen' };
      return readDocuments(form.found.map(({ link }) => link).join(' '));
    case 'upload':
      return readUploads(form.uploads);
    case 'template':
      return readTemplate(form.template);
  }
}

function readUploads(uploads: Given['uploads']): readonly DocumentReference[] | FieldRefusal {
  if (uploads.length === 0) return { code: 'document_not_uploaded' };
  for (const { name, size = null, mode = null, boxId } of uploads) {
    const refusal = boxId === undefined ? whyNotUpload({ name, size, mode }) : null;
    if (refusal) return withFileName(refusal, uploads.length, name);
  }
  return uploads.map(({ slackId, name, boxId }) =>
    boxId === undefined ? { kind: 'upload', slackId, name } : { kind: 'file', fileId: boxId },
  );
}

function readTemplate(chosen: FormValues['template']): readonly DocumentReference[] | FieldRefusal {
  if (chosen === null) return { code: 'template_not_chosen' };
  if (chosen.template === null) return { code: 'template_not_read' };
  const why = barrierOf(chosen.template);
  return why === null ? [{ kind: 'template', templateId: chosen.id }] : { code: 'template_not_here', why };
}

function isSame(one: DocumentReference, other: DocumentReference): boolean {
  return JSON.stringify(documentKey(one)) === JSON.stringify(documentKey(other));
}

/**
 * The parts that identify a document; equal for two spellings of the same file id or shared link. A file id and a
 * shared link to that file are not recognised as the same.
 */
export function documentKey(document: DocumentReference): readonly string[] {
  switch (document.kind) {
    case 'file':
      return ['file', document.fileId];
    case 'shared-link':
      return ['link', document.sharedLink];
    case 'upload':
      return ['upload', document.slackId];
    case 'template':
      return ['template', document.templateId];
  }
}

/** Whether a document was given in the chosen way. */
export function hasDocument(form: Given): boolean {
  return namesGiven(form).length > 0;
}

/** A name for each document that was given in the chosen way, for sentences about it. */
export function namesGiven({ way, document, found, uploads, template }: Given): readonly string[] {
  switch (way) {
    case 'link':
      return document === '' ? [] : documentsIn(document);
    case 'search':
      return found.map(({ name, link }) => name || link);
    case 'upload':
      return uploads.map(({ name }) => name);
    case 'template':
      return template === null ? [] : [template.name || template.id];
  }
}
