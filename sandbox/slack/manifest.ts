/**
 * What Slack reads from an app's manifest: its name, commands, shortcuts and tabs, and its scopes and events.
 * https://docs.slack.dev/reference/app-manifest
 */
import { parse } from 'yaml';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import { readShortcuts } from './shortcuts.ts';
import type { AppState } from './state.ts';

/** The part of a manifest that the sandbox reads. */
export type ManifestPart = Required<
  Pick<
    AppState,
    | 'about'
    | 'shouldEscape'
    | 'homeTabEnabled'
    | 'messagesTabEnabled'
    | 'isMessagesTabReadOnly'
    | 'optionalScopes'
    | 'botEvents'
    | 'shortcuts'
  >
> & { readonly commands: string[]; readonly botScopes: string[] };

/** How an app is connected to this Slack. */
export interface AppConnection {
  readonly requestUrl?: string;
  /** Whether the app opens WebSockets; `requestUrl` is not used then. */
  readonly socketMode?: boolean;
  /** The app's commands; absent: every command goes to the app. */
  readonly commands?: string[];
  readonly shouldEscape?: boolean;
  readonly shortcuts?: AppState['shortcuts'];
  readonly homeTabEnabled?: boolean;
  readonly messagesTabEnabled?: boolean;
  readonly isMessagesTabReadOnly?: boolean;
  /** The address at which people start to install the app. */
  readonly installUrl?: string;
  /** What clients show of the app: its name, its description and its commands. */
  readonly about?: NonNullable<AppState['about']>;
  /** Scopes that the app's manifest asks for. */
  readonly botScopes?: string[];
  readonly optionalScopes?: string[];
  /** Optional scopes that are left out by default. */
  readonly refusedScopes?: string[];
  readonly botEvents?: string[];
}

/** Reads a manifest. Throws when it is not a YAML object; what is missing or of another type is left empty. */
export function readManifest(yaml: string): ManifestPart {
  const manifest: unknown = parse(yaml);
  if (!isObject(manifest)) throw new Error('the manifest is not an object');
  const features = objectAt(manifest, 'features') ?? {};
  const display = objectAt(manifest, 'display_information') ?? {};
  const home = objectAt(features, 'app_home') ?? {};
  const commands = objectsAt(features, 'slash_commands');
  const scopes = objectAt(objectAt(manifest, 'oauth_config') ?? {}, 'scopes') ?? {};
  const events = objectAt(objectAt(manifest, 'settings') ?? {}, 'event_subscriptions') ?? {};
  return {
    about: {
      name: textAt(objectAt(features, 'bot_user') ?? {}, 'display_name') || textAt(display, 'name'),
      description: textAt(display, 'description'),
      commands: commands.map(commandOf),
    },
    commands: commands.map((command) => textAt(command, 'command')),
    shortcuts: readShortcuts(features),
    shouldEscape: commands.some((command) => command['should_escape'] === true),
    homeTabEnabled: home['home_tab_enabled'] === true,
    messagesTabEnabled: home['messages_tab_enabled'] === true,
    isMessagesTabReadOnly: home['messages_tab_read_only_enabled'] === true,
    botScopes: wordsOf(scopes['bot']),
    optionalScopes: wordsOf(scopes['bot_optional']),
    botEvents: wordsOf(events['bot_events']),
  };
}

function wordsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
}

/**
 * Applies an app's settings. Where installations are not tracked, the app counts as installed by an operator: it then
 * has all scopes of its manifest but those that are declined.
 */
export function connectApp(app: AppState, { botScopes, ...settings }: AppConnection): void {
  Object.assign(app, settings);
  if (botScopes === undefined || app.isInstalled !== undefined) return;
  app.scopes = botScopes.filter((scope) => !isScopeDeclined(app, scope));
}

/** Whether a scope is optional and left out by default. */
export function isScopeDeclined(
  { optionalScopes = [], refusedScopes = [] }: AppState,
  scope: string,
): boolean {
  return optionalScopes.includes(scope) && refusedScopes.includes(scope);
}

function commandOf(command: JsonObject) {
  return {
    command: textAt(command, 'command'),
    description: textAt(command, 'description'),
    hint: textAt(command, 'usage_hint'),
  };
}
