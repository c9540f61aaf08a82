/**
 * Messages one below the other, with a line for each day. Stays at the end while one reads there; who has
 * scrolled up stays where they are and is told of what is new.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface LogProps {
  readonly label: string;
  /** How many there are; one more is new. */
  readonly count: number;
  /** The newest is one's own: then the end is shown wherever one was. */
  readonly isOwnLast: boolean;
  readonly children: ComponentChildren;
}

/** Nearer than this to the end counts as being there. */
const nearPixels = 48;

export function Log({ label, count, isOwnLast, children }: LogProps) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const seen = useRef(count);
  const [missed, setMissed] = useState(0);

  const toEnd = (): void => {
    const { current } = frame;
    if (current) current.scrollTop = current.scrollHeight;
    isAtEnd.current = true;
    setMissed(0);
  };
  const look = (): void => {
    const { current } = frame;
    if (!current) return;
    isAtEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearPixels;
    if (isAtEnd.current) setMissed(0);
  };
  useLayoutEffect(() => {
    const more = count - seen.current;
    seen.current = count;
    if (isAtEnd.current || (more > 0 && isOwnLast)) toEnd();
    else if (more > 0) setMissed((before) => before + more);
  }, [count, isOwnLast]);
  useEffect(() => {
    // What is drawn may still grow, and a phone's keyboard takes room.
    const keep = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    for (const { current } of [frame, content]) if (current) keep.observe(current);
    return () => keep.disconnect();
  }, []);
  return (
    <div class="log">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <div class="log-frame" ref={frame} onScroll={look} tabIndex={0} role="log" aria-label={label}>
        <div class="log-content" ref={content}>
          {children}
        </div>
      </div>
      {missed > 0 && (
        <button type="button" class="main log-new" onClick={toEnd}>
          {missed === 1 ? '1 new message' : `${missed} new messages`} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}
