/** The document of a form, in whichever way it was given. */
import { type DocumentReference, readDocument } from './document.ts';
import type { FormValues } from './form.ts';
import type { FieldRefusal } from './refusals.ts';
import { barrierOf } from './template.ts';

/** The ways to give the document, in the order of the menu. */
export const documentWays = ['link', 'search', 'template'] as const;

export type DocumentWay = (typeof documentWays)[number];

/** What was given in each way; only that of the chosen way is sent. */
type Given = Pick<FormValues, 'way' | 'document' | 'found' | 'template'>;

/** Reads the document that was given in the chosen way. */
export function readSource(form: Given): DocumentReference | FieldRefusal {
  switch (form.way) {
    case 'link':
      return readDocument(form.document);
    case 'search': {
      const [found] = form.found;
      return found ? readDocument(found.link) : { code: 'document_not_chosen' };
    }
    case 'template':
      return readTemplate(form.template);
  }
}

/** Whether a document was given in the chosen way. */
export function hasDocument(form: Given): boolean {
  return givenAs(form) !== '';
}

/** What was given in the chosen way, in words to call it by; empty when nothing was. */
export function givenAs({ way, document, found, template }: Given): string {
  switch (way) {
    case 'link':
      return document;
    case 'search':
      return found[0]?.name || (found[0]?.link ?? '');
    case 'template':
      return template?.name || (template?.id ?? '');
  }
}

function readTemplate(chosen: FormValues['template']): DocumentReference | FieldRefusal {
  if (chosen === null) return { code: 'template_not_chosen' };
  if (chosen.template === null) return { code: 'template_not_read' };
  const why = barrierOf(chosen.template);
  return why === null ? { kind: 'template', templateId: chosen.id } : { code: 'template_not_here', why };
}
