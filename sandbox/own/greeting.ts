/** What the sandbox prints when it is ready: one address to open, or, without a page, the calls to try. */

import type { SandboxBox } from '../box/server.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { type Elsewhere, elsewhereOf, installUrlOf } from './globex.ts';

/** What the greeting names. */
export interface GreetingFacts {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly appUrl: string;
  readonly documentUrl: string;
  /** Whether the sandbox is about to install Sign in Acme, as at a first start. */
  readonly addsToAcme: boolean;
  /** Address of the sandbox's page; null when there is none. */
  readonly pageUrl: string | null;
}

export function greeting({ slack, box, appUrl, documentUrl, addsToAcme, pageUrl }: GreetingFacts): string {
  const elsewhere = elsewhereOf(slack);
  if (pageUrl !== null) {
    return [
      '',
      `  Box Sign for Slack is here:  ${pageUrl}`,
      '',
      ...(elsewhere === null ? [] : [`  ${whereSignIs(slack, elsewhere, addsToAcme)}`, '']),
      '  Try first: open it and type /sign. Slack and Box run only on this machine;',
      '  Ctrl-C stops them and keeps everything.',
      '',
      '',
    ].join('\n');
  }
  const typed = JSON.stringify({
    person: 'ana',
    act: 'types',
    args: { text: `/sign ${documentUrl} bo@client.com`, in: '#contracts' },
  });
  const look = JSON.stringify({ person: 'ana', act: 'views', args: {} });
  const command = `curl -s ${slack.baseUrl}/control/person -H 'content-type: application/json' -d`;
  return [
    'The sandbox is running. Slack, Box and the app run only on this machine; Ctrl-C stops them and keeps everything.',
    `  Slack  ${slack.baseUrl}`,
    `  Box    ${box.url}`,
    'Try first, in another terminal: Ana types /sign with a document, then looks at the form that opens.',
    `  ${command} '${typed}'`,
    `  ${command} '${look}'`,
    ...(elsewhere === null
      ? []
      : [
          `  People of ${elsewhere.name}, such as ${elsewhere.memberHandle}, act with "team":"${elsewhere.domain}" next to "person".`,
          `  Sign is ${elsewhere.isInstalled ? 'already installed there' : `not installed there yet: open ${installUrlOf(appUrl)} in a browser`}.`,
        ]),
    '',
  ].join('\n');
}

/** A line that names the workspaces where Sign is installed; earlier runs may have installed or removed it. */
function whereSignIs({ state }: SandboxSlack, { name, isInstalled }: Elsewhere, addsToAcme: boolean) {
  const isInAcme = addsToAcme || state.app.isInstalled === true;
  if (isInAcme && isInstalled) return `There are two workspaces, and Sign is in both: Acme and ${name}.`;
  if (isInAcme) return `There are two workspaces. Sign is in Acme; add it to ${name} on the page.`;
  if (isInstalled) return `There are two workspaces. Sign is in ${name}; add it to Acme on the page.`;
  return `There are two workspaces, Acme and ${name}. Sign is in neither; add it on the page.`;
}
