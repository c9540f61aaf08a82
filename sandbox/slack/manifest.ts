/**
 * What Slack learns of an app from its manifest: its name, its commands, and what its own conversation offers.
 * https://docs.slack.dev/reference/app-manifest
 */
import { parse } from 'yaml';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import type { AppState } from './state.ts';

export type ManifestPart = Required<
  Pick<AppState, 'about' | 'shouldEscape' | 'homeTabEnabled' | 'messagesTabEnabled' | 'isMessagesTabReadOnly'>
> & { readonly commands: string[] };

/** Reads a manifest in YAML. Throws when it is none. */
export function readManifest(yaml: string): ManifestPart {
  const manifest: unknown = parse(yaml);
  if (!isObject(manifest)) throw new Error('the manifest is no object');
  const features = objectAt(manifest, 'features') ?? {};
  const display = objectAt(manifest, 'display_information') ?? {};
  const home = objectAt(features, 'app_home') ?? {};
  const commands = objectsAt(features, 'slash_commands');
  return {
    about: {
      name: textAt(objectAt(features, 'bot_user') ?? {}, 'display_name') || textAt(display, 'name'),
      description: textAt(display, 'description'),
      commands: commands.map(commandOf),
    },
    commands: commands.map((command) => textAt(command, 'command')),
    shouldEscape: commands.some((command) => command['should_escape'] === true),
    homeTabEnabled: home['home_tab_enabled'] === true,
    messagesTabEnabled: home['messages_tab_enabled'] === true,
    isMessagesTabReadOnly: home['messages_tab_read_only_enabled'] === true,
  };
}

function commandOf(command: JsonObject) {
  return {
    command: textAt(command, 'command'),
    description: textAt(command, 'description'),
    hint: textAt(command, 'usage_hint'),
  };
}
