/** The guide's words about signers: whose turn it is, and where they sign. */
import { pathOf } from '../addresses.ts';
import type { SignerOnTurn } from './guide-step.ts';

/** A link of the guide. */
export interface GuideLink {
  readonly title: string;
  readonly href: string;
}

/** What the guide says about a turn, with a link. */
interface TurnWords {
  readonly says: string;
  readonly link?: GuideLink;
}

/** The words for a person whose own turn it is. */
export function wordsForOwnTurn(signer: SignerOnTurn, [place, , conversation]: readonly string[]): TurnWords {
  if (signer.slackHandle === null) {
    return { says: 'It is your turn: you have an email. Open it and sign.', link: linkToSigner(signer) };
  }
  const isThere = place === 'slack' && conversation === 'app';
  return {
    says: 'It is your turn: press Review and sign in your messages with Sign.',
    ...(isThere ? {} : { link: { ...linkToSigner(signer), title: 'Go to your messages' } }),
  };
}

/** The words for a person who is not a signer: who is next, and where. */
export function wordsForNext(signer: SignerOnTurn): TurnWords {
  const says =
    signer.slackHandle === null
      ? `${signer.email} is next and has an email: open it and sign as them.`
      : `${signer.email} is next: press Review and sign in their messages with Sign.`;
  return { says, link: linkToSigner(signer) };
}

/** The link to where a signer is asked: their mailbox, or their messages with the app. */
export function linkToSigner({ email, slackHandle }: SignerOnTurn): GuideLink {
  return slackHandle === null
    ? { title: 'Go to the email', href: pathOf('mail', email) }
    : { title: 'Go to their messages', href: pathOf('slack', slackHandle, 'app') };
}

/** The guide's words on the signing page or in the mailbox of a signer whose turn it is. Null anywhere else. */
export function wordsForSigner(
  signers: readonly SignerOnTurn[],
  [place, kind, , token]: readonly string[],
): string | null {
  const isPage = place === 'box' && kind === 'sign';
  const isTheirMail = ({ email, slackHandle }: SignerOnTurn): boolean =>
    place === 'mail' && email === kind && slackHandle === null;
  const here = signers.find((one) => (isPage ? one.token === token : isTheirMail(one)));
  if (!here) return null;
  return isPage
    ? `Now you are ${here.email}: type a name and press Sign.`
    : `This is the mail of ${here.email}: open it, then press Review and sign.`;
}
