/** The button in the modal that names an earlier request instead of a new one (`SameReason`): shows the earlier one. */
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { formAgain } from './create/form.ts';
import { answerOutdatedRequest, pressedForRequest } from './rights/requests.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { resultView } from './surfaces/result-view.ts';
import { recordViewShown } from './surfaces/views-shown.ts';

/** The button Show that request. Its value is the earlier request's id. */
export function showEarlierRequest(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'see', async (on) => {
    const { tenant, person, record } = on;
    const { view } = payload;
    if (!view) return answerOutdatedRequest(services, payload, on);
    const result = await resultView(services, record, person);
    if (result) await recordViewShown(services, tenant, record.id, view.id);
    const shown = result ?? (await formAgain(services, record, person));
    return {
      after: async () => {
        await services.slack.updateView(view.id, shown);
        // The request may have changed before the store knew that this modal shows it.
        if (result) await redrawSoon(services, tenant, record.id);
      },
    };
  });
}
