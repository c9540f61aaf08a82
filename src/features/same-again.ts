/** Show that one: the earlier request, in the modal that said "you sent this a moment ago". */
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { formAgain } from './create/form.ts';
import { pressedByMember } from './rights/members.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { resultView } from './surfaces/result-view.ts';
import { showView } from './surfaces/views-shown.ts';
import { notKnown, outOfDate } from './tell.ts';

/** The button's value is the earlier request's id. */
export function showThatOne(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { view, value } = payload;
    if (!view || !value) return outOfDate(services, payload, person);
    const record = await services.store.signRequests.get(tenant, value);
    if (record?.requester !== person.userId) return notKnown(services, payload, person);
    const result = await resultView(services, record, person);
    if (result) await showView(services, tenant, record.id, view.id);
    const shown = result ?? (await formAgain(services, record, person));
    return {
      after: async () => {
        await services.slack.updateView(view.id, shown);
        // It may have moved on before this modal was known to show it.
        if (result) await redrawSoon(services, tenant, record.id);
      },
    };
  });
}
