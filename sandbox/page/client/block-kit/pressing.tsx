/** Pressing a button: at most once at a time, after a confirmation where the app wants one. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ConfirmDialog } from './confirm.tsx';
import { useSurface } from './context.ts';
import { objectAt, textAt } from './json.ts';
import type { Json } from './surface.ts';

/** A button's press, and what it shows. */
export interface Pressing {
  readonly isBusy: boolean;
  /**
   * Presses the button, or asks for confirmation first. `after` runs once the press was started (to follow a
   * link).
   */
  press(option?: string, after?: () => void): void;
  /** The confirmation dialog and any error; to be rendered beside the button. */
  readonly shown: ComponentChildren;
}

export function usePressing(element: Json, blockId: string): Pressing {
  const { acts } = useSurface();
  const [isBusy, setBusy] = useState(false);
  const [asking, setAsking] = useState<{ readonly go: () => void } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // A warning is about the button as it was pressed: it goes once the app draws another one in its place.
  const drawn = JSON.stringify(element);
  const newest = useRef(drawn);
  newest.current = drawn;
  useEffect(() => setProblem(null), [drawn]);
  const state = useRef({ isBusy: false, isThere: true });
  useEffect(() => {
    const { current } = state;
    return () => {
      current.isThere = false;
    };
  }, []);

  const send = async (option?: string): Promise<void> => {
    state.current.isBusy = true;
    setBusy(true);
    setProblem(null);
    const pressed = newest.current;
    const placed = { blockId, actionId: textAt(element, 'action_id') };
    const said = await acts.press(placed, option).catch((error: Error) => error.message);
    state.current.isBusy = false;
    if (!state.current.isThere) return;
    setBusy(false);
    if (newest.current === pressed) setProblem(said);
  };
  const dialog = objectAt(element, 'confirm');
  const press = (option?: string, after?: () => void): void => {
    if (state.current.isBusy) return;
    const go = (): void => {
      setAsking(null);
      void send(option);
      after?.();
    };
    if (dialog) setAsking({ go });
    else go();
  };
  const shown = (
    <>
      {asking && dialog && (
        <ConfirmDialog dialog={dialog} onConfirm={asking.go} onDeny={() => setAsking(null)} />
      )}
      {problem !== null && (
        <span class="wrong" role="alert">
          {problem}
        </span>
      )}
    </>
  );
  return { isBusy, press, shown };
}
