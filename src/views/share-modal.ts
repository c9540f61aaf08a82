/**
 * The modal that shares a card in a channel: the choice of the channel, a preview of the card, and the channels in
 * which the card already is.
 */
import type { ConversationsSelect, InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions, callbacks } from './actions.ts';
import { button, context, menuOption, modal, plainText, readMetadata, section } from './blocks.ts';
import { checkboxInput, checkedValue, withChangesReported } from './inputs.ts';
import { type SharedCardContext, sharedCard } from './shared-card.ts';
import type { Texts } from './texts/index.ts';

const channelId = 'channel';

/** A card can be in at most this many channels, because redrawing it in each counts against Slack's rate limits. */
export const maxShared = 20;

/** A channel in which the card is shown. */
export interface ShownIn {
  readonly channel: string;
  /** Whether Slack has confirmed that the card is in the channel. */
  readonly isConfirmed: boolean;
}

/** What the modal shows besides the card. */
export interface ShareParts extends Omit<SharedCardContext, 'isPreview'> {
  /** The chosen channel; null: none. */
  readonly channel: string | null;
  /** A sentence at the top of the modal: a problem, or what was done; null: none. */
  readonly says: string | null;
  readonly shownIn: readonly ShownIn[];
  /** The kinds of channels that the app may read; empty: a card can only be withdrawn. */
  readonly kinds: readonly ('public' | 'private')[];
}

/** The modal, filled in with what was chosen before. */
export function shareModal(record: SignRequest, parts: ShareParts): ModalView {
  const { t, says, shownIn, kinds } = parts;
  const canShare = kinds.length > 0;
  return modal({
    callback: callbacks.share,
    title: t.share.title,
    ...(canShare && { submit: t.share.submit }),
    close: t.share.close,
    metadata: { requestId: record.id },
    notifyOnClose: false,
    blocks: [
      ...(says === null ? [] : [section(says)]),
      ...(canShare ? choiceBlocks(parts) : []),
      ...(canShare
        ? [context(t.share.preview), ...sharedCard(record, { ...parts, isPreview: true }).blocks]
        : []),
      ...(shownIn.length === 0
        ? []
        : [
            context(t.share.shownIn),
            ...shownIn.map((shown, index) =>
              shownRow(record, shown, { place: index + 1, of: shownIn.length }, t),
            ),
          ]),
    ],
  });
}

function choiceBlocks({ t, channel, showsNames, kinds }: ShareParts): KnownBlock[] {
  const option = menuOption(t.share.showNames, checkedValue);
  return [
    channelInput(channel, kinds, t),
    withChangesReported(checkboxInput(actions.shareNames, t.share.names, option, showsNames)),
  ];
}

function channelInput(chosen: string | null, kinds: ShareParts['kinds'], t: Texts): InputBlock {
  const element: ConversationsSelect = {
    type: 'conversations_select',
    action_id: channelId,
    placeholder: plainText(t.share.channelPlaceholder, 150),
    filter: { include: [...kinds], exclude_external_shared_channels: true },
    ...(chosen !== null && { initial_conversation: chosen }),
  };
  return {
    type: 'input',
    block_id: channelId,
    label: plainText(t.share.channel),
    hint: plainText(t.share.channelHint),
    element,
  };
}

function shownRow(
  { id }: SignRequest,
  { channel, isConfirmed }: ShownIn,
  { place, of }: { readonly place: number; readonly of: number },
  t: Texts,
): KnownBlock {
  const words = isConfirmed ? '' : ` ${t.share.unconfirmed}`;
  return {
    type: 'section',
    block_id: `shown:${channel}`,
    // Slack shows the channel's name to people who may see it. The id was checked when it was chosen.
    text: { type: 'mrkdwn', text: `<#${channel}>${words}`, verbatim: true },
    accessory: button({
      action: actions.withdrawCard,
      label: t.share.withdraw,
      value: `${id}:${channel}`,
      // The app does not store the channel's name, so a screen reader reads the card's number.
      spoken: t.share.withdrawSpoken(place, of),
    }),
  };
}

/** The modal while the card is being posted. */
export function sharingView(record: SignRequest, t: Texts): ModalView {
  return modal({
    callback: callbacks.shared,
    title: t.share.title,
    close: t.share.close,
    metadata: { requestId: record.id },
    notifyOnClose: false,
    blocks: [section(t.share.underWay), context(t.share.closeHint)],
  });
}

/** Id of the request that the modal is about; null when the metadata names none. */
export function readShareMetadata(privateMetadata: string): string | null {
  const requestId = readMetadata(privateMetadata)?.['requestId'];
  return typeof requestId === 'string' ? requestId : null;
}

/** The choices in the modal. The channel is null unless the value looks like a channel id. */
export function readShareModal(state: ViewState): {
  readonly channel: string | null;
  readonly showsNames: boolean;
} {
  const chosen = state[channelId]?.[channelId]?.selected_conversation ?? '';
  const ticked = state[actions.shareNames]?.[actions.shareNames]?.selected_options ?? [];
  return {
    channel: isChannelId(chosen) ? chosen : null,
    showsNames: ticked.some(({ value }) => value === checkedValue),
  };
}

/** The request and the channel in the value of a button Withdraw; null when the value is not ours. */
export function readWithdrawal(
  value: string | null,
): { readonly requestId: string; readonly channel: string } | null {
  const [requestId = '', channel = '', ...more] = (value ?? '').split(':');
  return more.length === 0 && isChannelId(channel) ? { requestId, channel } : null;
}

function isChannelId(text: string): boolean {
  return /^[CG][A-Z0-9]{1,30}$/.test(text);
}

/** The error at the field for the channel. */
export function channelError(t: Texts): Record<string, string> {
  return { [channelId]: t.share.chooseChannel };
}
