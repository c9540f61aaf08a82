/** English: requests of others that Box shows to the reader. */
export const enShared = {
  open: 'Shared with me',
  openSpoken: (isChosen: boolean) => `Shared with me${isChosen ? ', shown now' : ''}`,
  sender: 'Sent by',
  allSenders: (count: number) => `All senders (${count})`,
  ofSender: (login: string, count: number) => `${login} (${count})`,
  unknownSender: 'Unknown sender',
  sentBy: (login: string) => `sent by ${login}`,
  openInBox: 'Open in Box',
  note: 'Requests of others whose files are shared with you in Box.',
  newest: (most: number) =>
    `Only the newest ${most.toLocaleString('en')} are shown here. The others are in Box.`,
  none: 'No requests of others are shared with you in Box.',
  noneAsking: 'Requests that others share with you appear here as soon as Box answers.',
  noneKnown: 'Box has not said yet what is shared with you.',
  /** Shown before an editor cancels another person's request. */
  cancelsOthers: (login: string) => `It was sent by ${login}, who will see that it was cancelled.`,
};
