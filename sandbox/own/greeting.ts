/** What the sandbox prints when it is there: one address to open, or, without a page, the calls to try. */

export function greeting(
  slackUrl: string,
  boxUrl: string,
  documentUrl: string,
  pageUrl: string | null,
): string {
  if (pageUrl !== null) {
    return [
      '',
      `  Box Sign for Slack is here:  ${pageUrl}`,
      '',
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
  const door = `curl -s ${slackUrl}/control/person -H 'content-type: application/json' -d`;
  return [
    'The sandbox is running. Slack, Box and the app are on this machine alone; Ctrl-C stops all and keeps everything.',
    `  Slack  ${slackUrl}`,
    `  Box    ${boxUrl}`,
    'Try first, in another terminal: Ana types /sign with a document, then looks at the form that opens.',
    `  ${door} '${typed}'`,
    `  ${door} '${look}'`,
    '',
  ].join('\n');
}
