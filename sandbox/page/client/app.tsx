/** The whole page: navigation and content. Which place is shown follows from the address alone. */
import { useEffect, useRef } from 'preact/hooks';
import { goTo, useAddress } from './addresses.ts';
import { Mailboxes } from './box/mailboxes.tsx';
import { BoxPages } from './box/pages.tsx';
import { Link } from './link.tsx';
import { OpenBoxLink } from './open.tsx';
import { Activity } from './panel/activity.tsx';
import { AppStrip } from './panel/app-strip.tsx';
import { Guide, useGuided } from './panel/guide.tsx';
import { Misbehaviour } from './panel/misbehaviour.tsx';
import { SlackClient } from './slack/client.tsx';

const places = [
  { name: 'slack', title: 'Slack', path: '/slack' },
  { name: 'box', title: 'Box', path: '/box' },
  { name: 'mail', title: 'Mail', path: '/mail' },
  { name: 'faults', title: 'Misbehave', path: '/faults' },
  { name: 'activity', title: 'Activity', path: '/activity' },
] as const;

export function App() {
  const { parts, query } = useAddress();
  const [place = '', ...rest] = parts;
  const isSomewhere = place === 'open' || places.some(({ name }) => name === place);
  const { isGuided, hide, show } = useGuided();
  const showsGuide = useRef<HTMLButtonElement>(null);
  const isJustHidden = useRef(false);
  // The button that hid the guide has gone with it, and would leave the focus nowhere.
  useEffect(() => {
    if (isJustHidden.current) showsGuide.current?.focus();
    isJustHidden.current = false;
  }, [isGuided]);
  const hideGuide = (): void => {
    isJustHidden.current = true;
    hide();
  };
  useEffect(() => {
    if (!isSomewhere) goTo('/slack', 'replace');
  }, [isSomewhere]);
  return (
    <div class="page">
      <header class="top">
        <div class="bar between places">
          <nav aria-label="Places">
            {places.map(({ name, title, path }) => (
              <Link key={name} href={path} isCurrent={name === place}>
                {title}
              </Link>
            ))}
          </nav>
          {!isGuided && (
            <button ref={showsGuide} type="button" onClick={show}>
              Guide
            </button>
          )}
        </div>
        <AppStrip />
        {isGuided && <Guide onHide={hideGuide} />}
      </header>
      <main class={`place place-${place}`}>{placeOf(place, rest, query)}</main>
    </div>
  );
}

function placeOf(place: string, parts: readonly string[], query: URLSearchParams) {
  switch (place) {
    case 'slack':
      return <SlackClient parts={parts} />;
    case 'box':
      return <BoxPages parts={parts} query={query} />;
    case 'mail':
      return <Mailboxes parts={parts} />;
    case 'faults':
      return <Misbehaviour />;
    case 'activity':
      return <Activity />;
    case 'open':
      return <OpenBoxLink url={query.get('url') ?? ''} />;
    default:
      return null;
  }
}
