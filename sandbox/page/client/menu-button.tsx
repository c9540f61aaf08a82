/** A button that opens a menu, with the keys that people expect of one. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Floating } from './block-kit/floating.tsx';

export interface MenuItem {
  readonly text: string;
  /** Text that is shown smaller beside the item's own; empty: none. */
  readonly detail: string;
  choose(): void;
}

export interface MenuButtonProps {
  /** The button's accessible name. */
  readonly label: string;
  readonly kind: string;
  readonly items: readonly MenuItem[];
  readonly isBusy: boolean;
  /** What the button shows. */
  readonly children: ComponentChildren;
}

export function MenuButton({ label, kind, items, isBusy, children }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={`${kind}${isBusy ? ' busy' : ''}`}
        aria-label={label}
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
        {children}
      </button>
      {isOpen && (
        <Floating anchor={button}>
          <Menu
            items={items}
            onChoose={(item) => {
              close();
              item.choose();
            }}
            onEscape={close}
            onLeave={(to) => {
              if (to !== button.current) setOpen(false);
            }}
          />
        </Floating>
      )}
    </>
  );
}

interface MenuProps {
  readonly items: readonly MenuItem[];
  onChoose(item: MenuItem): void;
  onEscape(): void;
  onLeave(to: EventTarget | null): void;
}

function Menu({ items, onChoose, onEscape, onLeave }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const entries = (): HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useEffect(() => entries()[0]?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    const all = entries();
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
      {items.map((item, index) => (
        <button key={index} type="button" role="menuitem" tabIndex={-1} onClick={() => onChoose(item)}>
          {item.text}
          {item.detail && <small>{item.detail}</small>}
        </button>
      ))}
    </div>
  );
}
