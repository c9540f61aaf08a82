/** Views (modals and Home) in the JSON of the routes between this page and the sandbox. */

import { slackAct } from '../control-api.ts';
import { useLive } from '../live.ts';
import type { DrawingContext, Json, Surface, SurfaceActs } from './surface.ts';

/** A modal or Home in its current state. */
export interface ShownView {
  readonly id: string;
  readonly content: Json;
  readonly values: Surface['values'];
  readonly errors: Surface['errors'];
  /** A hash that changes with every update of the view. */
  readonly hash: string;
  readonly isSubmitting: boolean;
}

/** What a person does in a view. */
export function viewActs(person: string, view: string): SurfaceActs {
  return {
    async press(placed, option) {
      const args = { view, ...placed, ...(option === undefined ? {} : { option }) };
      return (await slackAct<{ shown: string | null }>(person, 'pressOn', args)).shown;
    },
    async enter(placed, value, how) {
      const args = { view, ...placed, value, entered: how === 'entered' };
      return (await slackAct<{ shown: string | null }>(person, 'enter', args)).shown;
    },
    suggest: (placed, typed) => slackAct<readonly Json[]>(person, 'suggest', { view, ...placed, typed }),
  };
}

interface Client {
  readonly me: DrawingContext['me'];
  readonly directory: Pick<DrawingContext, 'users' | 'channels'>;
  readonly app: { readonly homeTab: boolean };
  readonly now: number;
}

/** What is needed to draw blocks for this person; undefined until loaded. */
export function useDrawingContext(person: string): DrawingContext | undefined {
  const { value } = useClient(person);
  if (!value) return undefined;
  return { ...value.directory, person, me: value.me, now: value.now };
}

/** What a person's client knows besides the messages. */
export function useClient(person: string) {
  return useLive('slack', `client ${person}`, () => slackAct<Client>(person, 'client'));
}
