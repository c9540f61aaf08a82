/** Show that one: the earlier request, in the modal that said "you sent this a moment ago". */
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { admit } from './common/admit.ts';
import { renderForm } from './common/form.ts';
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
  const shown =
    result ??
    (await renderForm(services, tenant, person, {
      values: record.form,
      problem: record.refusal,
      replaces: record.id,
    }));
  return { after: () => services.slack.updateView(view.id, shown) };
}
