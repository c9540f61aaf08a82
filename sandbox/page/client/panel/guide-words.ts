/** The text of the guide at each step, and its link. Reads nothing itself: the step and the address are passed in. */
import type { Step } from './guide-step.ts';
import {
  type GuideLink,
  linkToSigner,
  wordsForNext,
  wordsForOwnTurn,
  wordsForSigner,
} from './guide-turns.ts';

/** The second workspace, where there is one. */
export interface Elsewhere {
  readonly name: string;
  readonly domain: string;
  readonly memberHandle: string;
  readonly isInstalled: boolean;
}

/** The guide's text at a step, with a link. */
export interface Words {
  /** Which of the five numbered steps the text belongs to; null: none, as for anyone but Ana. */
  readonly place: 1 | 2 | 3 | 4 | 5 | null;
  readonly says: string;
  readonly link?: GuideLink;
  /** Shown at the end of the guide: what to try next. */
  readonly tries?: readonly GuideLink[];
}

const channelAddress = '/slack/ana/contracts';
const appAddress = '/slack/ana/app';

/** The address of Ana's channel with this command in her composer. */
const addressWithDraft = (command: string): string =>
  `${channelAddress}?${new URLSearchParams({ draft: command })}`;

/** The Box login of a person: `handle` at Acme, or `handle@domain`. */
const loginOf = (played: string): string => (played.includes('@') ? `${played}.com` : `${played}@acme.com`);

/**
 * The person whom this window plays, as `handle` or `handle@domain`, judged by its address: in Slack, the person whose
 * client is open; in Box, the owner of the account that is open.
 *
 * @param as the account of a prepare page; null on any other page
 * @param last the person whom this window played last
 */
export function playedAt([place, who = '']: readonly string[], as: string | null, last: string): string {
  if (place === 'slack') return who || last;
  const login = place !== 'box' ? null : who === 'prepare' ? as : who;
  const [handle = '', company = ''] = login?.split('@') ?? [];
  // Everyone starts in Ana's account in Box, so being there does not say which person is played.
  if (company === '' || login === 'ana@acme.com') return last;
  return company === 'acme.com' ? handle : `${handle}@${company.replace(/\.com$/, '')}`;
}

/** The link back to the form or check that is open in Ana's Slack; none there, where it is in sight already. */
function linkToModal([place]: readonly string[], title: string): Pick<Words, 'link'> {
  return place === 'slack' ? {} : { link: { title, href: channelAddress } };
}

/**
 * The guide's words for a step. The guide follows Ana's newest request; signers act in between.
 *
 * @param played the person whom this window plays, see `playedAt`
 * @param parts the parts of the address: a person who is on the right page already is told what to do there
 */
export function wordsOf(
  step: Step,
  played: string,
  parts: readonly string[],
  elsewhere: Elsewhere | undefined,
): Words {
  if (elsewhere && played.split('@')[1] === elsewhere.domain) return wordsElsewhere(elsewhere);
  if (played !== 'ana') return wordsForOthers(step, played, parts);
  return wordsOfStep(step, parts);
}

/** The guide's words for anyone but Ana: that it is their turn, or whose turn it is. */
function wordsForOthers(step: Step, played: string, parts: readonly string[]): Words {
  if (step.step !== 'sign') {
    return { place: null, says: wordsOfTurn(step), link: { title: 'Back to Ana', href: channelAddress } };
  }
  const here = wordsForSigner(step.signers, parts);
  if (here !== null) return { place: null, says: here };
  const own = step.signers.find(({ email }) => email === loginOf(played));
  const signer = own ?? step.signers[0];
  // The step is `sign` only while somebody can sign.
  if (!signer) return { place: null, says: '' };
  return { place: null, ...(own ? wordsForOwnTurn(own, parts) : wordsForNext(signer)) };
}

/** The words for anyone but Ana when no signer has to act: whose turn it is. */
function wordsOfTurn(step: Exclude<Step, { step: 'sign' }>): string {
  if (step.step === 'wait') return 'Nobody has to act: Box is preparing the document…';
  if (step.step === 'ended') return `${endSentences[step.how]} In Slack, you can try /sign yourself.`;
  if (step.step === 'look' && step.isOnCard)
    return 'Everyone has signed. In Slack, you can try /sign yourself.';
  return `It is Ana's turn: ${anasTurn[step.step]}. In Slack, you can try /sign yourself.`;
}

const endSentences = {
  declined: 'A signer declined, so the request is over, and the card says why.',
  cancelled: 'The request was cancelled: nobody can sign it any longer.',
  expired: 'The request has expired: nobody can sign it any longer.',
} as const;

const anasTurn: Readonly<Record<Exclude<Step['step'], 'sign' | 'wait' | 'ended'>, string>> = {
  connect: 'she connects her Box account',
  type: 'she types /sign',
  form: 'her form is open',
  check: 'she checks the request before it is sent',
  place: 'she places the fields',
  bounced: 'an email to a signer bounced, and she corrects the address',
  look: 'everyone has signed, and she refreshes her card',
};

/** The guide's words in the other workspace. */
function wordsElsewhere({ name, isInstalled }: Elsewhere): Words {
  const says = isInstalled
    ? `Type /sign in ${name} as well: neither workspace can see the other.`
    : `${name} is another workspace: add Sign here too. The two cannot see each other.`;
  return { place: null, says, link: { title: 'Back to Acme', href: channelAddress } };
}

/** The guide's words for Ana. */
function wordsOfStep(step: Step, parts: readonly string[]): Words {
  const [place, kind] = parts;
  switch (step.step) {
    case 'connect':
      return {
        place: null,
        says: "Ana's Box account is not connected. Type /sign connect to continue.",
        link: { title: 'Go to Slack', href: addressWithDraft('/sign connect') },
      };
    case 'type':
      return { place: 1, ...wordsOfTyping(step) };
    case 'form':
      return { place: 2, ...wordsOfForm(step.wants, parts) };
    case 'check':
      return {
        place: 2,
        says: 'Check the request once more, then send it.',
        ...linkToModal(parts, 'Go to Slack'),
      };
    case 'wait':
      return { place: 3, says: 'Box is preparing the document…' };
    case 'place':
      return place === 'box' && kind === 'prepare'
        ? { place: 3, says: 'Press Signature, then the line on the page where it goes. Send… comes last.' }
        : {
            place: 3,
            says: 'Press Place the fields, here or on the card from Sign.',
            link: { title: 'Go to the card', href: appAddress },
          };
    case 'sign':
      return { place: 4, ...wordsOfSigning(step, parts) };
    case 'bounced':
      return {
        place: 4,
        says: `The email to ${step.email} bounced: change the address on the card.`,
        link: { title: 'Go to the card', href: appAddress },
      };
    case 'look':
      return { place: 5, ...wordsOfCard(step) };
    case 'ended':
      return { place: 5, ...wordsOfEnd(step) };
  }
}

type StepWords = Pick<Words, 'says' | 'link' | 'tries'>;

function wordsOfTyping({ documentUrl, signer, isCovered }: Extract<Step, { step: 'type' }>): StepWords {
  if (isCovered) {
    const link = { title: 'Go to Slack', href: channelAddress };
    return { says: "One of Sign's windows is open in Slack: close it, then type /sign.", link };
  }
  return {
    says: 'You are Ana and need a signature: type /sign in Slack.',
    link: { title: 'Type it for me', href: addressWithDraft(`/sign ${documentUrl} ${signer}`) },
  };
}

function wordsOfEnd({ how, documentUrl, signer }: Extract<Step, { step: 'ended' }>): StepWords {
  return {
    says: `${endSentences[how]} Now try:`,
    tries: [
      { title: 'its card', href: appAddress },
      { title: 'another request', href: addressWithDraft(`/sign ${documentUrl} ${signer}`) },
    ],
  };
}

function wordsOfForm(wants: Extract<Step, { step: 'form' }>['wants'], parts: readonly string[]): StepWords {
  const link = linkToModal(parts, 'Go to the form');
  if (wants === null) return { says: 'The form is open: check it and press Continue.', ...link };
  return parts[0] === 'box'
    ? { says: 'Press Copy link and paste it into the form; it is still open.', ...link }
    : {
        says: `The form needs a Box link and a signer: ${wants.signer}. Then press Continue.`,
        link: { title: 'Go to a document', href: `/open?url=${encodeURIComponent(wants.documentUrl)}` },
      };
}

function wordsOfSigning(
  { signers, cardFollows }: Extract<Step, { step: 'sign' }>,
  parts: readonly string[],
): StepWords {
  const here = wordsForSigner(signers, parts);
  if (here !== null) return { says: here };
  const [next] = signers;
  if (!next) return { says: '' };
  if (next.slackHandle === 'ana') return wordsForOwnTurn(next, parts);
  const says =
    next.slackHandle === null
      ? `${next.email} has an email: open it and sign.`
      : `${next.email} signs in Slack: press Review and sign in their messages with Sign.`;
  return {
    says: parts[0] === 'slack' && cardFollows ? `${says} The card follows by itself.` : says,
    link: linkToSigner(next),
  };
}

function wordsOfCard({ documentUrl, isOnCard, isCovered }: Extract<Step, { step: 'look' }>): StepWords {
  const link = { title: 'Go to the card', href: appAddress };
  if (!isOnCard) {
    const says = isCovered
      ? 'Signed. Close the window over the card: it says so in a few seconds.'
      : 'Signed. The card says so in a few seconds.';
    return { says, link };
  }
  return {
    says: 'Done: everyone has signed, and the card says so. Now try:',
    tries: [
      { title: 'two signers', href: addressWithDraft(`/sign ${documentUrl} bo@client.com dee@client.com`) },
      { title: 'the list of requests', href: addressWithDraft('/sign list') },
      { title: 'a Box that fails', href: '/faults' },
    ],
  };
}
