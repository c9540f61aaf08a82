/** English: a signed copy in Slack. */

export const enCopy = {
  send: 'Send a copy here',
  underWay: (name: string) => `⏳ Asked Box for the signed copy of ${name}. It will appear here in a moment.`,
  here: (name: string) => `Signed copy of ${name}`,
  notAllowed: '⚠️ Your workspace does not let signed copies be put into Slack. Open it in Box.',
  tooLarge: (name: string) =>
    `⚠️ ${name} is larger than 100 MB, so no copy was put into Slack. Open it in Box.`,
  unknown: (name: string) =>
    `⚠️ Slack did not confirm the copy of ${name}. If it is not here in a minute, send a copy again.`,
  slackRefuses: (name: string) =>
    `⚠️ Slack did not take the copy of ${name}. Your workspace may not allow files from this app. Open it in Box.`,
  boxRefuses: (name: string) =>
    `⚠️ Box did not hand out ${name}: your Box account has no permission to download it, or it was deleted.`,
  unreachable: (name: string) =>
    `⚠️ We tried for 15 minutes and could not copy ${name} from Box. Try again later, or open it in Box.`,
};
