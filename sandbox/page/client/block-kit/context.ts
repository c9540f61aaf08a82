/** The surface that blocks are on, for the components inside it, and the value of a control on it. */
import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { textAt } from './json.ts';
import type { Json, Placed, Surface } from './surface.ts';

/** A surface without content, for components that are on no surface. */
const noSurface: Surface = {
  kind: 'message',
  blocks: [],
  values: {},
  errors: {},
  drawingContext: { person: '', users: {}, channels: {}, me: { id: '', tz: 'UTC', locale: 'en-US' } },
  acts: { press: async () => null, enter: async () => null, suggest: async () => [] },
};

export const SurfaceContext = createContext<Surface>(noSurface);

export function useSurface(): Surface {
  return useContext(SurfaceContext);
}

/** Props of an element's component. */
export interface ElementProps {
  readonly element: Json;
  readonly blockId: string;
  /**
   * Ids of the texts that name and describe the control: label, hint and error of an input block, or a section's text.
   */
  readonly named?: ControlLabels;
}

/** The attributes that connect a control with its label, its hint and its error. */
export interface ControlLabels {
  /** Id of the control itself, so that a label can lead to it. */
  readonly controlId: string;
  readonly labelId: string;
  /** Ids of the hint and the error, as `aria-describedby` takes them. */
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly isRequired: boolean;
  /** Whether the input block reports changes to the app (`dispatch_action`); false outside input blocks. */
  readonly isReporting: boolean;
}

/** ARIA attributes that tie a control to its label, hint and error. Without a label, `words` is the `aria-label`. */
export function namingOf(named: ControlLabels | undefined, words: string) {
  if (!named) return { 'aria-label': words || undefined };
  return {
    id: named.controlId,
    'aria-labelledby': named.labelId,
    'aria-describedby': named.describedBy,
    'aria-invalid': named.isInvalid || undefined,
    'aria-required': named.isRequired || undefined,
  };
}

/** A control's value, and the function that enters a new one. */
export interface ControlValue {
  readonly placed: Placed;
  /** The value of the control; an empty object when Slack has none. */
  readonly value: Json;
  /** Enters a value, given without its `type`, which is added. */
  enter(value: Json, how?: 'typing' | 'entered'): void;
}

/**
 * The value of a control. What was just entered is shown immediately. Once Slack's state differs from everything
 * entered here, that state is shown, for example when the app replaces the value.
 */
export function useControlValue(element: Json, blockId: string): ControlValue {
  const { values, acts } = useSurface();
  const placed = { blockId, actionId: textAt(element, 'action_id') };
  const known = values[blockId]?.[placed.actionId] ?? {};
  const [entered, setEntered] = useState<{ value: Json; passed: readonly string[] } | null>(null);
  const said = JSON.stringify(known);
  const isMine = entered?.passed.includes(said) === true;
  const enter: ControlValue['enter'] = (value, how) => {
    const full = { type: textAt(element, 'type'), ...value };
    const passed = isMine && entered ? entered.passed : [said];
    setEntered({ value: full, passed: [...passed, JSON.stringify(full)] });
    // A value that Slack refuses is no longer shown. Buffered typing is never refused here, and stays.
    acts.enter(placed, full, how).catch(() => setEntered(null));
  };
  return { placed, value: isMine && entered ? entered.value : known, enter };
}
