/** The text of the guide at each step, and its link. Reads nothing itself: the step and the address are passed in. */
import { pathOf } from '../addresses.ts';

/** As the sandbox's control server names it. */
export type Step =
  | {
      readonly step: 'type';
      readonly documentUrl: string;
      readonly signer: string;
      readonly isCovered: boolean;
    }
  | { readonly step: 'sign'; readonly signer: string; readonly token: string }
  | {
      readonly step: 'form';
      readonly wants: { readonly documentUrl: string; readonly signer: string } | null;
    }
  | { readonly step: 'look'; readonly isOnCard: boolean; readonly isCovered: boolean }
  | { readonly step: 'check' | 'wait' | 'place' | 'connect' };

/** The second workspace, where there is one. */
export interface Elsewhere {
  readonly name: string;
  readonly domain: string;
  readonly memberHandle: string;
  readonly isInstalled: boolean;
}

export interface Words {
  /** Number of the step, of five; null outside them. */
  readonly place: 1 | 2 | 3 | 4 | 5 | null;
  readonly says: string;
  readonly link?: { readonly title: string; readonly href: string };
}

const inChannel = '/slack/ana/contracts';
const atTheApp = '/slack/ana/app';
const toTheForm = { title: 'Go to the form', href: inChannel };

/**
 * @param played the person this window plays, as addresses name them: the story is Ana's, and signers have a turn in
 * it.
 * @param parts of the address: a person who is at the right place is told what to do there.
 */
export function wordsOf(
  step: Step,
  played: string,
  parts: readonly string[],
  elsewhere: Elsewhere | undefined,
): Words {
  if (elsewhere && played.split('@')[1] === elsewhere.domain) return wordsElsewhere(elsewhere);
  if (played !== 'ana') return wordsBeside(step, played, parts);
  return wordsOfStep(step, parts);
}

/** For anyone but Ana: that it is their turn, or whose it is. */
function wordsBeside(step: Step, played: string, [place, kind, , token]: readonly string[]): Words {
  if (step.step !== 'sign') {
    return { place: null, says: wordsOfTurn(step), link: { title: 'Back to Ana', href: inChannel } };
  }
  if (place === 'box' && kind === 'sign' && token === step.token)
    return { place: null, says: wordsOfSigning(step.signer) };
  const says =
    step.signer === `${played}@acme.com`
      ? 'It is your turn: you have an email. Open it and sign.'
      : `${step.signer} is next and has an email: open it and sign as them.`;
  return { place: null, says, link: { title: 'Go to the email', href: pathOf('mail', step.signer) } };
}

function wordsOfTurn(step: Exclude<Step, { step: 'sign' }>): string {
  if (step.step === 'wait') return 'Nobody has to act: Box is preparing the document…';
  if (step.step === 'look' && step.isOnCard)
    return 'Everyone has signed. In Slack, you can try /sign yourself.';
  return `It is Ana's turn: ${anasTurn[step.step]}. In Slack, you can try /sign yourself.`;
}

const anasTurn: Readonly<Record<Exclude<Step['step'], 'sign' | 'wait'>, string>> = {
  connect: 'she connects her Box account',
  type: 'she types /sign',
  form: 'her form is open',
  check: 'she checks the request before it is sent',
  place: 'she places the fields',
  look: 'everyone has signed, and she refreshes her card',
};

function wordsOfSigning(signer: string): string {
  return `Now you are ${signer}: type a name and press Sign.`;
}

function wordsElsewhere({ name, isInstalled }: Elsewhere): Words {
  const says = isInstalled
    ? `Type /sign in ${name} as well: neither workspace can see the other.`
    : `${name} is another workspace: add Sign there too. The two cannot see each other.`;
  return { place: null, says, link: { title: 'Back to Acme', href: inChannel } };
}

function wordsOfStep(step: Step, [place, kind, , token]: readonly string[]): Words {
  switch (step.step) {
    case 'connect':
      return {
        place: null,
        says: "Ana's Box account is not connected. Type /sign connect to continue.",
        link: {
          title: 'Go to Slack',
          href: `${inChannel}?${new URLSearchParams({ draft: '/sign connect' })}`,
        },
      };
    case 'type':
      return { place: 1, ...wordsOfTyping(step) };
    case 'form':
      return { place: 2, ...wordsOfForm(step.wants, place === 'box') };
    case 'check':
      return { place: 2, says: 'Check the request once more, then send it.', link: toTheForm };
    case 'wait':
      return { place: 3, says: 'Box is preparing the document…' };
    case 'place':
      return place === 'box' && kind === 'prepare'
        ? { place: 3, says: 'Press Signature, then the line on the page where it goes. Send… comes last.' }
        : {
            place: 3,
            says: 'Press Place the fields, here or on the card from Sign.',
            link: { title: 'Go to the card', href: atTheApp },
          };
    case 'sign':
      return place === 'box' && kind === 'sign' && token === step.token
        ? { place: 4, says: wordsOfSigning(step.signer) }
        : { place: 4, ...wordsOfMail(step.signer, place === 'slack') };
    case 'look':
      return { place: 5, says: wordsOfCard(step), link: { title: 'Go to the card', href: atTheApp } };
  }
}

type Said = Pick<Words, 'says' | 'link'>;

function wordsOfTyping({ documentUrl, signer, isCovered }: Extract<Step, { step: 'type' }>): Said {
  if (isCovered) {
    const link = { title: 'Go to Slack', href: inChannel };
    return { says: "One of Sign's windows is open in Slack: close it, then type /sign.", link };
  }
  const draft = new URLSearchParams({ draft: `/sign ${documentUrl} ${signer}` });
  return {
    says: 'You are Ana and need a signature: type /sign in Slack.',
    link: { title: 'Type it for me', href: `${inChannel}?${draft}` },
  };
}

function wordsOfForm(wants: Extract<Step, { step: 'form' }>['wants'], isAtBox: boolean): Said {
  if (wants === null) return { says: 'The form is open: check it and press Continue.', link: toTheForm };
  return isAtBox
    ? { says: 'Press Copy link and paste it into the form; it is still open.', link: toTheForm }
    : {
        says: `The form needs a Box link and a signer: ${wants.signer}. Then press Continue.`,
        link: { title: 'Go to a document', href: `/open?url=${encodeURIComponent(wants.documentUrl)}` },
      };
}

function wordsOfMail(signer: string, isInSlack: boolean): Said {
  const says = `${signer} has an email: open it and sign.`;
  return {
    says: isInSlack ? `${says} The card follows by itself.` : says,
    link: { title: 'Go to the email', href: pathOf('mail', signer) },
  };
}

function wordsOfCard({ isOnCard, isCovered }: Extract<Step, { step: 'look' }>): string {
  if (isOnCard) return 'Signed. The card says so; the document is in Box.';
  return isCovered
    ? 'Signed. Close the window over the card: it says so in a few seconds.'
    : 'Signed. The card says so in a few seconds.';
}
