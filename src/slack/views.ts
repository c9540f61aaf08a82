/** Modals and App Home. https://docs.slack.dev/surfaces/modals */
import type { HomeView, ModalView } from '@slack/types';
import { OutsideFailure } from '../failure.ts';
import type { SlackCall } from './client.ts';
import { requiredField } from './errors.ts';
import { whileTriggerLives } from './while-trigger-lives.ts';

/** The calls to Slack about modals and App Home. */
export interface ViewsGateway {
  openView(triggerId: string, view: ModalView): Promise<{ viewId: string }>;
  /** Shows a view on top of the modal that the trigger came from. */
  pushView(triggerId: string, view: ModalView): Promise<{ viewId: string }>;
  /** Replaces a view. @returns false when the person has closed it, or, with `hash`, when it has changed since */
  updateView(viewId: string, view: ModalView, hash?: string): Promise<boolean>;
  /** Publishes a person's App Home. Returns Slack's hash of the view. */
  publishHome(userId: string, view: HomeView): Promise<{ viewHash: string }>;
}

/** Slack's errors for a view that was closed or changed since it was read. */
const overtaken: ReadonlySet<string> = new Set(['not_found', 'hash_conflict']);

/** Creates the calls about views. */
export function viewsGateway(call: SlackCall): ViewsGateway {
  const shows = (how: 'open' | 'push') => (triggerId: string, view: ModalView) =>
    whileTriggerLives(() =>
      call(`views.${how}`, true, async (client) => {
        const said = await client.views[how]({ trigger_id: triggerId, view });
        return { viewId: requiredField(said.view?.id, `views.${how}`, 'view') };
      }),
    );
  return {
    openView: shows('open'),
    pushView: shows('push'),
    updateView: async (viewId, view, hash) => {
      const update = { view_id: viewId, view, ...(hash === undefined ? {} : { hash }) };
      try {
        await call('views.update', false, (client) => client.views.update(update));
        return true;
      } catch (error) {
        if (error instanceof OutsideFailure && overtaken.has(error.reason)) return false;
        throw error;
      }
    },
    // Publishing a view again does no harm, so the call may be repeated.
    publishHome: (userId, view) =>
      call('views.publish', false, async (client) => {
        const said = await client.views.publish({ user_id: userId, view });
        return { viewHash: requiredField(said.view?.hash, 'views.publish', 'view') };
      }),
  };
}
