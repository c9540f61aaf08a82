/** A link that navigates within the page without reloading it, and opens other sites in a new window. */
import type { ComponentChildren } from 'preact';
import { goTo } from './addresses.ts';

export interface LinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  /** Whether the link leads to what is shown now. */
  readonly isCurrent?: boolean;
  readonly onFollow?: () => void;
}

export function Link({ href, children, class: name, label, isCurrent, onFollow }: LinkProps) {
  const isHere = href.startsWith('/') || href === '#';
  const follow = (event: MouseEvent): void => {
    onFollow?.();
    // A press with a key held down is left to the browser, which opens a new window.
    if (!isHere || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (href !== '#') goTo(href);
  };
  return (
    <a
      href={href}
      class={name}
      aria-label={label}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={follow}
      {...(isHere ? {} : { target: '_blank', rel: 'noopener noreferrer' })}
    >
      {children}
    </a>
  );
}
