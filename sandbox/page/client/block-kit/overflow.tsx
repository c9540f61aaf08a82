/** The ⋯ menu. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { goTo, linkTarget } from '../addresses.ts';
import type { ElementProps } from './context.ts';
import { Floating } from './floating.tsx';
import { objectsAt, textAt, wordsAt } from './json.ts';
import { usePressing } from './pressing.tsx';
import type { Json } from './surface.ts';

export function Overflow({ element, blockId }: ElementProps) {
  const { isBusy, press, shown } = usePressing(element, blockId);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (option: Json): void => {
    close();
    const url = textAt(option, 'url');
    press(textAt(option, 'value'), url === '' ? undefined : () => follow(url));
  };
  return (
    <span class="row">
      <button
        ref={button}
        type="button"
        class={`sign${isBusy ? ' busy' : ''}`}
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-disabled={isBusy || undefined}
        onClick={() => setOpen(!isOpen && !isBusy)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || isOpen || isBusy) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        ⋯
      </button>
      {isOpen && (
        <Floating anchor={button}>
          <Menu
            options={objectsAt(element, 'options')}
            onChoose={choose}
            onEscape={close}
            onLeave={(to) => {
              if (to !== button.current) setOpen(false);
            }}
          />
        </Floating>
      )}
      {shown}
    </span>
  );
}

function follow(url: string): void {
  const { href, isHere } = linkTarget(url);
  if (!isHere) window.open(href, '_blank', 'noopener,noreferrer');
  else if (href !== '#') goTo(href);
}

interface MenuProps {
  readonly options: readonly Json[];
  onChoose(option: Json): void;
  onEscape(): void;
  onLeave(to: EventTarget | null): void;
}

function Menu({ options, onChoose, onEscape, onLeave }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useEffect(() => items()[0]?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.findIndex((item) => item.matches(':focus'));
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const next = to[event.key];
    if (event.key === 'Escape') onEscape();
    else if (next !== undefined) all[next]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      class="options"
      onKeyDown={move}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node | null)) onLeave(event.relatedTarget);
      }}
    >
      {options.map((option, index) => (
        <button
          key={textAt(option, 'value') || index}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => onChoose(option)}
        >
          {wordsAt(option, 'text')}
          {wordsAt(option, 'description') && <small>{wordsAt(option, 'description')}</small>}
        </button>
      ))}
    </div>
  );
}
