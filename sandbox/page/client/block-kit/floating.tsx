/** Menus and lists that float beside the control that opened them, above everything else and never clipped. */
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const gap = 4;

export interface FloatingProps {
  /** The control that opened the menu. The menu opens below it, or above where there is more room. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

export function Floating({ anchor, isWide = false, children }: FloatingProps) {
  const shown = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const floating = shown.current;
    const control = anchor.current;
    if (floating === null || control === null) return;
    floating.showPopover();
    const place = (): void => placeBeside(floating, control, isWide);
    const watching = new ResizeObserver(place);
    watching.observe(floating);
    watching.observe(control);
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      watching.disconnect();
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  }, [anchor, isWide]);
  // Places it when it opens and at each redraw, which may have moved the control.
  useLayoutEffect(() => {
    if (shown.current !== null && anchor.current !== null) placeBeside(shown.current, anchor.current, isWide);
  });
  return (
    <div ref={shown} popover="manual" class="floating">
      {children}
    </div>
  );
}

function placeBeside(floating: HTMLElement, anchor: HTMLElement, isWide: boolean): void {
  const { top, bottom, left, right, width } = anchor.getBoundingClientRect();
  if (isWide) floating.style.width = `${width}px`;
  // The menu ends above the modal's buttons, so that these stay in sight.
  const foot = anchor.closest('.modal')?.querySelector('.modal-foot');
  const lowest = foot?.getBoundingClientRect().top ?? innerHeight;
  const [below, above] = [lowest - bottom - 2 * gap, top - 2 * gap];
  const isBelow = below >= Math.min(floating.scrollHeight, 320) || below >= above;
  floating.style.maxHeight = `${Math.min(320, isBelow ? below : above)}px`;
  floating.style.top = isBelow ? `${bottom + gap}px` : 'auto';
  floating.style.bottom = isBelow ? 'auto' : `${innerHeight - top + gap}px`;
  const wanted = isWide ? left : right - floating.offsetWidth;
  floating.style.left = `${Math.max(gap, Math.min(wanted, innerWidth - floating.offsetWidth - gap))}px`;
}
