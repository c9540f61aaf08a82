/** English: what a workspace's admins see, and the pages of installing. */
import { day, type Phrase, say } from './phrase.ts';

const requests = (count: number) => (count === 1 ? '1 open request' : `${count} open requests`);

export const enWorkspace = {
  onlyAdmins: 'Only admins of this workspace can see that.',
  connected: (count: number) =>
    count === 1
      ? '1 person is connected to Box here. Only you see this.'
      : `${count} people are connected to Box here. Only you see this.`,
  thinned:
    '⚠️ Cards are updated less often: the monthly budget of calls to Box is nearly used up. Ask the person who runs this app to set up webhooks, the event stream (BOX_EVENTS) or a larger BOX_CALLS_PER_MONTH.',
  nobodyLeft: 'Nobody who has left has requests here.',
  left: (count: number) =>
    `${count === 1 ? 'One person has' : `${count} people have`} left. Their connection to Box was ended; their requests go on at Box, where an admin can cancel them or hand them over.`,
  person: (name: string, foundAt: number, count: number, numbers: readonly string[]): Phrase =>
    count === 0
      ? say`${name}, gone by ${day(foundAt)}: no open requests`
      : say`⚠️ ${name}, gone by ${day(foundAt)}: ${requests(count)}: ${numbers.join(', ')}${numbers.length < count ? ', …' : ''}`,
  request: (number: string, isToPrepare: boolean) => `${number} (${isToPrepare ? 'to prepare' : 'waiting'})`,
  noNumber: 'one without a number yet',
  more: (count: number) => `And ${count} more.`,
  somebody: 'Somebody',
};

/** What the browser shows once Slack sends it back. */
export const enInstall = {
  installed: (name: string) => ({
    title: `Sign is installed in ${name}`,
    paragraphs: ['Type /sign help in Slack to begin. You can close this page.'],
  }),
  refused: {
    title: 'Sign was not installed',
    paragraphs: ['You cancelled at Slack, so nothing was changed. You can close this page.'],
  },
  stale: {
    title: 'This link does not work any more',
    paragraphs: [
      'It was used before, is older than ten minutes, or was opened in another browser. Opening it now changed nothing: where Sign was installed before, it stays.',
      'To install Sign in another workspace, or once more, begin again.',
    ],
  },
  crowded: {
    title: 'Wait a minute',
    paragraphs: [
      'More people are coming back from Slack just now than this app lets in at once. Nothing is installed yet: reload this page in a minute, or begin again.',
    ],
  },
  failed: {
    title: 'Sign could not be installed',
    paragraphs: [
      'Slack did not complete it, or something went wrong on our side. Begin again; if it happens again, tell whoever runs this app.',
    ],
  },
  again: 'Install Sign',
};
