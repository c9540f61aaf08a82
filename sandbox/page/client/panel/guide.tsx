/** One line that says what comes next in Ana's newest request, with a link. The sandbox derives it from its state. */
import { useState } from 'preact/hooks';
import { pathOf, useAddress } from '../addresses.ts';
import { sandboxAct } from '../control-api.ts';
import { Link } from '../link.tsx';
import { useChanges, useLive } from '../live.ts';
import { lastPerson } from '../slack/places.ts';
import type { Step } from './guide-step.ts';
import { type Elsewhere, playedAt, wordsOf } from './guide-words.ts';

const rememberedAs = 'sandbox-guide';

/** Whether the guide is shown: until the person hides it, and again when they ask for it. */
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
  const { parts, query } = useAddress();
  const { value: step, refresh } = useLive('sandbox', 'guide', () =>
    sandboxAct<Step & { readonly elsewhere?: Elsewhere }>('guide', {}),
  );
  // Acts of people change the guide's step, and can reach Slack and Box without any call of the app.
  useChanges('slack', () => void refresh());
  useChanges('box', () => void refresh());
  if (step === undefined) return null;
  const { elsewhere } = step;
  const played = playedAt(parts, query.get('as'), lastPerson());
  const { place, says, link, tries = [] } = wordsOf(step, played, parts, elsewhere);
  return (
    <section class="bar guide" aria-label="Guide">
      <p role="status">
        {place !== null && <small>{place} of 5</small>} {says}
      </p>
      {[...(link ? [link] : []), ...tries].map(({ title, href }) => (
        <Link key={href} href={href}>
          {title}
        </Link>
      ))}
      {elsewhere && (place === 1 || place === 5) && (
        <Link
          class="to-elsewhere"
          href={pathOf('slack', `${elsewhere.memberHandle}@${elsewhere.domain}`, 'contracts')}
        >
          Try {elsewhere.name} too
        </Link>
      )}
      <button type="button" class="bare" aria-label="Hide the guide" onClick={onHide}>
        ×
      </button>
    </section>
  );
}
