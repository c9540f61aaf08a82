/**
 * The layout that all browser pages share: one column, no script, nothing loaded from elsewhere, in light and dark.
 */
import type { Texts } from '../texts/index.ts';
import { type Html, html } from './html.ts';
import { pageStyle } from './style.ts';

/** The parts of a page. */
export interface PageParts {
  readonly title: string;
  readonly body: readonly Html[];
  /** The address to which the page redirects. It must be built by us, never taken from the request. */
  readonly redirectTo?: string;
}

/** The HTML of a whole page. */
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

/** Makes one paragraph of each text. */
export function paragraphs(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<p>${text}</p>\n`);
}
