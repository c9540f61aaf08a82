/** The page that a person who installs the app sees when Slack sends them back. */
import { nameOr } from '../blocks.ts';
import type { Texts } from '../texts/index.ts';
import { html } from './html.ts';
import { page, paragraphs } from './page.ts';

/** Says that the app was installed. @param name of the workspace or organisation, as people chose it */
export function installedPage(name: string, t: Texts): string {
  const says = t.install.installed(nameOr(name, t.pages.someWorkspace));
  return page({ title: says.title, body: paragraphs(says.paragraphs) }, t);
}

/** Says that the app was not installed. @param installPath the path at which the installation starts again */
export function notInstalledPage(
  why: 'refused' | 'stale' | 'crowded' | 'failed',
  installPath: string,
  t: Texts,
): string {
  const says = t.install[why];
  return page(
    {
      title: says.title,
      body: [...paragraphs(says.paragraphs), html`<p><a href="${installPath}">${t.install.again}</a></p>`],
    },
    t,
  );
}
