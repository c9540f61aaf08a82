/** Draws the form for a new sign request, without asking Box. `create-form.ts` reads what was filled in. */
import type { KnownBlock, ModalView } from '@slack/types';
import { type DocumentWay, documentWays, type FieldRefusals, type Phone } from '../signing/form.ts';
import type { Refusal } from '../signing/refusals.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { maxSigners } from '../signing/signers.ts';
import { hasDocument } from '../signing/sources.ts';
import { optionsFixedByTemplate, templateOf } from '../signing/template-options.ts';
import { actions, callbacks } from './actions.ts';
import { actionsBlock, button, fileUrl, menuOption, modal, section } from './blocks.ts';
import { namesOfSigned } from './card-people.ts';
import { type ConnectionShown, connectionBlock } from './connection-line.ts';
import { filledInMessageBlock, ids, refusedBlockIds } from './create-form.ts';
import { documentBlocks } from './document-blocks.ts';
import { referenceBlock } from './ids-block.ts';
import { checkboxInput, checkedValue, peopleInput, textInput, withChangesReported } from './inputs.ts';
import { collapsedOptions, expandedOptions, type MoreOptionsInput } from './more-options.ts';
import { type NotUsed, notUsedBlocks, shownNotUsed } from './not-used.ts';
import { optionInputs } from './option-inputs.ts';

import { recentInput } from './recent-signers.ts';
import { templateBlocks } from './template-blocks.ts';
import type { Texts } from './texts/index.ts';

/** Longest text of the field Other signers, in characters. */
const longestOthers = 3000;

/** What the form is drawn from. */
export interface CreateModalInput extends MoreOptionsInput {
  /** Id of this rendering of the form; submitting one rendering twice makes one request. */
  readonly draftId: string;
  readonly connection: ConnectionShown;
  /** Whether More options is expanded. */
  readonly expanded: boolean;
  /** The refusal at the top of a form that came back; null: none. */
  readonly problem: Refusal | null;
  /** Refusals of fields that were collapsed; they are shown at the top of the form, too. */
  readonly fields?: FieldRefusals;
  /** Whether a refused field was changed, so that `problem` is no longer shown. */
  readonly isCorrected?: boolean;
  /** The open request that this one will replace. It is cancelled once this one was sent. */
  readonly changing?: SignRequest | null;
  /** The part of the command's or message's text that the form does not use; null or absent: none. */
  readonly notUsed?: NotUsed | null;
  /** Whether the message was filled in by us while the form was open. */
  readonly isMessageFilledIn?: boolean;
  /** Phone numbers of signers, which a template may ask for. */
  readonly phones?: readonly Phone[];
  /** Whether the app may read files that people upload to Slack. */
  readonly canUpload: boolean;
}

/** Draws the form for a new request. */
export function createModal(given: CreateModalInput): ModalView {
  const { t, expanded, isMessageFilledIn = false, isCorrected = false } = given;
  const offered = documentWays.filter((each) => given.canUpload || each !== 'upload');
  const way = offered.find((each) => each === given.values.way) ?? 'link';
  const templateId = templateOf(given.values)?.template?.id ?? null;
  const notUsed = given.notUsed ? shownNotUsed(given.notUsed) : null;
  const input = {
    ...given,
    values: { ...given.values, way },
    notUsed,
    ...((isCorrected || isConnectedSince(given)) && { problem: null }),
  };
  const refused = refusedBlockIds(input.problem, input.fields ?? {}, { isMessageFilledIn, way, templateId });
  const inputs = [
    ...documentAndPeople(input, offered),
    ...(expanded ? expandedOptions(input) : collapsedOptions(input)),
  ];
  return modal({
    callback: callbacks.create,
    title: t.form.title,
    submit: t.form.submit,
    close: t.form.close,
    metadata: {
      ...{ draftId: input.draftId, expanded, isMessageFilledIn, way, templateId, isCorrected, notUsed },
      isRecentShown: given.isRecentShown === true,
    },
    notifyOnClose: true,
    blocks: [
      ...changeBlocks(input),
      ...warnings(input),
      connectionBlock(input.connection, input.t, isToldWithConnection(input) ? input.problem : null),
      ...inputs.map((block) => (refused.has(block.block_id ?? '') ? withChangesReported(block) : block)),
    ],
  });
}

/** Says what happens to the request that is replaced, in particular to signatures that it already has. */
function changeBlocks({ changing = null, t }: CreateModalInput): KnownBlock[] {
  if (changing === null) return [];
  const signed = namesOfSigned(changing, t);
  const [file] = changing.details.files;
  const url = file ? fileUrl(file.id) : null;
  if (signed.length === 0) return [section(t.form.changes)];
  const edit = button({ action: actions.goToBox, label: t.form.editInBox, ...(url && { url }) });
  return [section(t.form.changesSigned(signed)), ...(url === null ? [] : actionsBlock([edit], 'edit'))];
}

function warnings(input: CreateModalInput): KnownBlock[] {
  const { problem, fields, notUsed, values, t } = input;
  const sentences = Object.values(fields ?? {}).map((refusal) => t.refusal.atField(refusal));
  return [
    ...(problem === null || isToldWithConnection(input)
      ? []
      : [section(t.refusal.onForm(problem)), ...referenceOf(problem, t)]),
    ...(sentences.length === 0 ? [] : [section(t.refusal.atFoldedField(sentences))]),
    ...(notUsed ? notUsedBlocks(notUsed, { hasDocument: hasDocument(values) }, t) : []),
  ];
}

/**
 * The block with the operator's reference, below a refusal. The sentence of an internal fault has the reference itself.
 */
function referenceOf({ code, reference }: Refusal, t: Texts): KnownBlock[] {
  return code === 'internal' || reference === undefined ? [] : [referenceBlock(reference, t)];
}

/** Whether the form was refused for lack of a Box connection, and the person is connected now. */
function isConnectedSince({ problem, connection }: CreateModalInput): boolean {
  return problem?.code === 'not_connected' && connection.state === 'connected';
}

/** Whether the line about the Box connection already says what the problem is. */
function isToldWithConnection({ problem, connection }: CreateModalInput): boolean {
  return problem?.code === 'not_connected' && connection.state === 'none' && connection.canConnect;
}

function documentAndPeople(input: CreateModalInput, offered: readonly DocumentWay[]): KnownBlock[] {
  const { values, isMessageFilledIn = false, t } = input;
  const template = templateOf(values)?.template;
  const isTemplate = values.way === 'template';
  const hint = template?.message ? { hint: t.template.leaveBlank.message } : {};
  const message = { ...(isMessageFilledIn && { block: filledInMessageBlock }), ...hint };
  const without = isTemplate ? optionsFixedByTemplate(template ?? null) : undefined;
  return [
    ...documentBlocks(values, offered, t),
    ...(isTemplate
      ? templateBlocks(values.template, input.phones ?? [], t, input.problem !== null)
      : peopleInputs(input)),
    ...optionInputs('first', values, t, { message }, without),
  ];
}

function peopleInputs({ values, recent = [], isRecentShown = false, t }: CreateModalInput): KnownBlock[] {
  const recentMenu = isRecentShown ? recentInput(recent, t) : null;
  return [
    peopleInput(ids.colleagues, t.form.colleagues, values.colleagues, {
      most: maxSigners,
      placeholder: t.form.colleaguesPlaceholder,
    }),
    textInput(ids.others, t.form.others, values.others, {
      most: longestOthers,
      isLong: true,
      placeholder: t.form.othersPlaceholder,
    }),
    ...(recentMenu ? [recentMenu] : []),
    checkboxInput(ids.iSignToo, t.form.yourself, menuOption(t.form.iSignToo, checkedValue), values.iSignToo),
  ];
}
