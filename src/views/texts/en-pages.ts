/** English: the pages in the browser, on the way to one's Box account and back. */

interface Who {
  readonly name: string;
  readonly workspace: string;
}

const nothing = 'Nothing was connected.';
const nextLink = 'Go back to Slack: a new link is there. If you have closed it, type /sign connect.';
const whereToType =
  'Type it in Slack: in the window that asks for it, from the message of Sign, or as /sign connect CODE.';
const newLink = 'For a new link go back to Slack and ask to connect again.';

export const enPages = {
  language: 'en',
  somebody: 'somebody without a name',
  someWorkspace: 'a workspace without a name',
  start: ({ name, workspace }: Who) => ({
    title: 'Connect your Box account',
    paragraphs: [
      `This is for ${name} in the Slack workspace ${workspace}.`,
      `If you go on, Box asks you to sign in and to agree. Sign for Slack then works with your Box account for ${name}: it reads the files that ${name} names, and sends, follows and cancels sign requests.`,
    ],
    button: 'Continue to Box',
    // The name and the workspace may be made up to look like the reader's own.
    notYou: `Are you not ${name}, or did you not ask for this in Slack yourself? Then close this page. Whoever sent you here wants to use your Box account.`,
  }),
  leaving: { title: 'On to Box…', link: 'Continue to Box' },
  connected: ({ name, workspace }: Who, login: string) => ({
    title: 'Connected',
    paragraphs: [
      `${name} in ${workspace} now works with the Box account ${login}.`,
      'You can close this page and go back to Slack.',
    ],
  }),
  /** @param isOwnAddress the login is the Slack user's address. */
  code: ({ name, workspace }: Who, login: string, isOwnAddress: boolean) => ({
    title: 'Type this code in Slack',
    before: [
      isOwnAddress
        ? `You signed in at Box as ${login}. So that nobody else can use this account, Slack asks ${name} in ${workspace} for this code:`
        : `You signed in at Box as ${login}. That is not the address of ${name} in ${workspace}, so Slack asks for this code:`,
    ],
    after: [
      whereToType,
      'It holds for 10 minutes. Until it is typed, nothing is connected.',
      `Are you not ${name}, or did you not ask for this in Slack yourself? Then tell this code to nobody and close this page: whoever has it could use your Box account.`,
    ],
  }),
  problem: {
    unknown: {
      title: 'This link does not work',
      // Also whoever loads the page of their success again comes here.
      paragraphs: [
        'It was used already, you have disconnected since, or it is not whole. Opening it now changed nothing.',
        `If this page has just shown you a code, that one holds for its 10 minutes. ${whereToType}`,
        newLink,
      ],
    },
    expired: {
      title: 'This link is too old',
      paragraphs: [`It held for 10 minutes. ${nothing}`, nextLink],
    },
    used: {
      title: 'This link was used already',
      paragraphs: [
        'It has led on to Box, perhaps in another browser. Opening it now changed nothing.',
        nextLink,
      ],
    },
    other_browser: {
      title: 'This was not begun here',
      paragraphs: [
        `Connecting has to end in the browser in which it was begun. ${nothing}`,
        'If you did not begin it, close this page. If you did, your browser may refuse cookies.',
        newLink,
      ],
    },
    refused: {
      title: 'Not connected',
      paragraphs: [`At Box it was not agreed to. ${nothing}`, nextLink],
    },
    not_taken: {
      title: 'Not connected',
      paragraphs: [`Box did not take what it had given a moment before. ${nothing}`, nextLink],
    },
    not_member: {
      title: 'Not connected',
      paragraphs: [`Sign is for full members of the workspace. ${nothing}`],
    },
    no_answer: {
      title: 'Not connected',
      paragraphs: [`Slack or Box did not answer just now. ${nothing}`, nextLink],
    },
    internal: {
      title: 'Something went wrong',
      paragraphs: [`It went wrong on our side. ${nothing}`, 'Try again in a minute.', newLink],
    },
  },
};
