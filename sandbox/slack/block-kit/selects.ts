/**
 * Elements with options or with Slack's own lists to choose from, as strict schemas.
 * https://docs.slack.dev/reference/block-kit/block-elements
 */
import { z } from 'zod';
import { confirm, id255, markedOption, optionGroup, plainOption, plainText } from './composition.ts';

const boxBase = {
  action_id: id255.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};

/** The fields that selects, date pickers and time pickers share. */
export const selectBase = { ...boxBase, placeholder: plainText(150).optional() };
const withSelectionLimit = { max_selected_items: z.number().int().min(1).optional() };
const filter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

/** Whether chosen options are among those offered; Slack compares whole options, descriptions included. */
function areOffered(chosen: unknown[], offered: unknown[]): boolean {
  const known = new Set(offered.map((option) => JSON.stringify(option)));
  return chosen.every((option) => known.has(JSON.stringify(option)));
}

type Option = z.infer<typeof plainOption>;
/** The options of a select: plain, or in groups. */
interface Offer {
  options?: Option[] | undefined;
  option_groups?: { options: Option[] }[] | undefined;
}

/** Whether a select has either options or option groups, not both. */
function hasOneOffer(offer: Offer): boolean {
  return (offer.options === undefined) !== (offer.option_groups === undefined);
}

function allOptions(offer: Offer): Option[] {
  return offer.options ?? offer.option_groups?.flatMap((group) => group.options) ?? [];
}

const offerFields = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const notOfferedError = { error: 'initial option must match exactly one of the provided options' };
const oneOfferError = { error: 'must provide exactly one of options and option_groups' };

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    options: z.array(markedOption).min(1).max(10),
    initial_options: z.array(markedOption).min(1).max(10).optional(),
    ...boxBase,
  })
  .refine((box) => areOffered(box.initial_options ?? [], box.options), notOfferedError);

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    options: z.array(markedOption).min(1).max(10),
    initial_option: markedOption.optional(),
    ...boxBase,
  })
  .refine((box) => areOffered(box.initial_option ? [box.initial_option] : [], box.options), notOfferedError);

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...offerFields,
    initial_option: plainOption.optional(),
    ...selectBase,
  })
  .refine(hasOneOffer, oneOfferError)
  .refine(
    (menu) => areOffered(menu.initial_option ? [menu.initial_option] : [], allOptions(menu)),
    notOfferedError,
  );

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...offerFields,
    initial_options: z.array(plainOption).min(1).max(100).optional(),
    ...selectBase,
    ...withSelectionLimit,
  })
  .refine(hasOneOffer, oneOfferError)
  .refine((menu) => areOffered(menu.initial_options ?? [], allOptions(menu)), notOfferedError);

const conversationChoice = {
  default_to_current_conversation: z.boolean().optional(),
  filter,
};

export const selects = {
  checkboxes,
  radio_buttons: radioButtons,
  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  external_select: z.strictObject({
    type: z.literal('external_select'),
    initial_option: plainOption.optional(),
    min_query_length: z.number().int().min(0).optional(),
    ...selectBase,
  }),
  multi_external_select: z.strictObject({
    type: z.literal('multi_external_select'),
    initial_options: z.array(plainOption).min(1).max(100).optional(),
    min_query_length: z.number().int().min(0).optional(),
    ...selectBase,
    ...withSelectionLimit,
  }),
  users_select: z.strictObject({
    type: z.literal('users_select'),
    initial_user: z.string().optional(),
    ...selectBase,
  }),
  multi_users_select: z.strictObject({
    type: z.literal('multi_users_select'),
    initial_users: z.array(z.string()).optional(),
    ...selectBase,
    ...withSelectionLimit,
  }),
  conversations_select: z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
    ...conversationChoice,
    ...selectBase,
  }),
  multi_conversations_select: z.strictObject({
    type: z.literal('multi_conversations_select'),
    initial_conversations: z.array(z.string()).optional(),
    ...conversationChoice,
    ...selectBase,
    ...withSelectionLimit,
  }),
  channels_select: z.strictObject({
    type: z.literal('channels_select'),
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
    ...selectBase,
  }),
  multi_channels_select: z.strictObject({
    type: z.literal('multi_channels_select'),
    initial_channels: z.array(z.string()).optional(),
    ...selectBase,
    ...withSelectionLimit,
  }),
};
