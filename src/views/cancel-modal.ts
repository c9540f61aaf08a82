/** The dialog before a request is cancelled, which says what is lost and asks for a reason: its builder and its reader. */
import type { ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { modal, readMetadata, section } from './blocks.ts';
import { namesOf, peopleOf, undecidedNames } from './card-people.ts';
import { textInput } from './inputs.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

const reasonId = 'reason';

/** Longest reason, in characters. Signers may read it; Box documents no limit. */
const maxReason = 300;

/** The message whose button Cancel was pressed. It is shown as busy once the dialog is submitted. */
export interface PressedMessage {
  readonly responseUrl: string | null;
  /** The message's timestamp; null for an ephemeral message, since Slack does not send one. */
  readonly messageTs: string | null;
  /** Whether the response URL belongs to a command, so that there is no message to replace. */
  readonly isCommand?: boolean;
}

const noMessage: PressedMessage = { responseUrl: null, messageTs: null };

/** The dialog. If Box has refused an earlier cancel because it gave no reason, a reason is required. */
export function cancelModal(record: SignRequest, t: Texts, pressed: PressedMessage = noMessage): ModalView {
  const says = t.actions.cancelModal;
  const { signed } = peopleOf(record);
  const open = undecidedNames(record, t);
  return modal({
    callback: callbacks.cancel,
    title: says.title,
    submit: says.submit,
    close: says.close,
    metadata: {
      requestId: record.id,
      ...(pressed.responseUrl ? { responseUrl: pressed.responseUrl } : {}),
      ...(pressed.messageTs ? { messageTs: pressed.messageTs } : {}),
      ...(pressed.isCommand ? { isCommand: true } : {}),
    },
    notifyOnClose: false,
    blocks: [
      section(says.says(requestName(record, t), open, namesOf(signed, record, t))),
      textInput(reasonId, says.reason, '', {
        most: maxReason,
        hint: says.reasonHint,
        isLong: true,
      }),
    ],
  });
}

/** Reads the submitted dialog; null when the metadata is not ours. */
export function readCancelModal(
  privateMetadata: string,
  values: ViewState,
): ({ requestId: string; reason: string | null } & PressedMessage) | null {
  const { requestId, responseUrl, messageTs, isCommand } = readMetadata(privateMetadata) ?? {};
  if (typeof requestId !== 'string') return null;
  return {
    requestId,
    reason: values[reasonId]?.[reasonId]?.value?.trim() || null,
    responseUrl: typeof responseUrl === 'string' ? responseUrl : null,
    messageTs: typeof messageTs === 'string' ? messageTs : null,
    isCommand: isCommand === true,
  };
}
