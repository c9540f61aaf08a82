/** What the guide says at each step, and where it leads. Looks at nothing itself: the step and the address are given. */
import { pathOf } from '../addresses.ts';

/** As the sandbox's door names it. */
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

/** A second workspace, where there is one. */
export interface Elsewhere {
  readonly name: string;
  readonly domain: string;
  readonly somebody: string;
  readonly isInstalled: boolean;
}

export interface Words {
  /** Of the five; null beside them. */
  readonly place: 1 | 2 | 3 | 4 | 5 | null;
  readonly says: string;
  readonly link?: { readonly title: string; readonly href: string };
}

const inChannel = '/slack/ana/contracts';
const atTheApp = '/slack/ana/app';
const toTheForm = { title: 'To the form', href: inChannel };

/**
 * @param played who this window plays, as addresses name them: the story is Ana's, and signers have a turn in it.
 * @param parts of the address: who is where the step happens is told what to do there.
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

/** For whoever is not Ana: that it is their turn, or whose it is. */
function wordsBeside(step: Step, played: string, [place, kind, , token]: readonly string[]): Words {
  if (step.step !== 'sign') {
    return { place: null, says: wordsOfTurn(step), link: { title: 'Back to Ana', href: inChannel } };
  }
  if (place === 'box' && kind === 'sign' && token === step.token)
    return { place: null, says: wordsOfSigning(step.signer) };
  const says =
    step.signer === `${played}@acme.com`
      ? 'It is your turn: you have mail. Open it and sign.'
      : `${step.signer} is on turn and has mail: open it and sign as them.`;
  return { place: null, says, link: { title: 'To the mail', href: pathOf('mail', step.signer) } };
}

function wordsOfTurn(step: Exclude<Step, { step: 'sign' }>): string {
  if (step.step === 'wait') return 'Nobody is on turn: Box prepares the document…';
  if (step.step === 'look' && step.isOnCard) return 'All have signed. In Slack you can try /sign yourself.';
  return `Ana is on turn: ${anasTurn[step.step]}. In Slack you can try /sign yourself.`;
}

const anasTurn: Readonly<Record<Exclude<Step['step'], 'sign' | 'wait'>, string>> = {
  connect: 'she connects her Box account',
  type: 'she types /sign',
  form: 'her form is open',
  check: 'she looks once more at what goes out',
  place: 'she places the fields',
  look: 'all have signed, and she refreshes her card',
};

function wordsOfSigning(signer: string): string {
  return `Now you are ${signer}: type a name and press Sign.`;
}

function wordsElsewhere({ name, isInstalled }: Elsewhere): Words {
  const says = isInstalled
    ? `Type /sign in ${name} as well: neither workspace sees anything of the other.`
    : `${name} is another workspace: add Sign there too. The two do not see each other.`;
  return { place: null, says, link: { title: 'Back to Acme', href: inChannel } };
}

function wordsOfStep(step: Step, [place, kind, , token]: readonly string[]): Words {
  switch (step.step) {
    case 'connect':
      return {
        place: null,
        says: "Ana's Box account is not connected: the story goes on once it is. She types /sign connect.",
        link: { title: 'To Slack', href: `${inChannel}?${new URLSearchParams({ draft: '/sign connect' })}` },
      };
    case 'type':
      return { place: 1, ...wordsOfTyping(step) };
    case 'form':
      return { place: 2, ...wordsOfForm(step.wants, place === 'box') };
    case 'check':
      return { place: 2, says: 'Look once more at what goes out, and send it.', link: toTheForm };
    case 'wait':
      return { place: 3, says: 'Box prepares the document…' };
    case 'place':
      return place === 'box' && kind === 'prepare'
        ? { place: 3, says: 'Press Signature, then the line on the page where it goes. Send… comes last.' }
        : {
            place: 3,
            says: 'Press Place the fields, here or on the card from Sign.',
            link: { title: 'To the card', href: atTheApp },
          };
    case 'sign':
      return place === 'box' && kind === 'sign' && token === step.token
        ? { place: 4, says: wordsOfSigning(step.signer) }
        : { place: 4, ...wordsOfMail(step.signer, place === 'slack') };
    case 'look':
      return { place: 5, says: wordsOfCard(step), link: { title: 'To the card', href: atTheApp } };
  }
}

type Said = Pick<Words, 'says' | 'link'>;

function wordsOfTyping({ documentUrl, signer, isCovered }: Extract<Step, { step: 'type' }>): Said {
  if (isCovered) {
    const link = { title: 'To Slack', href: inChannel };
    return { says: 'A window of Sign is open in Slack: close it, then type /sign.', link };
  }
  const draft = new URLSearchParams({ draft: `/sign ${documentUrl} ${signer}` });
  return {
    says: 'You are Ana and need a signature: type /sign in Slack.',
    link: { title: 'Type it for me', href: `${inChannel}?${draft}` },
  };
}

function wordsOfForm(wants: Extract<Step, { step: 'form' }>['wants'], isAtBox: boolean): Said {
  if (wants === null) return { says: 'The form is open: look it over and press Continue.', link: toTheForm };
  return isAtBox
    ? { says: 'Press Copy link and paste it into the form; it is still open.', link: toTheForm }
    : {
        says: `The form wants a link from Box, and who signs: ${wants.signer}. Then press Continue.`,
        link: { title: 'To a document', href: `/open?url=${encodeURIComponent(wants.documentUrl)}` },
      };
}

function wordsOfMail(signer: string, isInSlack: boolean): Said {
  const says = `${signer} has mail: open it and sign.`;
  return {
    says: isInSlack ? `${says} The card shows how it goes after ⋯ and Refresh.` : says,
    link: { title: 'To the mail', href: pathOf('mail', signer) },
  };
}

function wordsOfCard({ isOnCard, isCovered }: Extract<Step, { step: 'look' }>): string {
  if (isOnCard) return 'Signed. The card says so; the document is in Box.';
  return isCovered
    ? 'Signed. Close what is open over the card; then press ⋯ and Refresh on it.'
    : 'Signed. On the card, press ⋯ and Refresh: then it says so.';
}
