/** Share…: opens the modal, redraws its preview, and handles its submission. */
import type { ModalView } from '@slack/types';
import type { SignRequest } from '../../signing/sign-request.ts';
import { statusTable } from '../../signing/status.ts';
import { work } from '../../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { isSharedCard } from '../../store/database.ts';
import {
  channelError,
  readShareMetadata,
  readShareModal,
  readWithdrawal,
  shareModal,
  sharingView,
} from '../../views/share-modal.ts';
import {
  answerOutdatedRequest,
  forRequest,
  pressedForRequest,
  submittedForRequest,
} from '../rights/requests.ts';
import { type Services, sharableKinds } from '../services.ts';
import { sharedCardContext } from '../surfaces/shared-card.ts';
import { showModal } from '../surfaces/show-modal.ts';

/** Whether a request's card can be shared: Box has the request, and the app can check some kind of channel. */
export function canShare(services: Services, { state }: SignRequest): boolean {
  return statusTable[state].isAtBox && sharableKinds(services).length > 0;
}

/** The modal Share…, with the current choices. @param says the sentence at the top; null: none */
export async function renderShareModal(
  services: Services,
  record: SignRequest,
  chosen: { readonly channel: string | null; readonly showsNames: boolean },
  says: string | null = null,
): Promise<ModalView> {
  const rows = (await services.store.cards.forRequest(record.tenant, record.id)).filter(isSharedCard);
  return shareModal(record, {
    ...(await sharedCardContext(services, record, chosen.showsNames)),
    channel: chosen.channel,
    says,
    shownIn: rows.flatMap(({ channel, message }) =>
      channel === null ? [] : [{ channel, isConfirmed: message !== null }],
    ),
    kinds: canShare(services, record) ? sharableKinds(services) : [],
  });
}

/** The choice Share… in the menu of a card. */
export function pressShare(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'share', async (on) => {
    const { tenant, record } = on;
    const { triggerId } = payload;
    const modal = await renderShareModal(services, record, { channel: null, showsNames: false });
    const isEmpty = modal.submit === undefined && modal.blocks.length === 0;
    if (!triggerId || isEmpty) return (await answerOutdatedRequest(services, payload, on)).after?.();
    await showModal(services, tenant, { ...payload, triggerId }, modal);
  });
}

/** The checkbox that shows the signers: redraws the preview. */
export function toggleSignerNames(services: Services, payload: ActionPayload): Answer {
  const { view } = payload;
  const value = view === null ? payload.value : readShareMetadata(view.privateMetadata);
  return forRequest(services, { ...payload, value }, 'share', async (on) => {
    const { record } = on;
    if (view === null) return (await answerOutdatedRequest(services, payload, on)).after?.();
    const modal = await renderShareModal(services, record, readShareModal(view.state));
    // A quick second press carries the hash of the preview before the first, so Slack refuses the update. Its choice is
    // the newer one all the same, so it is shown without the hash.
    const isShown = await services.slack.updateView(view.id, modal, view.hash ?? undefined);
    if (!isShown) await services.slack.updateView(view.id, modal);
  });
}

/** The button Share of the modal. What only Slack knows about the channel is checked by the job. */
export function submitShare(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const id = readShareMetadata(payload.view.privateMetadata);
  return submittedForRequest(
    services,
    payload,
    { id, right: 'share' },
    async ({ tenant, person, record, t }) => {
      const { channel, showsNames } = readShareModal(payload.view.state);
      if (channel === null) return { ack: { response_action: 'errors', errors: channelError(t) } };
      const viewId = payload.view.id;
      const job = { requestId: record.id, user: person.userId, channel, showsNames, viewId };
      await services.store.jobs.enqueue(tenant, work.share(job), { wake: false });
      return {
        ack: { response_action: 'update', view: sharingView(record, t) },
        after: async () => services.store.jobs.wake(),
      };
    },
  );
}

/** The button Withdraw beside a channel. */
export function pressWithdrawCard(services: Services, payload: ActionPayload): Promise<Answer> {
  const { requestId = null, channel = '' } = readWithdrawal(payload.value) ?? {};
  return pressedForRequest(
    services,
    { ...payload, value: requestId },
    'share',
    async (on): Promise<Answer> => {
      const { tenant, person, record } = on;
      if (payload.view === null) return answerOutdatedRequest(services, payload, on);
      const { showsNames } = readShareModal(payload.view.state);
      const job = { requestId: record.id, user: person.userId, channel, showsNames, viewId: payload.view.id };
      await services.store.jobs.enqueue(tenant, work.withdrawCard(job), { wake: false });
      return { after: async () => services.store.jobs.wake() };
    },
  );
}
