/**
 * The modal that tells a signer why Review and sign has no link. The signer is a colleague, or the requester, who may
 * be able to mend it by connecting Box.
 */
import type { ModalView } from '@slack/types';
import { actions } from './actions.ts';
import { actionsBlock, button } from './blocks.ts';
import { sentenceView } from './sentence.ts';
import type { LostReason } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** Why a signer gets no signing link. */
export type SigningTrouble = LostReason | 'noLink' | 'boxRefuses';

/**
 * The modal that says why there is no link. @param who the requester's name; null: the reader is the
 * requester
 */
export function signingTroubleView(trouble: SigningTrouble, who: string | null, t: Texts): ModalView {
  const { signing } = t;
  if (who !== null) return sentenceView(signing[trouble](who), t, signing.title);
  const view = sentenceView(signing.toRequester[trouble], t, signing.title);
  const canConnect = trouble === 'cut' || trouble === 'other_account';
  const connect = button({ action: actions.connect, label: t.connect.connect });
  return { ...view, blocks: [...view.blocks, ...actionsBlock(canConnect ? [connect] : [])] };
}
