/**
 * The shell of every page that people get in a browser: one column, no script, nothing loaded from elsewhere, in
 * light and dark. Each page brings its own content.
 */
import type { Texts } from '../texts/index.ts';
import { type Html, html } from './html.ts';
import { pageStyle } from './style.ts';

export interface PageParts {
  readonly title: string;
  readonly body: readonly Html[];
  /** Where the browser goes next by itself. Built by us, never from an address in the request. */
  readonly redirectTo?: string;
}

/** A whole page, ready to be sent. */
export function page({ title, body, redirectTo }: PageParts, t: Texts): string {
  const refresh =
    redirectTo === undefined ? [] : [html`<meta http-equiv="refresh" content="${`0;url=${redirectTo}`}">`];
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

/** A paragraph for each text. */
export function paragraphs(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<p>${text}</p>\n`);
}
