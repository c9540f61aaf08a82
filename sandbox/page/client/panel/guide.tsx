/** One line that says what comes next in the first story, and leads there. Computed by the sandbox from its state. */
import { useState } from 'preact/hooks';
import { pathOf, useAddress } from '../addresses.ts';
import { ofSandbox } from '../doors.ts';
import { Link } from '../link.tsx';
import { useChanges, useLive } from '../live.ts';

type Step =
  | { readonly step: 'type'; readonly documentUrl: string; readonly signer: string }
  | { readonly step: 'sign'; readonly signer: string }
  | {
      readonly step: 'form';
      readonly wants: { readonly documentUrl: string; readonly signer: string } | null;
    }
  | { readonly step: 'look'; readonly isOnCard: boolean }
  | { readonly step: 'check' | 'wait' | 'place' };

/** A second workspace, where there is one. */
interface Elsewhere {
  readonly name: string;
  readonly domain: string;
  readonly somebody: string;
  readonly isInstalled: boolean;
}

interface Words {
  /** Of the five; null beside them. */
  readonly place: 1 | 2 | 3 | 4 | 5 | null;
  readonly says: string;
  readonly link?: { readonly title: string; readonly href: string };
}

const rememberedAs = 'sandbox-guide';
const atTheApp = '/slack/ana/app';

/** Whether the guide is wanted: until somebody hides it, and again when they ask for it. */
export function useGuided() {
  const [isGuided, setGuided] = useState(localStorage.getItem(rememberedAs) !== 'hidden');
  return {
    isGuided,
    hide: () => {
      localStorage.setItem(rememberedAs, 'hidden');
      setGuided(false);
    },
    show: () => {
      localStorage.removeItem(rememberedAs);
      setGuided(true);
    },
  };
}

export function Guide({ onHide }: { readonly onHide: () => void }) {
  const { parts } = useAddress();
  const { value: step, refresh } = useLive('sandbox', 'guide', () =>
    ofSandbox<Step & { readonly elsewhere?: Elsewhere }>('guide', {}),
  );
  // What people do reaches Slack and Box without a call of the app.
  useChanges('slack', () => void refresh());
  useChanges('box', () => void refresh());
  if (step === undefined) return null;
  const { elsewhere } = step;
  const isElsewhere =
    elsewhere !== undefined && parts[0] === 'slack' && parts[1]?.split('@')[1] === elsewhere.domain;
  const { place, says, link } = isElsewhere ? wordsElsewhere(elsewhere) : wordsOf(step, parts);
  return (
    <section class="bar guide" aria-label="Guide">
      <p role="status">
        {place !== null && <small>{place} of 5</small>} {says}
      </p>
      {link && <Link href={link.href}>{link.title}</Link>}
      {elsewhere && !isElsewhere && (place === 1 || place === 5) && (
        <Link href={pathOf('slack', `${elsewhere.somebody}@${elsewhere.domain}`, 'contracts')}>
          Try {elsewhere.name} too
        </Link>
      )}
      <button type="button" class="bare" aria-label="Hide the guide" onClick={onHide}>
        ×
      </button>
    </section>
  );
}

function wordsElsewhere({ name, isInstalled }: Elsewhere): Words {
  const says = isInstalled
    ? `Type /sign in ${name} as well: neither workspace sees anything of the other.`
    : `${name} is another workspace: add Sign there too. The two do not see each other.`;
  return { place: null, says, link: { title: 'Back to Acme', href: '/slack/ana/contracts' } };
}

/** @param parts of the address: who is where the step happens is told what to do there. */
function wordsOf(step: Step, [place, kind]: readonly string[]): Words {
  switch (step.step) {
    case 'type': {
      const draft = new URLSearchParams({ draft: `/sign ${step.documentUrl} ${step.signer}` });
      const href = `/slack/ana/contracts?${draft}`;
      return {
        place: 1,
        says: 'You are Ana and need a signature: type /sign in Slack.',
        link: { title: 'Type it for me', href },
      };
    }
    case 'form':
      return { place: 2, ...wordsOfForm(step.wants, place === 'box') };
    case 'check':
      return { place: 2, says: 'Look once more at what goes out, and send it.', link: toTheForm };
    case 'wait':
      return { place: 3, says: 'Box prepares the document…' };
    case 'place':
      return place === 'box' && kind === 'prepare'
        ? { place: 3, says: 'Press Signature, then the line on the page where it goes. Then press Send….' }
        : {
            place: 3,
            says: 'Press Place the fields, here or on the card from Sign.',
            link: { title: 'To the card', href: atTheApp },
          };
    case 'sign':
      return place === 'box' && kind === 'sign'
        ? { place: 4, says: `Now you are ${step.signer}: type a name and press Sign.` }
        : {
            place: 4,
            says: `${step.signer} has mail: open it and sign.`,
            link: { title: 'To the mail', href: pathOf('mail', step.signer) },
          };
    case 'look':
      return {
        place: 5,
        says: step.isOnCard
          ? 'Signed. The card says so; the document is in Box.'
          : 'Signed. On the card, press ⋯ and Refresh: then it says so.',
        link: { title: 'To the card', href: atTheApp },
      };
  }
}

const toTheForm = { title: 'To the form', href: '/slack/ana/contracts' };

function wordsOfForm(
  wants: Extract<Step, { step: 'form' }>['wants'],
  isAtBox: boolean,
): Pick<Words, 'says' | 'link'> {
  if (wants === null) return { says: 'The form is open: look it over and press Continue.', link: toTheForm };
  return isAtBox
    ? { says: 'Press Copy link and paste it into the form; it is still open.', link: toTheForm }
    : {
        says: `The form wants a link from Box, and who signs: ${wants.signer}. Then press Continue.`,
        link: { title: 'To a document', href: `/open?url=${encodeURIComponent(wants.documentUrl)}` },
      };
}
