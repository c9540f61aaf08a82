/** The document of a form, in whichever way it was given. */
import { type DocumentReference, readDocument } from './document.ts';
import type { FormValues } from './form.ts';
import type { FieldRefusal } from './refusals.ts';

/** What was given in each way; only that of the chosen way is sent. */
type Given = Pick<FormValues, 'way' | 'document' | 'found'>;

/** Reads the document that was given in the chosen way. */
export function readSource(form: Given): DocumentReference | FieldRefusal {
  switch (form.way) {
    case 'link':
      return readDocument(form.document);
    case 'search': {
      const [found] = form.found;
      return found ? readDocument(found.link) : { code: 'document_not_chosen' };
    }
  }
}

/** Whether a document was given in the chosen way. */
export function hasDocument(form: Given): boolean {
  return givenAs(form) !== '';
}

/** What was given in the chosen way, in words to call it by; empty when nothing was. */
export function givenAs({ way, document, found }: Given): string {
  switch (way) {
    case 'link':
      return document;
    case 'search':
      return found[0]?.name || (found[0]?.link ?? '');
  }
}
