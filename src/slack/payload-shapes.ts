/**
 * Checks that a body from Slack has the fields that our listeners read. A signature proves who sent a body, but not
 * that its content is as documented (https://docs.slack.dev/reference/interaction-payloads). Any other body is refused
 * before it is read. Nothing is changed or removed.
 */
import { z } from 'zod';

/**
 * A text that the app only hands back to Slack, such as a trigger, a response URL or the time of a message. Some are
 * kept in the metadata of a view, which may have 3,000 characters as JSON. Slack's own have at most some 100.
 */
const opaqueText = z.string().regex(/^[!-~]{1,500}$/);

/**
 * A command's name. It must not contain NUL, which PostgreSQL does not accept, or half of a character (a lone
 * surrogate), which cannot be sent back.
 */
const commandName = z.string().regex(/^[^\0\p{Surrogate}]{1,500}$/u);

/**
 * The id of a person, workspace, organisation, conversation or file, which the app stores, looks up, and writes into
 * mentions and lists of ids. A comma in it would make two people of one, a bracket would end the mention.
 */
const id = z.string().regex(/^[\w.-]{1,64}$/);
/** An id, or an empty text, which names nothing. */
const idOrEmpty = z.union([id, z.literal('')]);
const idOrNone = idOrEmpty.nullish();
const option = z.looseObject({
  value: z.string(),
  text: z.looseObject({ text: z.string() }).nullish(),
});

const user = z.looseObject({ id, team_id: idOrNone });
/** The organisation that a workspace belongs to. */
const organisation = {
  enterprise: z.looseObject({ id: idOrNone }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
};
const team = z.looseObject({ id: idOrEmpty, enterprise_id: idOrNone }).nullish();

/** The state of one input, for the elements that the app's forms use. */
const held = z.looseObject({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_users: z.array(id).nullish(),
  files: z.array(z.looseObject({ id })).nullish(),
  selected_user: id.nullish(),
  selected_conversation: id.nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
});

const view = z.looseObject({
  id: opaqueText,
  hash: z.string().nullish(),
  callback_id: z.string().nullish(),
  private_metadata: z.string().nullish(),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), held)) }).nullish(),
});

const action = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  value: z.string().nullish(),
  selected_option: option.nullish(),
});

const press = z.looseObject({
  type: z.literal('block_actions'),
  user,
  team,
  ...organisation,
  actions: z.array(action).min(1),
  view: view.nullish(),
  trigger_id: opaqueText.nullish(),
  response_url: z.union([opaqueText, z.literal('')]).nullish(),
  channel: z.looseObject({ id }).nullish(),
  message: z.looseObject({ ts: opaqueText }).nullish(),
});

const viewInteraction = z.looseObject({
  type: z.enum(['view_submission', 'view_closed']),
  user,
  team,
  ...organisation,
  // Slack sends an empty `callback_id` for a view that has none; Bolt fails without the field.
  view: view.extend({ callback_id: z.string() }),
});

const globalShortcut = z.looseObject({
  type: z.literal('shortcut'),
  user,
  team,
  ...organisation,
  callback_id: z.string(),
  trigger_id: opaqueText,
});

const messageShortcut = z.looseObject({
  type: z.literal('message_action'),
  user,
  team,
  ...organisation,
  callback_id: z.string(),
  trigger_id: opaqueText,
  response_url: opaqueText,
  channel: z.looseObject({ id }),
  message: z.looseObject({
    text: z.string().nullish(),
    blocks: z.array(z.unknown()).nullish(),
    attachments: z.array(z.unknown()).nullish(),
    files: z.array(z.unknown()).nullish(),
  }),
});

const suggestion = z.looseObject({
  type: z.literal('block_suggestion'),
  user,
  team,
  ...organisation,
  action_id: z.string(),
  value: z.string().nullish(),
});

/** A press in a message of Slack's former kind, with attachments. */
const formerMessagePress = z.looseObject({
  type: z.literal('interactive_message'),
  user,
  team,
  ...organisation,
});

const event = z.looseObject({
  type: z.literal('event_callback'),
  event: z
    .looseObject({
      type: z.string(),
      tokens: z.looseObject({ bot: z.array(id).nullish() }).optional(),
      user: z.unknown().optional(),
    })
    .refine(({ type, tokens }) => type !== 'tokens_revoked' || tokens !== undefined)
    .refine(({ type, user: opener }) => type !== 'app_home_opened' || id.safeParse(opener).success),
  team_id: idOrNone,
  enterprise_id: idOrNone,
  authorizations: z.array(z.looseObject({ is_enterprise_install: z.boolean().nullish() })).nullish(),
});

/** Slack verifies the request URL (https://docs.slack.dev/reference/events/url_verification). */
const urlVerification = z.looseObject({ type: z.literal('url_verification'), challenge: z.string() });

/** Slack reports that it does not send events for a while. */
const rateLimited = z.looseObject({ type: z.literal('app_rate_limited') });

/**
 * Limit for one payload: bytes over HTTP, characters over a WebSocket. Slack's largest payloads contain a view, which
 * has at most 250 KB, or up to 750 KB when it is form-encoded, because quotes and brackets then take three bytes each.
 */
export const maxPayloadBytes = 1024 * 1024;

/** Slack truncates messages at this length (https://docs.slack.dev/reference/methods/chat.postMessage). */
const longestText = 40_000;

const command = z.looseObject({
  command: commandName,
  text: z.string().max(longestText).optional(),
  user_id: id,
  team_id: idOrEmpty,
  enterprise_id: idOrNone,
  channel_id: id,
  trigger_id: opaqueText,
  response_url: opaqueText,
});

const payloadWithType = z.discriminatedUnion('type', [
  press,
  viewInteraction,
  globalShortcut,
  messageShortcut,
  suggestion,
  formerMessagePress,
  event,
  urlVerification,
  rateLimited,
]);

/**
 * Slack's blocks are nested about ten deep. At a depth of thousands, code that walks through a whole message would
 * exhaust the stack.
 */
const maxDepth = 100;

function isNestedWithin(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((one) => isNestedWithin(depth - 1, one));
}

/** Whether the body is one that Slack documents, in the fields that the app reads. */
export function isSlackBody(body: unknown): body is Record<string, unknown> {
  if (!isNestedWithin(maxDepth, body)) return false;
  const isCommand = typeof body === 'object' && body !== null && 'command' in body;
  return (isCommand ? command : payloadWithType).safeParse(body).success;
}
