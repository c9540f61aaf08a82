/** Show that one: the earlier request, in the modal that said "you sent this a moment ago". */
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { admit } from './common/admit.ts';
import { formAgain } from './common/form.ts';
import { redrawSoon } from './common/redraw-soon.ts';
import { type Services, textsFor } from './common/services.ts';
import { outOfDate, tellOutsider } from './common/tell.ts';
import { resultView } from './common/view-of.ts';
import { showView } from './common/views-shown.ts';

/** The button's value is the earlier request's id. */
export async function showThatOne(services: Services, payload: ActionPayload): Promise<Answer> {
  const admission = await admit(services, payload.actor);
  const { view, value } = payload;
  if (!admission.isAdmitted) return { after: () => tellOutsider(services, payload) };
  const { tenant, person } = admission;
  if (!view || !value) return outOfDate(services, payload, person);
  const record = await services.store.signRequests.get(tenant, value);
  if (record?.requester !== person.userId) return outOfDate(services, payload, person);
  const result = resultView(record, textsFor(person), services.now());
  if (result) await showView(services, tenant, record.id, view.id);
  const shown = result ?? (await formAgain(services, record, person));
  return {
    after: async () => {
      await services.slack.updateView(view.id, shown);
      // It may have moved on before this modal was known to show it.
      if (result) await redrawSoon(services, tenant, record.id);
    },
  };
}
