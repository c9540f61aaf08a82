/** Why a signer gets no link, in the page of Review and sign: to the requester, who can mend it, and to colleagues. */
import type { ModalView } from '@slack/types';
import { actions } from './actions.ts';
import { actionsBlock, button } from './blocks.ts';
import { sentenceView } from './sentence.ts';
import type { LostReason } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** Why there is no link. */
export type SigningTrouble = LostReason | 'noLink' | 'boxRefuses';

/** @param who the requester's name; null: the requester is the reader */
export function signingTroubleView(trouble: SigningTrouble, who: string | null, t: Texts): ModalView {
  const { signing } = t;
  if (who !== null) return sentenceView(signing[trouble](who), t, signing.title);
  const view = sentenceView(signing.toRequester[trouble], t, signing.title);
  const canConnect = trouble === 'cut' || trouble === 'other_account';
  const connect = button({ action: actions.connect, label: t.connect.connect });
  return { ...view, blocks: [...view.blocks, ...actionsBlock(canConnect ? [connect] : [])] };
}
