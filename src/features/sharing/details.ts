/**
 * Details on a card in a channel: the requester sees the request in full, a colleague what Box shows them through their
 * own connection. The app's own record of the request is shown to its requester only.
 */
import type { ModalView } from '@slack/types';
import { getSignRequest } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { observeListed } from '../../signing/listed.ts';
import type { Observation, SignRequest } from '../../signing/sign-request.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { colleagueDetailsView } from '../../views/request-details.ts';
import { sentenceView } from '../../views/sentence.ts';
import { notConnectedView } from '../../views/shared-card.ts';
import { openDetails } from '../details.ts';
import { isAllowed, type PermittedRequest } from '../rights/requests.ts';
import { forSharedCard } from '../rights/shared.ts';
import type { Services } from '../services.ts';
import { showModal } from '../surfaces/show-modal.ts';

/** The button Details. */
export function pressSharedDetails(services: Services, payload: ActionPayload): Answer {
  return forSharedCard(services, payload, async (on) => {
    const { tenant, person, record, t } = on;
    if (isAllowed(record, person.userId, 'see')) return openDetails(services, payload, on);
    const { triggerId } = payload;
    if (!triggerId) return;
    const title = t.details.title;
    const asking = sentenceView(t.share.asking, t, title);
    const { viewId } = await showModal(services, tenant, { ...payload, triggerId }, asking);
    try {
      await services.slack.updateView(viewId, await viewFor(services, on));
    } catch (error) {
      await services.slack.updateView(viewId, sentenceView(t.share.silent, t, title));
      throw error;
    }
  });
}

async function viewFor(
  services: Services,
  { tenant, person, record, t }: PermittedRequest,
): Promise<ModalView> {
  const session = await services.box.sessionFor(tenant, person.userId);
  const canConnect = services.accountMode.kind === 'own';
  if (!session) return notConnectedView(canConnect, t);
  try {
    const seen = await getSignRequest(session, record.boxId ?? '');
    return colleagueDetailsView(asBoxShows(seen, record, person.userId, services.now()), t, services.now());
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info(
      { request: record.id, failure: error.message },
      'Box does not show a colleague a request',
    );
    if (error.status === 401 && canConnect) return notConnectedView(canConnect, t);
    return sentenceView(error.kind === 'final' ? t.share.notShown : t.share.silent, t, t.details.title);
  }
}

/**
 * The request as Box shows it to this person, made from Box's answer. Only whether it was created in Slack or Box comes
 * from our own record.
 */
function asBoxShows(seen: Observation, known: SignRequest, user: string, now: number): SignRequest {
  const whose = { tenant: known.tenant, requester: user, newId: () => '' };
  const { record } = observeListed(null, seen, whose, now);
  // Box does not say when it was sent.
  return {
    ...record,
    sentAt: null,
    lastSentAt: null,
    details: { ...record.details, madeIn: known.details.madeIn },
  };
}
