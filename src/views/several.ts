/** Builds and reads the page of the list on which a person chooses several requests and an action. */
import type {
  Checkboxes,
  InputBlock,
  ModalView,
  MultiStaticSelect,
  PlainTextOption,
  RadioButtons,
} from '@slack/types';
import type { ViewState } from '../shapes.ts';
import { type BatchVerb, batchVerbs, isPossible, mostInBatch } from '../signing/batch.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { context, modal, nameOr, plainText, readMetadata, section } from './blocks.ts';
import { forWhom } from './card-people.ts';
import { clean } from './clean.ts';
import { checkedValue } from './inputs.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** Block ids and action ids of the fields. */
const ids = { all: 'all', some: 'some', act: 'act' } as const;

/** Slack's limit for the options of a menu without groups, and of one group. */
const mostOptions = 100;
/** Slack's limit for the text of an option, in characters. */
const optionLimit = 75;
/**
 * The app's own limit for all options together, in bytes of JSON: it leaves room for the rest of the view, for which
 * Slack's limit is 250 KB.
 */
const optionsBytes = 200_000;

/** What the page for choosing several requests is drawn from. */
export interface SeveralParts {
  /** The id of this rendering of the page: submitting it twice has one effect. */
  readonly batchId: string;
  /** The newest requests of the group. */
  readonly records: readonly SignRequest[];
  /** How many requests the group has in all. */
  readonly count: number;
  /** Whether the app may upload files to Slack. */
  readonly canExport: boolean;
  readonly t: Texts;
  readonly now: number;
}

/** The page on which a person chooses several requests and an action. */
export function severalView({ batchId, records, count, canExport, t, now }: SeveralParts): ModalView {
  const possible = (verb: BatchVerb) => records.filter((one) => isPossible(verb, one, now)).length;
  const acts = batchVerbs.filter((verb) => (verb === 'export' ? canExport : possible(verb) > 0));
  const options = acts.map((verb) => ({
    text: plainText(t.batch.acts[verb]),
    value: verb,
    description: plainText(t.batch.possible[verb](possible(verb), records.length), optionLimit),
  }));
  const single = optionsOf(records, t);
  const fields = [
    allInput(records.length, t),
    someInput(single, t),
    ...(single.length < records.length ? [context(t.batch.listed(single.length))] : []),
    actInput(options, t),
  ];
  return modal({
    callback: callbacks.several,
    title: t.batch.title,
    ...(options.length > 0 && { submit: t.batch.go }),
    close: t.batch.back,
    metadata: { batchId },
    notifyOnClose: false,
    blocks: [
      ...(count > records.length ? [section(t.batch.newest(records.length, count))] : []),
      ...(options.length > 0 ? fields : [section(t.batch.noActs)]),
      ...(canExport ? [] : [context(t.batch.noExport)]),
    ],
  });
}

/** The batch id in the metadata of an open page; null when the metadata is not ours. */
export function readBatchId(privateMetadata: string): string | null {
  const batchId = readMetadata(privateMetadata)?.['batchId'];
  return typeof batchId === 'string' ? batchId : null;
}

/** The requests and the action that were chosen. The ids come from outside, so the caller must check whose they are. */
export function readSeveral(values: ViewState): {
  readonly isAll: boolean;
  readonly ids: readonly string[];
  readonly verb: BatchVerb | null;
} {
  const chosen = (id: string) => values[id]?.[id];
  const wanted = chosen(ids.act)?.selected_option?.value;
  return {
    isAll: (chosen(ids.all)?.selected_options ?? []).length > 0,
    ids: (chosen(ids.some)?.selected_options ?? []).map(({ value }) => value).slice(0, mostInBatch),
    verb: batchVerbs.find((verb) => verb === wanted) ?? null,
  };
}

/** The errors for a page on which nothing was chosen. */
export function noneChosenErrors(t: Texts): Record<string, string> {
  return { [ids.some]: t.batch.none };
}

function allInput(count: number, t: Texts): InputBlock {
  const option = { text: plainText(t.batch.all(count)), value: checkedValue };
  const element: Checkboxes = { type: 'checkboxes', action_id: ids.all, options: [option] };
  return { ...input(ids.all, t.batch.whichAll), element };
}

/** The options for as many requests as fit into `optionsBytes`. A letter of a name can take several bytes. */
function optionsOf(records: readonly SignRequest[], t: Texts): PlainTextOption[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const options = records.map((record) => optionOf(record, t));
  const tooMuch = options.findIndex((option) => {
    bytes += encoder.encode(JSON.stringify(option)).length;
    return bytes > optionsBytes;
  });
  return tooMuch === -1 ? options : options.slice(0, tooMuch);
}

function someInput(options: PlainTextOption[], t: Texts): InputBlock {
  const pages = Array.from({ length: Math.ceil(options.length / mostOptions) }, (_, index) => {
    const page = options.slice(index * mostOptions, (index + 1) * mostOptions);
    const from = index * mostOptions + 1;
    return { label: plainText(t.batch.range(from, from + page.length - 1)), options: page };
  });
  const offered = pages.length > 1 ? { option_groups: pages } : { options };
  const element: MultiStaticSelect = {
    type: 'multi_static_select',
    action_id: ids.some,
    placeholder: plainText(t.batch.choose),
    ...offered,
  };
  return { ...input(ids.some, t.batch.which), element };
}

/** The choice of the action. None is preselected, so that a press of Continue cannot start an unwanted one. */
function actInput(options: PlainTextOption[], t: Texts): InputBlock {
  const element: RadioButtons = { type: 'radio_buttons', action_id: ids.act, options };
  return { ...input(ids.act, t.batch.act), optional: false, element };
}

function input(id: string, label: string) {
  return { type: 'input' as const, block_id: id, label: plainText(label), optional: true };
}

function optionOf(record: SignRequest, t: Texts): PlainTextOption {
  const small = [nameOr(record.shortId, ''), forWhom(record, t)].filter((words) => words !== '');
  return {
    text: plainText(requestName(record, t), optionLimit),
    value: record.id,
    description: plainText(clean(small.join(t.card.context.separator), optionLimit), optionLimit),
  };
}
