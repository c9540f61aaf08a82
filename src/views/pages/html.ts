/**
 * Builds HTML. Every value in a template is escaped, unless it is itself the result of a template. So no name that a
 * person chose can become markup.
 */

/**
 * HTML that is safe to send. The function `html` creates it; only the fixed style sheet in `page.ts` is made without
 * it.
 */
export interface Html {
  readonly markup: string;
}

type Part = string | Html | readonly Html[];

/** Template tag for HTML; values may appear between tags or inside double quotes, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: strings.map((text, index) => text + markupOf(values[index] ?? '')).join('') };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
