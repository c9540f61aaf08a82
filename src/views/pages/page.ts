/**
 * The shell of every page that people get in a browser: one column, no script, nothing from elsewhere, in light
 * and dark. What stands in it is each page's own.
 */
import type { Texts } from '../texts/index.ts';
import { type Html, html } from './html.ts';
import { pageStyle } from './style.ts';

export interface PageParts {
  readonly title: string;
  readonly body: readonly Html[];
  /** Where the browser goes on to by itself. Built by us, never out of an address. */
  readonly goOn?: string;
}

/** A whole page, ready to be sent. */
export function page({ title, body, goOn }: PageParts, t: Texts): string {
  const refresh = goOn === undefined ? [] : [html`<meta http-equiv="refresh" content="${`0;url=${goOn}`}">`];
  const style: Html = { markup: `<style>${pageStyle}</style>` };
  return html`<!doctype html>
<html lang="${t.pages.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}<title>${title}</title>
${style}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.markup;
}

/** Paragraphs of words. */
export function paragraphs(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<p>${text}</p>\n`);
}
