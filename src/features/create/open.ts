/**
 * The form opens: by command (empty or prefilled), from a card that says Not sent, from the check, and with More
 * options. Nothing here calls Box.
 */
import { OutsideFailure } from '../../failure.ts';
import type { Arguments } from '../../signing/arguments.ts';
import { holdsSigningLink } from '../../signing/quote.ts';
import type { FormValues } from '../../signing/sign-request.ts';
import { canBeReplaced, canSendLikeThis } from '../../signing/status.ts';
import type { ActionPayload, Answer, CommandPayload } from '../../slack/payloads.ts';
import {
  type CreateMetadata,
  emptyForm,
  readCreateMetadata,
  readCreateModal,
} from '../../views/create-form.ts';
import { createModal } from '../../views/create-modal.ts';
import { connectionShown } from '../connect/connection.ts';
import { pollReturningPerson } from '../following/poll.ts';
import { forMember, pressedByMember } from '../rights/members.ts';
import { answerOutdatedRequest, forRequest, pressedOnRequest } from '../rights/requests.ts';
import { type Services, textsFor } from '../services.ts';
import { showModal } from '../surfaces/show-modal.ts';
import { viewRowId } from '../surfaces/views-shown.ts';
import { tellOutdated } from '../tell.ts';
import { defaultFolderOf, type FormOrigin, formAgain, renderForm } from './form.ts';

/** `/sign`, empty or with a document and people. */
export function openForm(services: Services, payload: CommandPayload, typed: Arguments): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const view = await renderForm(services, tenant, person, {
      ...formFrom(typed),
      responseUrl: payload.responseUrl,
      channel: payload.channelId,
    });
    await services.slack.openView(payload.triggerId, view);
    await pollReturningPerson(services, tenant, person.userId);
  });
}

/** The button beside the command's line in help: opens the empty form. */
export function openFormByPress(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    if (!payload.triggerId) return;
    const { responseUrl, channelId: channel } = payload;
    const origin = { values: emptyForm(), responseUrl, channel };
    const view = await renderForm(services, tenant, person, origin);
    await services.slack.openView(payload.triggerId, view);
  });
}

/** A text without any of these is not an address: "sign/initial" is just a word. */
const isAddress = /box\.com|:\/\/|%/i;

/** A signing link is dropped here, because what the form is opened with is stored. */
function formFrom(typed: Arguments): Pick<FormOrigin, 'values' | 'fields' | 'notUsed'> {
  const isSigningLink = holdsSigningLink(typed.document);
  const words = typed.words.split(' ');
  const kept = words.filter((word) => !(holdsSigningLink(word) && isAddress.test(word)));
  const values = {
    ...emptyForm(),
    document: isSigningLink ? '' : typed.document,
    colleagues: typed.colleagues,
    others: typed.others.join(', '),
  };
  return {
    values,
    fields: isSigningLink ? { document: { code: 'document_is_signing_link' } } : {},
    notUsed: { words: kept.join(' '), groups: typed.groups, isLinkLeftOut: kept.length < words.length },
  };
}

/** The button More options: the same form, expanded, with everything that was typed. */
export function moreOptions(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => ({ ...form, expanded: true }));
}

/** The button Use as message: what was typed after the command goes into the message, below what is there. */
export function useAsMessage(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => {
    const { message } = form.values;
    const words = form.notUsed?.words ?? '';
    return {
      ...form,
      values: { ...form.values, message: [message, words].filter((text) => text !== '').join('\n') },
      notUsed: form.notUsed && { ...form.notUsed, words: '' },
      isMessageFilledIn: true,
    };
  });
}

/**
 * A refused field was changed: removes the refusal from the top of the form. Slack reports every character until the
 * form is redrawn, and somebody is typing, so nothing is said when that fails.
 */
export function correctField(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => ({ ...form, isCorrected: true }), { isQuiet: true });
}

type OpenForm = CreateMetadata & { readonly values: FormValues };

/** @param isQuiet the person is told nothing when the form cannot be redrawn */
async function redrawForm(
  services: Services,
  payload: ActionPayload,
  change: (form: OpenForm) => OpenForm,
  { isQuiet = false } = {},
): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { view } = payload;
    const metadata = view ? readCreateMetadata(view.privateMetadata) : null;
    const draft = metadata ? await services.store.drafts.get(tenant, metadata.draftId) : null;
    if (draft?.user !== person.userId || !view || !metadata) {
      return isQuiet ? {} : tellOutdated(services, payload, person);
    }
    const redrawn = createModal({
      ...change({ ...metadata, values: withoutSigningLinks(readCreateModal(view.state, draft.form)) }),
      connection: await connectionShown(services, tenant, person.userId),
      problem: draft.problem,
      defaultFolder: await defaultFolderOf(services, tenant, person),
      t: textsFor(person),
    });
    return {
      after: async () => {
        try {
          await services.slack.updateView(view.id, redrawn, view.hash ?? undefined);
        } catch (error) {
          // On a second press the view has already changed, or it is closed.
          const isExpected = error instanceof OutsideFailure && (isQuiet || overtaken.has(error.reason));
          if (!isExpected) throw error;
          services.log.info({ failure: error.message }, 'a press on the form came too late');
        }
      },
    };
  });
}

/** Slack keeps what stands in these two fields when they are drawn again, so a link to sign need not come from us. */
function withoutSigningLinks(values: FormValues): FormValues {
  const kept = (text: string): string => (holdsSigningLink(text) ? '' : text);
  return { ...values, document: kept(values.document), others: kept(values.others) };
}

/** Slack's errors for a view that was updated, or closed, since it was read. */
const overtaken: ReadonlySet<string> = new Set(['hash_conflict', 'not_found']);

/** The button Fix and send…: the form as it was filled in, with the problem on top. */
export function fixAndSend(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'fix', async (on) => {
    const { tenant, person, record } = on;
    const { triggerId } = payload;
    if (!canBeReplaced(record) || !triggerId) {
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    }
    const form = await formAgain(services, record, person);
    await showModal(services, tenant, { ...payload, triggerId }, form);
  });
}

/** The button Send again like this…, on a request that is over: the form as it was filled in then. */
export function sendLikeThis(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'sendLikeThis', async (on) => {
    const { tenant, person, record } = on;
    const { triggerId, responseUrl, channelId: channel } = payload;
    if (!canSendLikeThis(record) || !triggerId) {
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    }
    const origin = { values: record.form, responseUrl, channel };
    const form = await renderForm(services, tenant, person, origin);
    await showModal(services, tenant, { ...payload, triggerId }, form);
  });
}

/** The button Change something, on the check: the form again, in the same modal. */
export function changeSomething(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedOnRequest(services, payload, 'fix', async (on) => {
    const { tenant, person, record } = on;
    const { view } = payload;
    if (!canBeReplaced(record) || !view) return answerOutdatedRequest(services, payload, on);
    const form = await formAgain(services, record, person);
    // The modal is a form again and shows no request.
    await services.store.cards.remove(tenant, viewRowId(view.id));
    return { after: () => services.slack.updateView(view.id, form) };
  });
}
