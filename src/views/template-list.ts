/**
 * The list of a person's templates, as a modal with a search and pages. Search and page are stored in the view's
 * metadata.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { ListRefusal } from '../signing/list-refusal.ts';
import { actions, callbacks } from './actions.ts';
import {
  actionsBlock,
  button,
  context,
  longNameLimit,
  modal,
  nameOr,
  readMetadata,
  section,
} from './blocks.ts';
import { clean } from './clean.ts';
import { connectionBlock } from './connection-line.ts';
import { textInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** The search and the page that a list shows. */
export interface TemplateListState {
  readonly words: string;
  readonly page: number;
}

/** Box's answer: the matching templates, or why they cannot be listed. */
export type TemplatesFound =
  | { readonly kind: 'asking' | 'silent' | 'ended' }
  | { readonly kind: 'refused'; readonly why: ListRefusal }
  | { readonly kind: 'notConnected'; readonly canConnect: boolean }
  | {
      readonly kind: 'listed';
      readonly templates: readonly { readonly id: string; readonly name: string }[];
      /** Whether the person has no templates at all, whatever was searched for. */
      readonly isEmpty: boolean;
    };

const perPage = 20;
const searchId = 'template_search';
/** Longest search text, in characters; no template's name is longer. */
const longestWords = 255;

/** The list as a modal; a page beyond the last one shows the last. */
export function templateListView(state: TemplateListState, found: TemplatesFound, t: Texts): ModalView {
  const all = found.kind === 'listed' ? found.templates : [];
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const page = Math.min(Math.max(1, state.page), pages);
  const words = clean(state.words, longestWords);
  return modal({
    callback: callbacks.templates,
    title: t.templateList.title,
    // Without a connection there is nothing to search.
    ...(found.kind !== 'notConnected' && { submit: t.templateList.search }),
    close: t.templateList.close,
    metadata: { words, page: String(page) },
    notifyOnClose: false,
    blocks: [
      ...(found.kind === 'notConnected' ? [] : [searchField(words, t)]),
      ...answerBlocks(words, found, t),
      ...all.slice((page - 1) * perPage, page * perPage).map((template) => rowBlock(template, t)),
      ...pageBlocks(page, pages, t),
    ],
  });
}

function searchField(words: string, t: Texts): KnownBlock {
  return {
    ...textInput(searchId, t.templateList.searchLabel, words, { most: longestWords }),
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: actions.templateSearch,
      max_length: longestWords,
      ...(words !== '' && { initial_value: words }),
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    },
  };
}

function answerBlocks(words: string, found: TemplatesFound, t: Texts): KnownBlock[] {
  const again = button({ action: actions.templatesAgain, label: t.templateList.askAgain });
  switch (found.kind) {
    case 'asking':
      return [context(t.templateList.asking)];
    case 'silent':
      return [section(t.templateList.slow, again)];
    case 'refused':
      return [section(t.templateList.refused(found.why), again)];
    case 'ended':
      return [section(t.templateList.ended, again)];
    case 'notConnected':
      return [
        connectionBlock(
          { state: 'none', canConnect: found.canConnect },
          t,
          null,
          t.templateList.notConnected,
        ),
      ];
    case 'listed':
      if (found.templates.length > 0) return [];
      return [section(found.isEmpty ? t.templateList.none : t.templateList.noMatch(words))];
  }
}

function rowBlock({ id, name }: { readonly id: string; readonly name: string }, t: Texts): KnownBlock {
  const shown = nameOr(name, t.template.unnamed, longNameLimit);
  const use = button({
    action: actions.useTemplate,
    label: t.templateList.use,
    spoken: clean(t.templateList.useSpoken(shown), 75),
    value: `${id} ${shown}`,
  });
  return { ...section(shown, use), block_id: `template:${id}`.slice(0, 255) };
}

/**
 * The template in the value of the pressed `Use` button; null when the value has no id. Nothing else about the value is
 * checked.
 */
export function readUsedTemplate(
  value: string | null,
): { readonly id: string; readonly name: string } | null {
  const [id = '', ...name] = (value ?? '').split(' ');
  return id === '' ? null : { id, name: name.join(' ') };
}

function pageBlocks(page: number, pages: number, t: Texts): KnownBlock[] {
  if (pages === 1) return [];
  return [
    context(t.templateList.page(page, pages)),
    ...actionsBlock([
      ...(page > 1 ? [button({ action: actions.templatesEarlier, label: t.templateList.earlier })] : []),
      ...(page < pages ? [button({ action: actions.templatesLater, label: t.templateList.later })] : []),
    ]),
  ];
}

/** The search and page of an open list; null when the metadata is not ours. */
export function readTemplateList(privateMetadata: string): TemplateListState | null {
  const read = readMetadata(privateMetadata);
  const words = read?.['words'];
  const page = Number(read?.['page']);
  return typeof words === 'string' && Number.isSafeInteger(page) ? { words, page } : null;
}

/** The text in the search field. */
export function readTemplateSearch(state: ViewState): string {
  return state[searchId]?.[actions.templateSearch]?.value ?? '';
}
