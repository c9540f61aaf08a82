/**
 * The check before a request is sent without placing fields first: no request is created in Box until the requester
 * has seen the file and every recipient, and presses Send now. Only files from Slack are uploaded to Box before the
 * check. A closed check can be opened again from the card.
 */
import { confirmSend } from '../signing/decide.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { readResultMetadata, workingView } from '../views/result-views.ts';
import { ruleView, sentenceView } from '../views/sentence.ts';
import { ruleRefusal } from './create/rules.ts';
import { isStillOpen } from './create/too-late.ts';
import { answerOutdatedRequest, forRequest, submittedForRequest } from './rights/requests.ts';
import type { Services } from './services.ts';
import { resultView } from './surfaces/result-view.ts';
import { showModal } from './surfaces/show-modal.ts';
import { recordViewShown } from './surfaces/views-shown.ts';

/** The button Send now, which submits the check. */
export function submitCheck(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const id = readResultMetadata(payload.view.privateMetadata)?.requestId ?? null;
  return submittedForRequest(
    services,
    payload,
    { id, right: 'check' },
    async ({ tenant, person, record: known, t }) => {
      const { changes } = known.details;
      if (changes && known.state === 'to_check' && !(await isStillOpen(services, tenant, changes))) {
        return { ack: { response_action: 'push', view: sentenceView(t.form.changedMeanwhile, t) } };
      }
      const { userId } = person;
      const rule =
        known.state === 'to_check' ? await ruleRefusal(services, { tenant, userId, form: known.form }) : null;
      if (rule) return { ack: { response_action: 'push', view: ruleView(rule, t) } };
      const now = services.now();
      const changed = await services.store.signRequests.change(tenant, known.id, (r) => confirmSend(r, now), {
        wake: false,
      });
      const record = changed?.record;
      const view = record ? await resultView(services, record, person) : null;
      if (!record || !view) return { ack: { response_action: 'push', view: sentenceView(t.notNow, t) } };
      await recordViewShown(services, tenant, record.id, payload.view.id);
      return {
        ack: { response_action: 'update', view: record.state === 'creating' ? workingView(record, t) : view },
        after: async () => services.store.jobs.wake(),
      };
    },
  );
}

/** The button Check and send…, on a request that waits for its check. */
export function openCheck(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'check', async (on) => {
    const { tenant, person, record } = on;
    const view = await resultView(services, record, person);
    const { triggerId } = payload;
    if (!view || !triggerId) return (await answerOutdatedRequest(services, payload, on)).after?.();
    const { viewId } = await showModal(services, tenant, { ...payload, triggerId }, view);
    await recordViewShown(services, tenant, record.id, viewId);
  });
}
