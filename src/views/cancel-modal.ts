/** Builds and reads the dialog before a request is cancelled. It says what is lost, and has a field for a reason. */
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

/**
 * The message whose button Cancel was pressed. Once the dialog is submitted, the message says that work is under way.
 */
export interface PressedMessage {
  readonly responseUrl: string | null;
  /** The message's timestamp; null for an ephemeral message, which Slack leaves out of the press. */
  readonly messageTs: string | null;
  /** Whether the response URL belongs to a command: there is no message to replace. */
  readonly isCommand?: boolean;
}

const noMessage: PressedMessage = { responseUrl: null, messageTs: null };

/** The dialog; the reason may be left empty. */
export function cancelModal(record: SignRequest, t: Texts, pressed: PressedMessage = noMessage): ModalView {
  const says = t.actions.cancelModal;
  const { signed } = peopleOf(record);
  const undecided = undecidedNames(record, t);
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
      section(says.says(requestName(record, t), undecided, namesOf(signed, record, t))),
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
