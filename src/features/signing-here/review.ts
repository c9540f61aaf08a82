/**
 * Review and sign: fetches the signing link of the signer who pressed, through the requester's connection, and shows it
 * to that signer only. It is not stored: each press fetches it again.
 */
import type { ModalView } from '@slack/types';
import { getSigningLink } from '../../box/signing-link.ts';
import { OutsideFailure } from '../../failure.ts';
import { canOpenSigned, canSignHere, externalUserId, signerOf } from '../../signing/asking.ts';
import { observe } from '../../signing/observe.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { nameOr, usableUrl } from '../../views/blocks.ts';
import { sentenceView } from '../../views/sentence.ts';
import { askingView, signingLinkView } from '../../views/signer-message.ts';
import { signingTroubleView } from '../../views/signing-trouble.ts';
import { whyNotFollowed } from '../connect/connection.ts';
import { expectNews } from '../following/poll.ts';
import { personOf } from '../rights/admit.ts';
import { answerOutdatedRequest, forRequest, type PermittedRequest } from '../rights/requests.ts';
import type { Services } from '../services.ts';
import { showModal } from '../surfaces/show-modal.ts';

/** The button Review and sign, and Open document once everyone has signed. */
export function pressReviewAndSign(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'sign', async (on) => {
    const { tenant, record, t } = on;
    const { triggerId } = payload;
    if (!triggerId) return (await answerOutdatedRequest(services, payload, on)).after?.();
    const { viewId } = await showModal(services, tenant, { ...payload, triggerId }, askingView(record, t));
    try {
      await services.slack.updateView(viewId, await viewOf(services, on));
    } catch (error) {
      // Without this update, the modal would say forever that Box is being asked.
      await services.slack.updateView(viewId, sentenceView(t.signing.failed, t, t.signing.title));
      throw error;
    }
  });
}

/**
 * A press on the link to the signing page. The browser opens it, and the app polls the request often for some minutes.
 */
export function pressOpenSigningPage(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'sign', ({ record }) => expectNews(services, record));
}

async function viewOf(services: Services, on: PermittedRequest): Promise<ModalView> {
  const { record, person, t } = on;
  const says = t.signing;
  const sentence = (text: string): ModalView => sentenceView(text, t, says.title);
  if (!mayOpen(record, person.userId, services.now())) return sentence(says.notNow);
  const requester = await personOf(services, record.tenant, record.requester);
  const isOwn = person.userId === record.requester;
  const who = isOwn ? null : nameOr(requester.name, t.workspace.somebody);
  const session = await services.box.sessionFor(record.tenant, record.requester);
  const email = signerOf(record, person.userId)?.email ?? '';
  if (!session || record.boxId === null || email === '') return signingTroubleView('cut', who, t);
  try {
    const signer = { externalUserId: externalUserId(record.tenant, person.userId), email };
    const { seen, link } = await getSigningLink(session, record.boxId, signer);
    const at = services.now();
    const changed = await services.store.signRequests.change(record.tenant, record.id, (now) =>
      observe(now, seen, at),
    );
    const known = changed?.record ?? record;
    if (!mayOpen(known, person.userId, at)) return sentence(says.notNow);
    const url = usableUrl(link);
    return url === null
      ? signingTroubleView('noLink', who, t)
      : signingLinkView(known, { link: url, reader: person.userId }, t);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: record.id, failure: error.message }, 'a signing link could not be fetched');
    if (error.kind !== 'final') return sentence(says.boxSilent);
    return signingTroubleView((await whyNotFollowed(services, record)) ?? 'boxRefuses', who, t);
  }
}

function mayOpen(record: SignRequest, userId: string, now: number): boolean {
  return canSignHere(record, userId, now) || canOpenSigned(record, userId);
}
