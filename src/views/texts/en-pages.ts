/** English: the pages in the browser while a person connects a Box account. */

interface Who {
  readonly name: string;
  readonly workspace: string;
}

const nothing = 'Nothing was connected.';
const nextLink = 'Go back to Slack, where you will find a new link. If you closed it, type /sign connect.';
const whereToType =
  "Enter it in Slack: in the window that asks for it, with the button in Sign's message, or by typing /sign connect CODE.";
const newLink = 'For a new link, go back to Slack and type /sign connect.';

export const enPages = {
  language: 'en',
  somebody: 'someone without a name',
  someWorkspace: 'a workspace without a name',
  start: ({ name, workspace }: Who) => ({
    title: 'Connect your Box account',
    paragraphs: [
      `This connects Box for ${name} in the Slack workspace ${workspace}.`,
      `If you continue, Box asks you to sign in and approve access. This app can then use your Box account for ${name}: it reads the files that ${name} chooses, and sends, follows and cancels signature requests.`,
    ],
    button: 'Continue to Box',
    // An attacker may choose a name and a workspace that look like the reader's own.
    notYou: `Not ${name}, or didn't request this? Close this page. Someone may be trying to use your Box account.`,
  }),
  leaving: { title: 'Continuing to Box…', link: 'Continue to Box' },
  connected: ({ name, workspace }: Who, login: string) => ({
    title: 'Connected',
    paragraphs: [
      `${name} in ${workspace} is now connected to the Box account ${login}.`,
      'You can close this page and go back to Slack.',
    ],
  }),
  /** The page with the code. @param isOwnAddress whether the Box login is the Slack user's address */
  code: ({ name, workspace }: Who, login: string, isOwnAddress: boolean) => ({
    title: 'Enter this code in Slack',
    before: [
      isOwnAddress
        ? `You signed in to Box as ${login}. Slack asks for this code, to make sure that this was ${name} in ${workspace}:`
        : `You signed in to Box as ${login}. That is not the email address of ${name} in ${workspace}, so Slack asks for this code:`,
    ],
    after: [
      whereToType,
      'It expires in 10 minutes. Nothing is connected until you enter it.',
      `Not ${name}, or didn't request this? Don't share this code, and close this page. Anyone who has the code could use your Box account.`,
    ],
  }),
  problem: {
    unknown: {
      title: 'This link does not work',
      // A person who reloads the success page also gets here.
      paragraphs: [
        'It was already used, you have disconnected since, or part of it is missing. Opening it now changed nothing.',
        `If this page has just shown you a code, that code is still valid for its 10 minutes. ${whereToType}`,
        newLink,
      ],
    },
    expired: {
      title: 'This link has expired',
      paragraphs: [`It was valid for 10 minutes. ${nothing}`, nextLink],
    },
    used: {
      title: 'This link was already used',
      paragraphs: [
        'It has already led to Box, perhaps in another browser. Opening it now changed nothing.',
        nextLink,
      ],
    },
    other_browser: {
      title: 'This was started in another browser',
      paragraphs: [
        `You have to finish connecting in the browser where you started. ${nothing}`,
        'If you did not start this, close this page. If you did, your browser may be blocking cookies.',
        newLink,
      ],
    },
    refused: {
      title: 'Not connected',
      paragraphs: [`Access was not approved in Box. ${nothing}`, nextLink],
    },
    not_taken: {
      title: 'Not connected',
      paragraphs: [`Box did not accept the approval it had just given. ${nothing}`, nextLink],
    },
    not_member: {
      title: 'Not connected',
      paragraphs: [`Sign is only for full members of the workspace. ${nothing}`],
    },
    no_answer: {
      title: 'Not connected',
      paragraphs: [`Slack or Box did not answer. ${nothing}`, nextLink],
    },
    internal: {
      title: 'Something went wrong',
      paragraphs: [`This was a problem on our side. ${nothing}`, 'Try again in a minute.', newLink],
    },
  },
};
