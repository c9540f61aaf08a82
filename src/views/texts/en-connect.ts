/** English: the Box connection, in Slack. */
import { dated, type Phrase, say, time } from './phrase.ts';

export const enConnect = {
  connect: 'Connect Box',
  title: 'Box account',
  linkTitle: 'Connect Box',
  /** The text above the link to Box. @param isForForm whether a form opens after connecting */
  link: (isForForm: boolean) =>
    isForForm
      ? 'Connect your Box account. Then your form comes back here as you filled it in. Nothing has been sent yet.'
      : 'Connect your own Box account. Requests are sent in your name, and you see only what Box lets you see.',
  linkAgain: {
    refused: 'Access was not approved in Box, so nothing was connected. Here is a new link.',
    expired: 'That link had expired, so nothing was connected. Here is a new link.',
    used: 'That link was already used. If you have not finished in Box, here is a new link.',
    failed: 'That did not work, and nothing was connected. Here is a new link.',
  } as Readonly<Record<'refused' | 'expired' | 'used' | 'failed', string>>,
  linkHint: 'This link is just for you and expires in 10 minutes.',
  goToBox: 'Connect Box',
  backToForm: 'Back to the form',
  already: (login: string) =>
    `You are connected to Box as ${login}. You can connect a different account instead; this one will then be disconnected.`,
  codeTitle: 'Connect Box',
  codeAsk: (until: number): Phrase =>
    say`Enter the 6-digit code from your browser. Didn't start this? Ignore it; it expires ${time(until)}.`,
  codeLabel: 'Code',
  codePlaceholder: '123456',
  codeSubmit: 'Connect',
  codeButton: 'Enter code…',
  codeWrong: (left: number) =>
    `That code is not correct. You have ${left === 1 ? '1 try' : `${left} tries`} left.`,
  codeShape: 'The code has 6 digits.',
  codeOver: 'That was the fifth wrong code, so nothing was connected. Start over with a new link.',
  codeTyped: (at: number): Phrase => say`The code was entered ${time(at)}.`,
  codeLate:
    'The code was not entered within 10 minutes, so nothing was connected. Start over with a new link.',
  codeEnded: 'This code is no longer valid: you started over or disconnected.',
  codeNone: 'That code has expired. Run /sign connect for a new link.',
  /** Says which account is connected. @param at when it was connected (ms); null: just now */
  connected: (login: string, at: number | null): Phrase =>
    at === null ? say`Connected to Box as ${login}.` : say`Connected to Box as ${login}, ${time(at)}.`,
  /** Says how long the form is kept. @param until when it is deleted (ms) */
  formWaits: (until: number): Phrase =>
    say`Your form is just as you left it. It is kept until ${dated(until)}.`,
  openForm: 'Open the form again',
  disconnectTitle: 'Disconnect Box?',
  disconnectSubmit: 'Disconnect',
  disconnectClose: 'Stay connected',
  /**
   * Says what disconnecting does. @param openAtBox how many requests are open in Box; some may not have been sent
   */
  disconnectSays: (login: string, openAtBox: number) =>
    [
      `Sign will no longer have access to your Box account ${login}.`,
      openAtBox === 0
        ? 'You have no open requests in Box.'
        : `${openAtBox === 1 ? 'Your open request stays' : `Your ${openAtBox} open requests stay`} open in Box. People can still sign what was sent, but cards in Slack will stop updating.`,
      'You can connect again at any time.',
    ].join(' '),
  /**
   * Warns that disconnecting stops the signers who sign from Slack or on the person's screen: Box sends them no email, so
   * they have no other way to sign.
   */
  signersStranded: (count: number) =>
    `⚠️ ${count === 1 ? '1 person has' : `${count} people have`} still to sign from Slack or on your screen. ${count === 1 ? 'Their link is' : 'Their links are'} opened through your connection, and Box sends them no email. If you disconnect, they can't sign until you connect again. If they should not wait, stay connected, or cancel those requests first.`,
  /** Says that it is done. @param openAtBox how many requests are open in Box */
  disconnected: (openAtBox: number) =>
    openAtBox === 0 ? 'Disconnected.' : 'Disconnected. Open requests continue in Box.',
  notConnected: 'You are not connected to Box, so there is nothing to disconnect.',
  linksEnded: 'You are not connected to Box. Links and codes that were still open no longer work.',
  /** Shown in installations in which people do not connect their own accounts. */
  notOwn: {
    trial:
      'This is a trial: the app uses one Box account, for the person who set it up. There is nothing to connect or disconnect.',
    everybody:
      'Your admin has connected everyone: you use the Box account that has your Slack email address. There is nothing to connect or disconnect.',
  },
  ended:
    'Box has ended your connection, so nothing can be sent and your cards have stopped updating. Connect again.',
  connectedAgain: 'Box had ended your connection. You have since connected again.',
  /**
   * Says that the request is no longer followed.
   *
   * @param at when Box last answered about it (ms); null: never
   * @param as the account that sent it, when another is connected now; null: none is connected
   */
  lost: (at: number | null, as: string | null): Phrase => {
    const open = `It stays open in Box${as === null ? '' : `, sent as ${as}`}`;
    const why = `${as === null ? 'You are not connected' : 'You are connected to another account'}, so it no longer updates here.`;
    return at === null ? say`${open}. ${why}` : say`${open}; we last checked ${time(at)}. ${why}`;
  },
  otherAccount: (count: number) =>
    `${count === 1 ? '1 open request was' : `${count} open requests were`} sent from another Box account. If this account cannot see a request, its card will stop updating.`,
};
