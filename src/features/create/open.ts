/**
 * Opens the form: by command (empty or prefilled), from help, from an earlier request (Fix and send, Send again like
 * this), and from the check. Nothing here calls Box.
 */

import type { ModalView } from '@slack/types';
import type { Arguments } from '../../signing/arguments.ts';
import { emptyForm } from '../../signing/form.ts';
import { holdsSigningLink } from '../../signing/quote.ts';

import type { SignRequest } from '../../signing/sign-request.ts';
import { maxSigners } from '../../signing/signers.ts';
import { canBeReplaced, canSendLikeThis } from '../../signing/status.ts';
import type { ActionPayload, Answer, CommandPayload } from '../../slack/payloads.ts';
import { pollReturningPerson } from '../following/poll.ts';
import { forMember } from '../rights/members.ts';
import {
  answerOutdatedRequest,
  forRequest,
  type PermittedRequest,
  pressedForRequest,
  type RequestRight,
} from '../rights/requests.ts';
import type { Services } from '../services.ts';
import { showModal } from '../surfaces/show-modal.ts';
import { viewRowId } from '../surfaces/views-shown.ts';
import { type FormOrigin, formAgain, renderForm } from './form.ts';

/** Handles `/sign`, alone or with a document and people: opens the form. */
export function openForm(services: Services, payload: CommandPayload, typed: Arguments): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const view = await renderForm(services, tenant, person, {
      ...formFrom(typed),
      isNew: true,
      responseUrl: payload.responseUrl,
      channel: payload.channelId,
    });
    await services.slack.openView(payload.triggerId, view);
    await pollReturningPerson(services, tenant, person.userId);
  });
}

/** The button in help, in Home and on the message that welcomes a person: opens the empty form. */
export function openFormByPress(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    if (!payload.triggerId) return;
    const { responseUrl, channelId: channel } = payload;
    const origin = { values: emptyForm, isNew: true, responseUrl, channel };
    const view = await renderForm(services, tenant, person, origin);
    await services.slack.openView(payload.triggerId, view);
  });
}

/** A text without any of these is not a web address: "sign/initial" is just a word. */
const addressMark = /box\.com|:\/\/|%/i;

/**
 * The values that the text of a command or a message gives the form. Signing links are dropped here, because the values
 * are stored.
 */
export function formFrom(typed: Arguments): Pick<FormOrigin, 'values' | 'fields' | 'notUsed'> {
  const isSigningLink = holdsSigningLink(typed.document);
  const count = typed.colleagues.length;
  const words = typed.words.split(' ');
  const kept = words.filter((word) => !(holdsSigningLink(word) && addressMark.test(word)));
  const values = {
    ...emptyForm,
    document: isSigningLink ? '' : typed.document,
    colleagues: typed.colleagues.slice(0, maxSigners),
    others: typed.others.join(', '),
  };
  return {
    values,
    fields: {
      ...(isSigningLink && { document: { code: 'document_is_signing_link' as const } }),
      ...(count > maxSigners && { colleagues: { code: 'colleagues_cut' as const, count, most: maxSigners } }),
    },
    notUsed: { words: kept.join(' '), groups: typed.groups, isLinkLeftOut: kept.length < words.length },
  };
}

/**
 * Handles a button that opens a form for a request.
 *
 * @param isPossible whether the form would still have an effect; otherwise the request is redrawn
 */
export function openRequestForm(
  services: Services,
  payload: ActionPayload,
  right: RequestRight,
  isPossible: (record: SignRequest) => boolean,
  draw: (on: PermittedRequest) => Promise<ModalView>,
): Answer {
  return forRequest(services, payload, right, async (on) => {
    const { triggerId } = payload;
    if (!isPossible(on.record) || !triggerId) {
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    }
    await showModal(services, on.tenant, { ...payload, triggerId }, await draw(on));
  });
}

/** The button Fix and send…: opens the form as it was filled in, with the problem at the top. */
export function fixAndSend(services: Services, payload: ActionPayload): Answer {
  return openRequestForm(services, payload, 'fix', canBeReplaced, ({ person, record }) =>
    formAgain(services, record, person),
  );
}

/** Send again like this… or Change and send again…, on a request that has ended: opens its form as it was filled in. */
export function sendLikeThis(services: Services, payload: ActionPayload): Answer {
  return openRequestForm(services, payload, 'sendLikeThis', canSendLikeThis, ({ tenant, person, record }) => {
    // A request that was never sent may have been meant to replace another one, which is still open.
    const changes = record.sentAt === null ? (record.details.changes ?? null) : null;
    const { responseUrl, channelId: channel } = payload;
    return renderForm(services, tenant, person, { values: record.form, changes, responseUrl, channel });
  });
}

/** The button Change something, on the check: shows the form again, in the same modal. */
export function changeSomething(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'fix', async (on) => {
    const { tenant, person, record } = on;
    const { view } = payload;
    if (!canBeReplaced(record) || !view) return answerOutdatedRequest(services, payload, on);
    const form = await formAgain(services, record, person);
    // The modal is a form again and shows no request.
    await services.store.cards.remove(tenant, viewRowId(view.id));
    return { after: async () => void (await services.slack.updateView(view.id, form)) };
  });
}
