/**
 * The scrolling list of messages. At the end, it follows new messages; for a reader who has scrolled up, it
 * stays in place and counts the new messages on a button.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface LogProps {
  readonly label: string;
  /** Number of messages; when it grows, new ones have arrived. */
  readonly count: number;
  /**
   * Whether the reader wrote the newest message: it is then scrolled into view even if they had scrolled up.
   */
  readonly isOwnLast: boolean;
  readonly children: ComponentChildren;
}

/** A reader within this many pixels of the end counts as being at the end. */
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
    // The end stays in view when drawn content grows, or a phone's keyboard takes room.
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
