/**
 * The modal that is shown when a submitted form asks for the same as an earlier request, repeats its submission, or
 * would replace the same request.
 */
import type { ModalView } from '@slack/types';
import type { SameReason } from '../signing/decide.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { mayBeMailed, statusTable } from '../signing/status.ts';
import { actions, callbacks } from './actions.ts';
import { actionsBlock, button, modal, nameLimit, section } from './blocks.ts';
import { clean } from './clean.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/**
 * The modal that says what the earlier request is, and asks whether to send another. Usually the same file was sent to
 * the same people within the last two minutes. When both requests would replace the same one, sending another is not
 * offered.
 *
 * @param earlier the request that exists
 * @param again the draft of the form that was just submitted, the time (ms), and why the earlier request is shown
 */
export function sameAgainView(
  earlier: SignRequest,
  again: { readonly draftId: string; readonly now: number; readonly why?: SameReason },
  t: Texts,
): ModalView {
  const minutes = Math.floor(Math.max(0, again.now - earlier.createdAt) / 60_000);
  const name = requestName(earlier, t);
  const isBeingChanged = again.why === 'being_changed';
  const said = isBeingChanged
    ? t.result.beingChanged(name)
    : again.why === 'changed_since'
      ? t.result.changedSince(name)
      : sameAgainSentence(earlier, minutes, t);
  return modal({
    callback: callbacks.sameAgain,
    title: t.result.title,
    close: t.result.done,
    metadata: { draftId: again.draftId },
    notifyOnClose: false,
    blocks: [
      section(said),
      ...actionsBlock([
        button({
          action: actions.showThatOne,
          label: t.result.showThatOne,
          value: earlier.id,
          isPrimary: true,
        }),
        ...(isBeingChanged
          ? []
          : [
              button({
                action: actions.sendAnother,
                label: t.result.sendAnother,
                value: clean(again.draftId, nameLimit),
              }),
            ]),
      ]),
    ],
  });
}

function sameAgainSentence(earlier: SignRequest, minutes: number, t: Texts): string {
  if (statusTable[earlier.state].isMailed) return t.result.sameAgain(minutes);
  return mayBeMailed(earlier) ? t.result.sameAgainUnknown(minutes) : t.result.sameAgainNotOut(minutes);
}
