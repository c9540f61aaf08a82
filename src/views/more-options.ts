/** The part More options of the form: collapsed to a line that sums the options up, or expanded to their fields. */
import type { Button, KnownBlock } from '@slack/types';
import { isSameAddress } from '../signing/address.ts';
import type { FormValues } from '../signing/form.ts';
import type { RecentSigner } from '../signing/latest.ts';
import { options } from '../signing/options.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import { marksOf } from '../signing/signer-choices.ts';
import { optionsFixedByTemplate, templateOf, withTemplateTexts } from '../signing/template-options.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, context, nameOr, phraseLeaves, richText } from './blocks.ts';
import { clean } from './clean.ts';
import { templateExpiryBlock } from './create-form.ts';
import { folderInput } from './folder-field.ts';
import { optionInputs } from './option-inputs.ts';
import { valueLines } from './option-lines.ts';
import { recentInput } from './recent-signers.ts';
import type { Texts } from './texts/index.ts';

const maxRareText = 100;

/** The data that these fields are drawn from. */
export interface MoreOptionsInput {
  readonly values: FormValues;
  /** The people of the latest requests; absent: nobody can be offered. */
  readonly recent?: readonly RecentSigner[];
  /** Whether the menu of these people is shown; otherwise a button shows it. */
  readonly isRecentShown?: boolean;
  /**
   * Name of the folder that signed copies go to when none is chosen, empty when its name is not known; null: next to
   * the original.
   */
  readonly defaultFolder: string | null;
  readonly t: Texts;
}

/** The collapsed options: one line that sums them up, and a button that expands them. */
export function collapsedOptions(input: MoreOptionsInput): KnownBlock[] {
  const { values, defaultFolder: usual, t } = input;
  const defaultFolder = templateOf(values)?.template?.folder?.name ?? usual;
  const summary = t.form.summary({
    folder: values.folder === '' ? null : nameOr(values.folderName, ''),
    defaultFolder: defaultFolder === null ? null : nameOr(defaultFolder, ''),
    days: clean(withTemplateTexts(values).daysValid, options.daysValid.most),
    reminders: values.reminders,
  });
  return [
    context(summary),
    ...actionsBlock([
      button({ action: actions.moreOptions, label: t.form.moreOptions }),
      ...recentButton(input),
    ]),
  ];
}

/**
 * The button that shows the people of the latest requests. It stands beside the other buttons, so that the form does
 * not get longer.
 */
function recentButton({ values, recent = [], isRecentShown = false, t }: MoreOptionsInput): Button[] {
  const isUseful = !isRecentShown && values.way !== 'template' && recentInput(recent, t) !== null;
  return isUseful ? [button({ action: actions.recentSigners, label: t.form.recentSigners })] : [];
}

/** The expanded options: their fields, and the buttons for the pages. */
export function expandedOptions(input: MoreOptionsInput): KnownBlock[] {
  const { values, t } = input;
  const isTemplate = values.way === 'template';
  const template = templateOf(values)?.template ?? null;
  const defaultFolder = template?.folder?.name ?? input.defaultFolder;
  const hint =
    defaultFolder === null ? t.form.folderHint : t.form.folderHintConfigured(nameOr(defaultFolder, ''));
  const { leaveBlank } = t.template;
  const special = {
    folder: { input: folderInput('folder', values, hint, t) },
    ...(template?.subject && { subject: { hint: leaveBlank.subject } }),
    ...(isTemplate && {
      daysValid: { block: templateExpiryBlock, hint: leaveBlank.daysValid(template?.daysValid ?? null) },
    }),
  };
  const without = isTemplate ? optionsFixedByTemplate(template) : undefined;
  return [
    ...optionInputs('more', values, t, special, without),
    ...chosenOnPages(values, t),
    ...actionsBlock([
      // A template has its own roles.
      ...(isTemplate ? [] : [button({ action: actions.signers, label: t.form.signers })]),
      button({ action: actions.rareOptions, label: t.form.rare }),
      ...recentButton(input),
    ]),
  ];
}

/**
 * Returns a function that checks whether a marked person is still among the people of the form. The only person who can
 * be marked without being picked is the requester, so any other Slack user id is taken for theirs.
 */
function isInForm({ colleagues, others, iSignToo }: FormValues): (who: string) => boolean {
  const { addresses } = readAddresses(others);
  return (who) =>
    colleagues.includes(who) ||
    addresses.some((address) => isSameAddress(address, who)) ||
    (iSignToo && !who.includes('@'));
}

/** Lines with what was chosen on the pages Roles of signers and Rarely needed, which the form itself does not show. */
function chosenOnPages(values: FormValues, t: Texts): KnownBlock[] {
  const isMeant = values.way === 'template' ? () => false : isInForm(values);
  const counts = marksOf(values, isMeant).flatMap(([id, { length }]) =>
    length === 0 ? [] : [t.signersPage.rows[id].counted(length)],
  );
  const lines = [
    ...(counts.length === 0 ? [] : [[counts.join(t.card.context.separator)]]),
    ...valueLines('rare', values, maxRareText, t),
  ];
  return lines.length === 0 ? [] : [richText(lines.map((line) => phraseLeaves(line, t)))];
}
