/**
 * The bodies that Slack sends to an app, complete. Building one also issues its ids, trigger and response URL.
 * https://docs.slack.dev/reference/interaction-payloads
 */
import type { Placed } from './block-kit/walk.ts';
import { placedElements } from './block-kit/walk.ts';
import type { JsonObject } from './json.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import { messageJson } from './messages.ts';
import { issueResponseUrl } from './response-urls.ts';
import type { Channel, Message, User, View } from './state.ts';
import { issueTrigger } from './triggers.ts';
import { valueKey } from './values.ts';
import { viewJson } from './view-store.ts';
import type { World } from './world.ts';

/** A channel as payloads name it: the names of private conversations are hidden, as in Slack. */
export function payloadChannel(channel: Channel): { id: string; name: string } {
  const name = { im: 'directmessage', private: 'privategroup', public: channel.name }[channel.kind];
  return { id: channel.id, name };
}

/** The fields that interaction payloads share; those of shortcuts have no `api_app_id`. */
export function commonFields(world: World, type: string, user: User): JsonObject {
  const { team, app, enterprise } = world.state;
  const isOrganisation = Boolean(app.isOrganisationInstalled && enterprise);
  const ofOrganisation = enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {};
  return {
    type,
    // In an organisation-wide installation, payloads name no workspace.
    team: isOrganisation ? null : { id: team.id, domain: team.domain, ...ofOrganisation },
    user: { id: user.id, username: user.handle, name: user.handle, team_id: user.teamId },
    api_app_id: app.appId,
    token: app.verificationToken,
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: isOrganisation,
  };
}

/** The form body of a slash command. */
export function commandBody(
  world: World,
  user: User,
  channel: Channel,
  command: string,
  text: string,
): string {
  const { team, app, enterprise } = world.state;
  const { id, name } = payloadChannel(channel);
  const typed = text ? `${command} ${text}` : command;
  return new URLSearchParams({
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: id,
    channel_name: name,
    user_id: user.id,
    user_name: user.handle,
    command,
    text,
    api_app_id: app.appId,
    is_enterprise_install: String(Boolean(app.isOrganisationInstalled && enterprise)),
    ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
    response_url: issueResponseUrl(world, {
      kind: 'command',
      userId: user.id,
      channel: channel.id,
      source: null,
      typed,
    }),
    trigger_id: issueTrigger(world, user.id),
  }).toString();
}

/** What a person did to an element. */
export interface Act {
  readonly placed: Placed;
  /** The chosen option of an overflow menu. */
  readonly option?: JsonObject;
  /** The new value of a stateful element. */
  readonly value?: JsonObject;
}

function actionJson(world: World, { placed, option, value }: Act): JsonObject {
  const { element } = placed;
  const type = textAt(element, 'type');
  const key = valueKey(element);
  return {
    type,
    action_id: placed.actionId,
    block_id: placed.blockId,
    action_ts: (world.now() / 1000).toFixed(6),
    ...(type === 'button' ? { text: objectAt(element, 'text') } : {}),
    ...(type === 'button' && textAt(element, 'value') ? { value: textAt(element, 'value') } : {}),
    ...(type === 'button' && textAt(element, 'style') ? { style: textAt(element, 'style') } : {}),
    ...(option ? { selected_option: option } : {}),
    ...(value && key ? { [key]: value[key] } : {}),
  };
}

/** A press on a message; `shown` holds its blocks as the person saw them, which may be older than the message. */
export function messageActionPayload(
  world: World,
  user: User,
  channel: Channel,
  message: Message,
  shown: JsonObject[],
  act: Act,
): JsonObject {
  const isEphemeral = message.ephemeralTo !== null;
  const values = message.values;
  return {
    ...commonFields(world, 'block_actions', user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: issueTrigger(world, user.id),
    channel: payloadChannel(channel),
    // Slack leaves the content of ephemeral messages out of the payload.
    ...(isEphemeral ? {} : { message: { ...messageJson(world, message, true), blocks: shown } }),
    state: { values },
    response_url: issueResponseUrl(world, {
      kind: 'action',
      userId: user.id,
      channel: channel.id,
      source: { ts: message.ts, ephemeral: isEphemeral },
      typed: null,
    }),
    actions: [actionJson(world, act)],
  };
}

/** The payload of a press or a change inside a modal or Home: without response URL and message. */
export function viewActionPayload(world: World, user: User, view: View, act: Act): JsonObject {
  return {
    ...commonFields(world, 'block_actions', user),
    container: { type: 'view', view_id: view.id },
    trigger_id: issueTrigger(world, user.id, view.type === 'modal' ? view.id : null),
    view: viewJson(world, view, true),
    actions: [actionJson(world, act)],
  };
}

export function submissionPayload(world: World, user: User, view: View): JsonObject {
  return {
    ...commonFields(world, 'view_submission', user),
    trigger_id: issueTrigger(world, user.id),
    view: viewJson(world, view, true),
    response_urls: responseUrls(world, user, view),
  };
}

/** Issues response URLs for a submission: one for each conversation picker that asked for one. */
function responseUrls(world: World, user: User, view: View): JsonObject[] {
  return placedElements(objectsAt(view.content, 'blocks')).flatMap(({ element, blockId, actionId }) => {
    const value = view.values[blockId]?.[actionId] ?? {};
    const channel = textAt(value, 'selected_conversation') || textAt(value, 'selected_channel');
    if (element['response_url_enabled'] !== true || !channel) return [];
    const url = issueResponseUrl(world, {
      kind: 'action',
      userId: user.id,
      channel,
      source: null,
      typed: null,
    });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });
}

export function closedPayload(world: World, user: User, view: View, isCleared: boolean): JsonObject {
  return {
    ...commonFields(world, 'view_closed', user),
    view: viewJson(world, view, true),
    is_cleared: isCleared,
  };
}

export function suggestionPayload(
  world: World,
  user: User,
  view: View,
  placed: Placed,
  query: string,
): JsonObject {
  return {
    ...commonFields(world, 'block_suggestion', user),
    container: { type: 'view', view_id: view.id },
    action_id: placed.actionId,
    block_id: placed.blockId,
    value: query,
    view: viewJson(world, view, true),
  };
}
