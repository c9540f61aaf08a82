/**
 * Handles what a person does with requests of others in the list: open details, send a reminder, and, as an editor,
 * cancel.
 */
import { requestCancel, requestResend } from '../../signing/resend-cancel.ts';
import type { Decision, SignRequest } from '../../signing/sign-request.ts';
import { canCancel, canResend } from '../../signing/status.ts';
import { work } from '../../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { readCancelModal } from '../../views/cancel-modal.ts';
import { readRequestId } from '../../views/remind-modal.ts';
import { detailsView } from '../../views/request-details.ts';
import { sentenceView } from '../../views/sentence.ts';
import { sharedCancelModal, sharedRemindModal } from '../../views/shared-list.ts';
import { resendRefusalText } from '../resend.ts';
import { forCollaborator, type PermittedShared, submittedForCollaborator } from '../rights/collaborators.ts';
import type { Services } from '../services.ts';
import { drawListsSoon } from '../surfaces/list-views.ts';
import { showModal } from '../surfaces/show-modal.ts';

/** Handles the option Details in the menu of another person's request. */
export function pressOthersDetails(services: Services, payload: ActionPayload): Answer {
  return forCollaborator(services, payload, 'seeAsCollaborator', ({ tenant, record, t }) =>
    openModal(services, tenant, payload, detailsView(record, t, services.now())),
  );
}

/** Handles the option Resend reminder: a modal first says whom the reminder reaches. */
export function pressOthersRemind(services: Services, payload: ActionPayload): Answer {
  return forCollaborator(services, payload, 'remindAsCollaborator', ({ tenant, record, t }) => {
    const now = services.now();
    const why = (): string => resendRefusalText(record, now, t);
    const view = canResend(record, now) ? sharedRemindModal(record, t, now) : sentenceView(why(), t);
    return openModal(services, tenant, payload, view);
  });
}

/** Handles the option Cancel request of an editor: a dialog first says what will be lost. */
export function pressOthersCancel(services: Services, payload: ActionPayload): Answer {
  return forCollaborator(services, payload, 'cancelAsCollaborator', ({ tenant, record, t }) => {
    const view = canCancel(record) ? sharedCancelModal(record, t) : sentenceView(t.notNow, t);
    return openModal(services, tenant, payload, view);
  });
}

/** Handles the submitted modal of a reminder. */
export function submitOthersRemind(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const target = { id: readRequestId(payload.view.privateMetadata), right: 'remindAsCollaborator' } as const;
  return submittedForCollaborator(services, payload, target, (on) =>
    storeAction(services, on, 'resend', (record) => requestResend(record, on.person.userId, services.now())),
  );
}

/** Handles the submitted dialog of a cancel. */
export function submitOthersCancel(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const read = readCancelModal(payload.view.privateMetadata, payload.view.state);
  const target = { id: read?.requestId ?? null, right: 'cancelAsCollaborator' } as const;
  return submittedForCollaborator(services, payload, target, (on) =>
    storeAction(services, on, 'cancel', (record) =>
      requestCancel(record, on.person.userId, read?.reason ?? null, services.now()),
    ),
  );
}

/** Stores the pending action with its job, and closes the dialog. The list shows the result. */
async function storeAction(
  { store, ...services }: Services,
  { tenant, person, record: { id }, t }: PermittedShared,
  verb: 'resend' | 'cancel',
  decide: (record: SignRequest) => Decision | null,
): Promise<Answer> {
  const whose = { tenant, user: person.userId };
  const next = [
    work.actOnShared({ user: whose.user, sharedId: id, verb }),
    work.drawLists({ user: whose.user }),
  ];
  const changed = await store.sharedRequests.change(whose, id, decide, next, { wake: false });
  // A second press while the first is pending also only closes the dialog.
  const isSame = changed?.record.details.pending?.verb === verb;
  if (changed?.isChanged || isSame) return { after: async () => store.jobs.wake() };
  await drawListsSoon({ store, ...services }, tenant, whose.user);
  const why = changed && verb === 'resend' ? resendRefusalText(changed.record, services.now(), t) : t.notNow;
  return { ack: { response_action: 'update', view: sentenceView(why, t) } };
}

async function openModal(
  services: Services,
  tenant: string,
  payload: ActionPayload,
  view: ReturnType<typeof sentenceView>,
): Promise<void> {
  const { triggerId } = payload;
  if (triggerId) await showModal(services, tenant, { ...payload, triggerId }, view);
}
