/** Converts what Bolt hands over to our payloads. `payload-shapes.ts` has checked that the fields are there. */
import type { BlockAction, BlockSuggestion, SlackShortcut, SlackViewAction } from '@slack/bolt';
import type { ChosenFile, Message } from '../shapes.ts';
import type {
  ActionPayload,
  Actor,
  CommandPayload,
  HomeOpened,
  InstallationEvent,
  OptionsPayload,
  ShortcutPayload,
  ViewPayload,
} from './payloads.ts';

/** Reads an event about the end of an installation. */
export function readInstallationEnd(
  body: { readonly team_id?: string; readonly enterprise_id?: string },
  wasUninstalled: boolean,
): InstallationEvent {
  return { teamId: body.team_id || null, enterpriseId: body.enterprise_id || null, wasUninstalled };
}

/** Reads who has opened App Home, or the app's messages. */
export function readOpener(
  userId: string,
  body: {
    readonly team_id?: string;
    readonly enterprise_id?: string;
    readonly authorizations?: readonly { readonly is_enterprise_install?: boolean }[];
  },
): Actor {
  return {
    userId,
    teamId: body.team_id || null,
    enterpriseId: body.enterprise_id || null,
    isEnterpriseInstall: body.authorizations?.[0]?.is_enterprise_install === true,
    userTeamId: null,
  };
}

/** Reads what a person sees in Home when they open it. Slack leaves it out as long as nothing was published. */
export function readShownHome(view: unknown): HomeOpened['view'] {
  const { hash, callback_id: callbackId } = (view ?? {}) as { hash?: unknown; callback_id?: unknown };
  return typeof hash === 'string'
    ? { hash, callbackId: typeof callbackId === 'string' ? callbackId : '' }
    : null;
}

function isHome(view: BlockAction['view']): boolean {
  return view?.type === 'home';
}

/** Reads a command. */
export function readCommand(command: {
  command: string;
  text: string;
  channel_id: string;
  trigger_id: string;
  response_url: string;
  user_id: string;
  team_id: string;
  enterprise_id?: string;
  is_enterprise_install?: string | boolean;
}): CommandPayload {
  return {
    kind: 'command',
    actor: {
      userId: command.user_id,
      teamId: command.team_id || null,
      enterpriseId: command.enterprise_id || null,
      isEnterpriseInstall: String(command.is_enterprise_install) === 'true',
      userTeamId: null,
    },
    command: command.command,
    text: command.text ?? '',
    channelId: command.channel_id,
    triggerId: command.trigger_id,
    responseUrl: command.response_url,
  };
}

function isFile(file: unknown): file is ChosenFile {
  return typeof file === 'object' && file !== null && 'id' in file && /^F\w{1,63}$/.test(String(file.id));
}

/** Reads a shortcut, global or of a message. */
export function readShortcut(shortcut: SlackShortcut): ShortcutPayload {
  const { callback_id: callbackId, trigger_id: triggerId } = shortcut;
  const used = { kind: 'shortcut', actor: readActor(shortcut), callbackId, triggerId } as const;
  if (shortcut.type === 'shortcut') return { ...used, message: null, channelId: null, responseUrl: null };
  const { message, channel, response_url: responseUrl } = shortcut;
  const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return {
    ...used,
    message: {
      text: message.text ?? '',
      rich: [...listOf(message['blocks']), ...listOf(message['attachments'])],
      files: listOf(message['files']).flatMap((file) => (isFile(file) ? [file] : [])),
    },
    channelId: channel.id,
    responseUrl,
  };
}

/** Reads a press; null when it names no element. */
export function readAction(body: BlockAction): ActionPayload | null {
  const action = body.actions[0];
  if (!action) return null;
  return {
    kind: 'action',
    actor: readActor(body),
    ...readPress(action),
    triggerId: body.trigger_id ?? null,
    responseUrl: body.response_url || null,
    channelId: body.channel?.id ?? null,
    messageTs: body.message?.ts ?? null,
    message: readMessage(body.message),
    view: body.view && !isHome(body.view) ? readView(body.view) : null,
    isInHome: isHome(body.view),
  };
}

/** The action id and the value of a press. For an overflow menu, the chosen option holds both: `action:value`. */
function readPress(action: BlockAction['actions'][number]): { actionId: string; value: string | null } {
  if (action.type === 'overflow') {
    const [verb = '', ...value] = (action.selected_option?.value ?? '').split(':');
    return { actionId: verb, value: value.join(':') };
  }
  return { actionId: action.action_id, value: readValue(action) };
}

function readValue(action: BlockAction['actions'][number]): string | null {
  if (action.type === 'button' || action.type === 'plain_text_input') return action.value ?? null;
  if (action.type === 'static_select' || action.type === 'external_select')
    return action.selected_option?.value ?? null;
  return null;
}

function readMessage(message: BlockAction['message']): Message | null {
  const blocks: unknown = message?.['blocks'];
  return message && Array.isArray(blocks) ? { text: message.text ?? '', blocks } : null;
}

/** Reads what was typed in a menu. */
export function readSuggestion(body: BlockSuggestion): OptionsPayload {
  return { kind: 'options', actor: readActor(body), actionId: body.action_id, typed: body.value ?? '' };
}

/** Reads who acted, and where. */
export function readActor(body: BlockAction | BlockSuggestion | SlackViewAction | SlackShortcut): Actor {
  return {
    userId: body.user.id,
    teamId: body.team?.id || null,
    enterpriseId: body.enterprise?.id || body.team?.enterprise_id || null,
    isEnterpriseInstall: body.is_enterprise_install === true,
    userTeamId: body.user.team_id || null,
  };
}

/** Reads the view that a payload came from. */
export function readView(view: NonNullable<BlockAction['view']>): ViewPayload {
  return {
    id: view.id,
    hash: view.hash ?? null,
    callbackId: view.callback_id ?? '',
    privateMetadata: view.private_metadata ?? '',
    state: view.state?.values ?? {},
  };
}
