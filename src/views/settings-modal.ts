/** The modals of settings, drawn from the table in `signing/settings.ts`, and read back. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import { offeredSettings, type Setting, type SettingId, type SettingValues } from '../signing/settings.ts';
import { callbacks } from './actions.ts';
import { context, modal, section } from './blocks.ts';
import { fieldInput, readField } from './option-inputs.ts';
import { sentenceView } from './sentence.ts';
import type { Texts } from './texts/index.ts';

/** What admins set for everyone. @param system how Box's signing log names this workspace */
export function workspaceSettingsView(values: SettingValues, system: string, t: Texts): ModalView {
  const blocks = [...inputsOf('workspace', values, t), section(t.settings.signingLog(system))];
  return settingsModal(callbacks.workspaceSettings, t.settings.workspaceTitle, blocks, t);
}

/** What a person sets for themselves; a sentence where there is nothing to set. @param hints what is off, and why */
export function personSettingsView(
  values: SettingValues,
  t: Texts,
  hints: readonly string[] = [],
): ModalView {
  const inputs = inputsOf('person', values, t);
  const below = hints.map((hint) => context(hint));
  if (inputs.length > 0)
    return settingsModal(callbacks.personSettings, t.settings.personTitle, [...inputs, ...below], t);
  const view = sentenceView(t.settings.nothing, t, t.settings.personTitle);
  return { ...view, blocks: [...view.blocks, ...below] };
}

/** The modal after saving. */
export function savedSettingsView(whose: Setting['whose'], t: Texts): ModalView {
  const { saved, workspaceTitle, personTitle } = t.settings;
  return sentenceView(saved[whose], t, whose === 'workspace' ? workspaceTitle : personTitle);
}

function inputsOf(whose: Setting['whose'], values: SettingValues, t: Texts): KnownBlock[] {
  return offeredSettings(whose, values).map(([id, row]) =>
    fieldInput({ block: id, row, value: values[id], words: t.settings.option[id] }),
  );
}

function settingsModal(callback: string, title: string, blocks: KnownBlock[], t: Texts): ModalView {
  const { save: submit, cancel: close } = t.settings;
  return modal({ callback, title, submit, close, metadata: {}, notifyOnClose: false, blocks });
}

/** What was chosen in a modal, with the former value of what it does not ask for. */
export function readSettings(
  whose: Setting['whose'],
  state: ViewState,
  before: SettingValues,
): Readonly<Partial<Record<SettingId, string | boolean>>> {
  return Object.fromEntries(
    offeredSettings(whose, before).map(([id, row]) => [id, readField(row, state[id]?.[id], before[id])]),
  );
}
