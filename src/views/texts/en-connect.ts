/** English: one's Box account in Slack. */
import { type Phrase, say, time } from './phrase.ts';

export const enConnect = {
  connect: 'Connect Box',
  title: 'Box account',
  linkTitle: 'Connect Box',
  /** @param isForForm a form waits behind it. */
  link: (isForForm: boolean) =>
    isForForm
      ? 'Connect your Box account, then your form comes back here as you filled it in. Nothing was sent yet.'
      : 'Connect your own Box account: what you send is sent by you, and you see only what Box lets you see.',
  linkAgain: {
    refused: 'At Box access was not granted, so nothing was connected. Here is a new link.',
    expired: 'That link was too old, and nothing was connected. Here is a new link.',
    used: 'That link was used already. If you have not finished at Box, here is a new link.',
    failed: 'That did not work, and nothing was connected. Here is a new link.',
  } as Readonly<Record<'refused' | 'expired' | 'used' | 'failed', string>>,
  linkHint: 'The link is for you alone and holds for 10 minutes.',
  goToBox: 'Connect Box',
  backToForm: 'Back to the form',
  already: (login: string) =>
    `You are connected to Box as ${login}. Connect again to use another account; this one is then disconnected.`,
  codeTitle: 'Connect Box',
  codeAsk: (until: number): Phrase =>
    say`Somebody agreed at Box. If that was you, type the code that your browser shows. If it was not, type nothing: it is forgotten ${time(until)}.`,
  codeLabel: 'Code',
  codePlaceholder: '123456',
  codeSubmit: 'Connect',
  codeButton: 'Type the code…',
  codeWrong: (left: number) => `That is not the code. ${left === 1 ? '1 try is' : `${left} tries are`} left.`,
  codeShape: 'The code has six digits.',
  codeOver: 'That was the fifth wrong code. Nothing was connected. Begin again with a new link.',
  codeTyped: (at: number): Phrase => say`The code was typed ${time(at)}.`,
  codeLate:
    'The code was not typed within 10 minutes, so nothing was connected. Begin again with a new link.',
  codeEnded: 'This code is not waited for any more: you have begun again since, or disconnected.',
  codeNone:
    'No code is waited for now: each holds for 10 minutes, five tries and one use, and ends when you begin again or disconnect. Begin again with a new link.',
  /** @param at null: just now. */
  connected: (login: string, at: number | null): Phrase =>
    at === null ? say`Connected to Box as ${login}.` : say`Connected to Box as ${login}, ${time(at)}.`,
  formWaits: 'Your form is as you filled it in.',
  openForm: 'Open the form again',
  disconnectTitle: 'Disconnect Box?',
  disconnectSubmit: 'Disconnect',
  disconnectClose: 'Stay connected',
  /** @param openAtBox how many requests Box has that are not over; not all of them need be sent. */
  disconnectSays: (login: string, openAtBox: number) =>
    [
      `Sign then works with your Box account ${login} no more.`,
      openAtBox === 0
        ? 'None of your requests is open at Box.'
        : `${openAtBox === 1 ? 'Your open request goes' : `Your ${openAtBox} open requests go`} on at Box: what was sent can still be signed, and the cards here no longer follow.`,
      'You can connect again at any time.',
    ].join(' '),
  disconnected: 'Disconnected. What is open goes on at Box.',
  notConnected: 'You are not connected to Box, so there is nothing to disconnect.',
  linksEnded: 'You are not connected to Box. Links and codes that were still open lead nowhere from now on.',
  /** Where nobody connects an account of their own. */
  notOwn: {
    trial:
      'This is a trial: the app works with one Box account, for the person who set it up. There is nothing to connect or to disconnect.',
    everybody:
      'Your administrator has connected everybody: you work with the Box account that has your Slack address. There is nothing to connect or to disconnect.',
  },
  ended:
    'Box has ended your connection, so nothing can be sent, and the cards of your open requests no longer follow. Connect again.',
  /** @param as the account that sent it, when another one is connected now. */
  lost: (at: number | null, as: string | null): Phrase => {
    const on = say`It goes on at Box${as === null ? '' : ` as ${as} sent it`}; `;
    return at === null ? say`${on}we do not follow it.` : say`${on}we last looked ${time(at)}.`;
  },
  otherAccount: (count: number) =>
    `${count === 1 ? '1 open request was' : `${count} open requests were`} sent as another Box account: what Box does not show to this one is not followed here any more.`,
};
