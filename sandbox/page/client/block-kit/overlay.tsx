/**
 * A layer over Slack's client. Everything below it is inert until the layer is closed; then the focus returns to where
 * it was. Navigation to Slack, Box and mail, and the menu of people, stay usable, because a form may need something from
 * there.
 */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

export interface OverlayProps {
  readonly title: string;
  /**
   * A text that changes with the content. If the focused element disappears with a change, the focus moves.
   */
  readonly version: string;
  onEscape(): void;
  children(titleId: string): ComponentChildren;
}

const focusable =
  'a[href], button:not([tabindex="-1"]), input, textarea, select, summary, [tabindex]:not([tabindex="-1"])';

export function Overlay({ title, version, onEscape, children }: OverlayProps) {
  const titleId = useId();
  const shown = useRef<HTMLDivElement>(null);
  // The focus moves before the first paint, so that the very first key goes into the layer, not below it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const box = shown.current;
    const free = box ? makeRestInert(box) : () => undefined;
    focusFirst(box);
    return () => {
      const at = document.activeElement;
      // The focus stays where it is if the person has moved it to one of the controls that stay usable.
      const isHere = at === null || at === document.body || box?.contains(at) === true;
      free();
      if (isHere && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const remember = useFocusKept(shown, title, version);
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onEscape();
    } else if (event.key === 'Tab') keepInside(event, shown.current);
  };
  return (
    <div class="overlay">
      <div
        ref={shown}
        class="overlay-box"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={keyDown}
        onFocusIn={remember}
      >
        {children(titleId)}
      </div>
    </div>
  );
}

/**
 * Keeps the focus when the content changes. If the focused element disappears, the element now at its position gets the
 * focus; under a new title, the whole layer gets it and is read out. Returns a handler that records where the focus is.
 */
function useFocusKept(box: { readonly current: HTMLElement | null }, title: string, version: string) {
  const last = useRef({ title, at: -1 });
  useLayoutEffect(() => {
    const isSame = last.current.title === title;
    last.current.title = title;
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (version === '' || !isLost) return;
    const all = focusables(box.current);
    const next = isSame && last.current.at >= 0 ? all[Math.min(last.current.at, all.length - 1)] : undefined;
    (next ?? box.current)?.focus();
  }, [box, title, version]);
  return (): void => {
    last.current.at = focusables(box.current).findIndex((element) => element.matches(':focus'));
  };
}

function focusables(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(
    (element) => element.getClientRects().length > 0,
  );
}

/** Makes everything below the layer inert. Returns a function that undoes it. */
function makeRestInert(box: HTMLElement): () => void {
  const overlay = box.closest<HTMLElement>('.overlay');
  const covered = overlay?.offsetParent ?? document.body;
  const closed: HTMLElement[] = [];
  for (let at: HTMLElement | null = overlay; at && at !== covered; at = at.parentElement) {
    for (const sibling of at.parentElement?.children ?? []) {
      if (sibling === at || !(sibling instanceof HTMLElement) || sibling.inert) continue;
      sibling.inert = true;
      closed.push(sibling);
    }
  }
  return () => {
    for (const element of closed) element.inert = false;
  };
}

function focusFirst(box: HTMLElement | null): void {
  const wanted = box?.querySelector<HTMLElement>('[data-focus]');
  const first = box?.querySelector<HTMLElement>('.modal-body :is(input, textarea)');
  (wanted ?? first ?? box)?.focus();
}

function keepInside(event: KeyboardEvent, box: HTMLElement | null): void {
  const all = focusables(box);
  const [first, last] = [all[0], all.at(-1)];
  const at = document.activeElement;
  if (event.shiftKey ? at === first || at === box : at === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
