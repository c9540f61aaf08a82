/**
 * The shortcuts Request signature: they open the form, empty or with what a message holds. Of a message, only documents
 * and signers are used; its other text is neither shown nor stored, because it was not meant for the app.
 */
import { emptyForm } from '../signing/form.ts';
import { readMessage } from '../signing/message.ts';
import type { Answer, ShortcutMessage, ShortcutPayload } from '../slack/payloads.ts';
import { uploadedFile } from '../views/create-form.ts';
import { type FormOrigin, renderForm } from './create/form.ts';
import { formFrom } from './create/open.ts';
import { pollReturningPerson } from './following/poll.ts';
import { forMember } from './rights/members.ts';
import { isGranted, type Services } from './services.ts';

/** Opens the form for the message that the shortcut was used on; the empty form for the global shortcut. */
export function requestSignature(services: Services, payload: ShortcutPayload): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const { message, responseUrl, channelId: channel, triggerId } = payload;
    const canUpload = isGranted(services.identity, 'files:read');
    const origin = message ? formFromMessage(message, canUpload) : { values: emptyForm };
    const view = await renderForm(services, tenant, person, { ...origin, isNew: true, responseUrl, channel });
    await services.slack.openView(triggerId, view);
    await pollReturningPerson(services, tenant, person.userId);
  });
}

/**
 * The form's values from a message. A Box link takes precedence over files, because Slack often shows a preview of the
 * link as a file.
 */
function formFromMessage({ text, rich, files }: ShortcutMessage, canUpload: boolean): FormOrigin {
  const { notUsed, ...form } = formFrom(readMessage(text, rich));
  const isWithoutLink = form.values.document === '' && form.fields?.document === undefined;
  const uploads = isWithoutLink && canUpload ? files.map(uploadedFile) : [];
  const isWithoutDocument = isWithoutLink && uploads.length === 0;
  return {
    ...form,
    values: uploads.length === 0 ? form.values : { ...form.values, way: 'upload', uploads },
    notUsed: {
      words: '',
      groups: [],
      isLinkLeftOut: notUsed?.isLinkLeftOut ?? false,
      missing: isWithoutDocument ? (files.length > 0 ? 'file' : 'link') : null,
    },
  };
}
