/** English: what a workspace's admins see, and the installation pages. */
import { day, type Phrase, say } from './phrase.ts';

const requests = (count: number) => (count === 1 ? '1 open request' : `${count} open requests`);

export const enWorkspace = {
  onlyAdmins: (isOrganisation: boolean) =>
    `That is only for admins of this ${isOrganisation ? 'organization' : 'workspace'}.`,
  connected: (count: number) =>
    count === 1
      ? '1 person is connected to Box here. Only you can see this.'
      : `${count} people are connected to Box here. Only you can see this.`,
  /** Follows the name of a connected person. @param login empty: not known */
  connectedAs: (login: string, since: number): Phrase =>
    login === '' ? say`connected on ${day(since)}` : say`as ${login}, since ${day(since)}`,
  mustConnectAgain: (count: number) =>
    `${count === 1 ? '1 person' : `${count} people`} must connect Box again, because the connection has ended.`,
  /** Follows the name of a person whose connection has ended. @param login empty: not known */
  endedAs: (login: string): Phrase =>
    login === '' ? say`must connect again` : say`was ${login}, must connect again`,
  calls: ({ used, forecast, perMonth }: { used: number; forecast: number | null; perMonth: number }) =>
    `Automatic checks in Box this month: ${used} of ${perMonth} calls${forecast === null ? '' : `, about ${forecast} by the end of the month`}.`,
  groupsGone: (names: readonly string[]) =>
    `⚠️ ${names.join(', ')} no longer ${names.length === 1 ? 'exists' : 'exist'} in Slack, so nobody can send through ${names.length === 1 ? 'it' : 'them'}.`,
  groupsUnreadable:
    '⚠️ The app may no longer read user groups, so nobody can send. Grant the permission usergroups:read again, or let everyone send.',
  history: {
    export: 'Export history (CSV)',
    here: (count: number) =>
      `Who did what from Slack: ${count === 1 ? '1 entry' : `${count} entries`}. Entries are deleted together with their request.`,
    sent: 'The history is in your messages with Sign.',
    nothing: 'There is no history yet.',
    failed: '⚠️ Slack did not take the file. Try again later.',
    notGranted:
      '⚠️ The app may not put files into Slack. The person who runs this app can export the history.',
  },
  pollingSlowed: (lacks: { readonly webhooks: boolean; readonly events: boolean }) => {
    const ways = [
      ...(lacks.webhooks ? ['set up webhooks'] : []),
      ...(lacks.events ? ['read the event stream (BOX_EVENTS)'] : []),
      'raise BOX_CALLS_PER_MONTH',
    ];
    return `⚠️ Cards are updated less often: the monthly budget of calls to Box is nearly used up. Ask the person who runs this app to ${ways.join(' or ')}.`;
  },
  nobodyLeft: 'No open requests from former members.',
  left: (count: number) =>
    `${count === 1 ? 'One person has' : `${count} people have`} left. Their connection to Box was ended; their requests stay open in Box, where an admin can cancel them or hand them over.`,
  person: (name: string, foundAt: number, count: number, numbers: readonly string[]): Phrase =>
    count === 0
      ? say`${name}, left on or before ${day(foundAt)}: no open requests`
      : say`⚠️ ${name}, left on or before ${day(foundAt)}: ${requests(count)}: ${numbers.join(', ')}${numbers.length < count ? ', …' : ''}`,
  request: (number: string, isToPrepare: boolean) => `${number} (${isToPrepare ? 'to prepare' : 'waiting'})`,
  noNumber: 'one without a number yet',
  more: (count: number) => `And ${count} more.`,
  somebody: 'Someone',
};

/** What the browser shows when Slack sends it back after installing. */
export const enInstall = {
  installed: (name: string) => ({
    title: `Sign is installed in ${name}`,
    paragraphs: ['Type /sign help in Slack to get started. You can close this page.'],
  }),
  refused: {
    title: 'Sign was not installed',
    paragraphs: ['You cancelled in Slack, so nothing was changed. You can close this page.'],
  },
  stale: {
    title: 'This link no longer works',
    paragraphs: [
      'It was already used, is older than 10 minutes, or was opened in another browser. Opening it now changed nothing: where Sign is already installed, it stays installed.',
      'To install Sign in another workspace, or to install it again, start over.',
    ],
  },
  crowded: {
    title: 'Wait a minute',
    paragraphs: [
      'Too many people are installing this app right now. Nothing is installed yet: reload this page in a minute, or start over.',
    ],
  },
  failed: {
    title: 'Sign could not be installed',
    paragraphs: [
      'Slack did not complete the installation, or something went wrong on our side. Start over; if it happens again, tell the person who runs this app.',
    ],
  },
  again: 'Install Sign',
};
