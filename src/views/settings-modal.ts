/** Draws the modals of settings from the table in `signing/settings.ts`, and reads them. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import {
  type HasScope,
  offeredSettings,
  type Picked,
  type Setting,
  type SettingValue,
  type SettingValues,
  settingRows,
} from '../signing/settings.ts';
import { callbacks } from './actions.ts';
import { context, modal, readMetadata, section } from './blocks.ts';
import { sentenceView } from './sentence.ts';
import { readSetting, settingInput } from './setting-inputs.ts';
import type { Texts } from './texts/index.ts';

/** What the modal with the workspace's settings shows besides the settings. */
interface WorkspaceFacts {
  /** The name of this workspace in Box's signing log. */
  readonly system: string;
  readonly hasScope: HasScope;
  /** Whether the app is installed for a whole organisation. */
  readonly isOrganisation: boolean;
}

/** The modal in which admins set the workspace's settings. */
export function workspaceSettingsView(
  values: SettingValues,
  { system, hasScope, isOrganisation }: WorkspaceFacts,
  t: Texts,
): ModalView {
  const missing = settingRows.flatMap(([id, { whose, scope }]) => {
    if (whose !== 'workspace' || scope === undefined || hasScope(scope)) return [];
    const { label } = t.settings.option[id];
    const isForOne = isOrganisation && scope === 'usergroups:read';
    return [context(isForOne ? t.settings.oneWorkspaceOnly(label) : t.scopes.howToGrant(label, scope))];
  });
  const blocks = [
    ...inputsOf('workspace', values, hasScope, t),
    section(t.settings.signingLog(system)),
    ...missing,
  ];
  const drawn = drawnValues('workspace', values, hasScope);
  return settingsModal(callbacks.workspaceSettings, t.settings.workspaceTitle, { blocks, drawn }, t);
}

/** The modal in which people set their own settings. @param hints sentences about features that are off, and why */
export function personSettingsView(
  values: SettingValues,
  hasScope: HasScope,
  t: Texts,
  hints: readonly string[] = [],
): ModalView {
  const inputs = inputsOf('person', values, hasScope, t);
  const blocks = [context(t.settings.defaults), ...inputs, ...hints.map((hint) => context(hint))];
  const drawn = drawnValues('person', values, hasScope);
  return settingsModal(callbacks.personSettings, t.settings.personTitle, { blocks, drawn }, t);
}

/** The modal after saving. */
export function savedSettingsView(whose: Setting['whose'], t: Texts): ModalView {
  const { saved, workspaceTitle, personTitle } = t.settings;
  return sentenceView(saved[whose], t, whose === 'workspace' ? workspaceTitle : personTitle);
}

function inputsOf(
  whose: Setting['whose'],
  values: SettingValues,
  hasScope: HasScope,
  t: Texts,
): KnownBlock[] {
  return offeredSettings(whose, values, hasScope).map(([id, row]) =>
    settingInput(id, row, values[id], t.settings.option[id], t),
  );
}

function settingsModal(
  callback: string,
  title: string,
  { blocks, drawn }: { readonly blocks: KnownBlock[]; readonly drawn: Readonly<Record<string, string>> },
  t: Texts,
): ModalView {
  const { save: submit, cancel: close } = t.settings;
  return modal({ callback, title, submit, close, metadata: drawn, notifyOnClose: false, blocks });
}

/** What the modal shows for each setting, which is stored in its metadata. */
function drawnValues(
  whose: Setting['whose'],
  values: SettingValues,
  hasScope: HasScope,
): Readonly<Record<string, string>> {
  const offered = offeredSettings(whose, values, hasScope);
  return Object.fromEntries(offered.map(([id, row]) => [id, comparableValue(row, values[id])]));
}

/** The value as a text. It has only the ids of picked items, because their names may be drawn shortened. */
function comparableValue(row: Setting, value: SettingValue): string {
  return row.kind === 'picks' ? (value as readonly Picked[]).map(({ id }) => id).join(' ') : String(value);
}

/**
 * The settings that were changed in a modal. Those that it still shows as it was drawn are left out, because they may
 * have been changed elsewhere since. A setting whose field is missing keeps its value.
 */
export function readSettings(
  whose: Setting['whose'],
  { state, privateMetadata }: { readonly state: ViewState; readonly privateMetadata: string },
  before: SettingValues,
  hasScope: HasScope,
): Partial<SettingValues> {
  const drawn = readMetadata(privateMetadata) ?? {};
  // Each setting is read by its own row, so its value is of the right kind.
  return Object.fromEntries(
    offeredSettings(whose, before, hasScope).flatMap(([id, row]) => {
      const value = readSetting(row, state[id]?.[id], before[id]);
      return drawn[id] === comparableValue(row, value) ? [] : [[id, value]];
    }),
  ) as Partial<SettingValues>;
}
