/** The person this window plays, always in view, and a menu to play another one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from '../link.tsx';
import type { Client, Person } from './answers.ts';
import { Avatar } from './avatar.tsx';
import { addressOf, personInSameWorkspace } from './places.ts';

/** A person's role, in a word or two. */
export function roleOf({ kind, title }: Person): string {
  if (kind === 'guest') return 'guest';
  if (kind === 'outsider') return 'other company';
  return title || 'colleague';
}

export function PersonSwitcher({ client, place }: { readonly client: Client; readonly place: string }) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  const closeBy = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const { me } = client;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from the controls inside
    <div class="who" ref={box} onKeyDown={closeBy}>
      <button
        ref={button}
        type="button"
        class="entry"
        aria-expanded={isOpen}
        aria-label={`You are ${me.name} · ${roleOf(me)}. Be someone else`}
        onClick={() => setOpen(!isOpen)}
      >
        <Avatar id={me.id} name={me.name} />
        <span class="cut">
          <b>{me.name}</b> · {roleOf(me)}
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      {isOpen && <Others client={client} place={place} onChoose={() => setOpen(false)} />}
    </div>
  );
}

function Others(props: { readonly client: Client; readonly place: string; readonly onChoose: () => void }) {
  const { client, place, onChoose } = props;
  // A direct conversation has another name for the other person, so the app's conversation is shown to them
  // instead.
  const kept = place.startsWith('dm:') ? 'app' : place;
  return (
    <nav class="floating" aria-label="Be someone else">
      <p class="group small">Be someone else here, or open a second window as them.</p>
      <ul class="list">
        {client.people.map((person) => (
          <li key={person.id}>
            <Link
              class="entry"
              href={addressOf(personInSameWorkspace(client.person, person.handle), { place: kept })}
              isCurrent={person.id === client.me.id}
              onFollow={onChoose}
            >
              <Avatar id={person.id} name={person.name} />
              <span>
                <b>{person.name}</b> · {roleOf(person)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
