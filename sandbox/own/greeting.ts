/** What the sandbox prints when it is there: one address to open, or, without a page, the calls to try. */

import type { SandboxBox } from '../box/server.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { elsewhereOf, installUrlOf } from './globex.ts';

export interface Greeted {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly appUrl: string;
  readonly documentUrl: string;
  /** Null when there is no page. */
  readonly pageUrl: string | null;
}

export function greeting({ slack, box, appUrl, documentUrl, pageUrl }: Greeted): string {
  const elsewhere = elsewhereOf(slack);
  if (pageUrl !== null) {
    return [
      '',
      `  Box Sign for Slack is here:  ${pageUrl}`,
      '',
      ...(elsewhere === null
        ? []
        : [`  There are two workspaces. Sign is in Acme; add it to ${elsewhere.name} on the page.`, '']),
      '  Try first: open it and type /sign. Slack and Box are on this machine alone;',
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
  const door = `curl -s ${slack.baseUrl}/control/person -H 'content-type: application/json' -d`;
  return [
    'The sandbox is running. Slack, Box and the app are on this machine alone; Ctrl-C stops all and keeps everything.',
    `  Slack  ${slack.baseUrl}`,
    `  Box    ${box.url}`,
    'Try first, in another terminal: Ana types /sign with a document, then looks at the form that opens.',
    `  ${door} '${typed}'`,
    `  ${door} '${look}'`,
    ...(elsewhere === null
      ? []
      : [
          `  People of ${elsewhere.name}, such as ${elsewhere.somebody}, act with "team":"${elsewhere.domain}" beside "person".`,
          `  Sign is added there at ${installUrlOf(appUrl)} in a browser.`,
        ]),
    '',
  ].join('\n');
}
