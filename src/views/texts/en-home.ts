/** English: App Home. */

export const enHome = {
  settings: 'Settings',
  connectedAs: (login: string) => `Box: ${login}`,
  connected: 'Connected to Box',
  connect: 'Connect Box to send. You can fill in a request first.',
  needed: (count: number) => `Needs you (${count})`,
  waiting: (count: number) => `Waiting for others (${count})`,
  ended: (count: number) => `Ended this week (${count})`,
  more: (count: number) => `and ${count} more`,
  /**
   * For requests of others that wait for the person's signature and do not fit in App Home. It points to the app's
   * messages, because the list of all the person's requests does not have them.
   */
  moreAsked: (count: number) =>
    `and ${count} more that ${count === 1 ? 'waits' : 'wait'} for your signature: see the messages from this app`,
  open: 'Open',
  /** The label that a screen reader reads for one of several equal buttons. @param distinction may be empty */
  spoken: (label: string, name: string, distinction: string) =>
    distinction === '' ? `${label} ${name}` : `${label} ${name}, ${distinction}`,
  row: (name: string, state: string, small: string) => [name, state, small].filter(Boolean).join('\n'),
  empty:
    'Nothing is waiting. Type /sign in any conversation, or on a message with a file or a Box link choose More actions (⋮), then Request signature. What you send appears here.',
  onlyMembers: 'Sign is only for full members of this workspace.',
};
