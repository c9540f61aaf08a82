/** The modal that asks for confirmation before a reminder is sent from a menu. */
import type { ModalView } from '@slack/types';
import type { SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { modal, readMetadata, section } from './blocks.ts';
import { remindSentences } from './remind.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** The modal. It is needed because Slack has confirmation dialogs only for whole menus, not for single options. */
export function remindModal(record: SignRequest, t: Texts, now: number): ModalView {
  const says = t.actions.remind;
  const [first = '', ...others] = remindSentences(record, 'modal', t, now);
  return modal({
    callback: callbacks.remind,
    title: says.title,
    submit: says.submit,
    close: says.close,
    metadata: { requestId: record.id },
    notifyOnClose: false,
    blocks: [
      section(t.actions.about(requestName(record, t), first)),
      ...(others.length > 0 ? [section(others.join(' '))] : []),
    ],
  });
}

/** The request of the submitted modal; null when the metadata is not ours. */
export function readRequestId(privateMetadata: string): string | null {
  const requestId = readMetadata(privateMetadata)?.['requestId'];
  return typeof requestId === 'string' ? requestId : null;
}
