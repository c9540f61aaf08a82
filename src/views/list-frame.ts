/**
 * The frame of two lists, of a person's own requests and of requests that are shared with them: the search, the groups,
 * the state of Box's answer, the pages. Group, search and page are stored in the view's metadata.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { ListRefusal } from '../signing/list-refusal.ts';
import {
  type Group,
  groups,
  type ListPage,
  type ListState,
  listState,
  longestQuery,
} from '../signing/request-list.ts';
import { actions, callbacks, groupAction } from './actions.ts';
import { actionsBlock, button, context, datedContext, modal, readMetadata } from './blocks.ts';
import { textInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** What is known from Box's own list of the person's requests, or of those shared with them. */
export interface ListSource {
  readonly state: 'asking' | 'answered' | 'silent' | 'refused' | 'not_connected';
  /** Why Box refused, in state `refused`. */
  readonly refusal?: ListRefusal;
  /** Whether the person has no Box account connected, and can connect one. */
  readonly canConnect?: boolean;
  /** When Box last returned the whole list (ms); null: never. */
  readonly listedAt: number | null;
}

/** What the list's frame (groups, search, buttons) is drawn from. */
export interface ListFrame {
  /** The group, search and page that the person has chosen. */
  readonly selection: ListState;
  /** The person's own requests, for the counts of their groups. */
  readonly own: ListPage;
  readonly shown: { readonly page: number; readonly pages: number };
  readonly source: ListSource;
  readonly rows: readonly KnownBlock[];
  readonly t: Texts;
}

const searchId = 'search';

/** The list as a modal. */
export function listFrame({ selection, own, shown, source, rows, t }: ListFrame): ModalView {
  const { shared } = selection;
  const isConnected = source.state !== 'not_connected';
  return modal({
    callback: callbacks.list,
    title: t.list.title,
    submit: t.list.search,
    close: t.list.close,
    metadata: {
      group: selection.group ?? '',
      isPicked: selection.isPicked,
      query: selection.query,
      page: String(shown.page),
      ...(shared && { shared: shared.sender ?? '' }),
    },
    notifyOnClose: true,
    blocks: [
      searchField(selection.query, t),
      ...actionsBlock(
        [
          ...groups.map((group) => groupButton(group, own, shared === undefined, t)),
          // Only Box knows what is shared with a person.
          ...(isConnected || shared ? [sharedButton(shared !== undefined, t)] : []),
        ],
        'groups',
      ),
      ...sourceBlocks(source, t),
      ...rows,
      ...pageBlocks(shown, t),
    ],
  });
}

/** The group, search and page that an open list shows; null when the metadata is not ours. */
export function readListMetadata(privateMetadata: string): ListState | null {
  const read = readMetadata(privateMetadata);
  const group = read?.['group'];
  const query = read?.['query'];
  const page = Number(read?.['page']);
  if (typeof query !== 'string' || !Number.isSafeInteger(page)) return null;
  const isPicked = read?.['isPicked'] === true;
  const sender = read?.['shared'];
  const shared = typeof sender === 'string' ? { shared: { sender: sender === '' ? null : sender } } : {};
  const chosen = { group: groups.find((one) => one === group) ?? null, isPicked, ...shared };
  return listState(chosen, query, page);
}

/** The text in the search field; null when the view's state has no such field. */
export function readListSearch(state: ViewState): string | null {
  const field = state[searchId]?.[actions.listSearch];
  return field ? (field.value ?? '') : null;
}

function searchField(query: string, t: Texts): KnownBlock {
  const input = textInput(searchId, t.list.searchLabel, query, { most: longestQuery });
  const dispatch_action_config = { trigger_actions_on: ['on_enter_pressed' as const] };
  return {
    ...input,
    dispatch_action: true,
    element: {
      ...input.element,
      action_id: actions.listSearch,
      dispatch_action_config,
    } as typeof input.element,
  };
}

function sharedButton(isChosen: boolean, t: Texts) {
  return button({
    action: actions.othersList,
    label: t.shared.open,
    isPrimary: isChosen,
    spoken: t.shared.openSpoken(isChosen),
  });
}

function groupButton(group: Group, page: ListPage, isOwnShown: boolean, t: Texts) {
  const isChosen = isOwnShown && group === page.group;
  const count = page.counts[group];
  return button({
    action: groupAction(group),
    label: t.list.group(group, count),
    isPrimary: isChosen,
    spoken: t.list.groupSpoken(group, count, isChosen),
  });
}

function sourceBlocks(source: ListSource, t: Texts): KnownBlock[] {
  const { state, refusal = 'sign_not_enabled', listedAt } = source;
  const hasFailed = state === 'silent' || state === 'refused';
  const says: Readonly<Record<ListSource['state'], () => Phrase>> = {
    asking: () => t.list.asking(listedAt),
    answered: () => (listedAt === null ? [] : t.list.asOf(listedAt)),
    silent: () => t.list.silent(listedAt),
    refused: () => t.list.refused(refusal, listedAt),
    not_connected: () => t.list.notConnected(listedAt),
  };
  const again = button({ action: actions.listAgain, label: t.list.askAgain });
  const connect = button({ action: actions.connect, label: t.connect.connect });
  return [
    ...datedContext([], [says[state]()], t),
    ...actionsBlock(hasFailed ? [again] : source.canConnect ? [connect] : [], 'source'),
  ];
}

function pageBlocks({ page, pages }: ListFrame['shown'], t: Texts): KnownBlock[] {
  if (pages === 1) return [];
  return [
    context(t.list.page(page, pages)),
    ...actionsBlock([
      ...(page > 1 ? [button({ action: actions.listNewer, label: t.list.newer })] : []),
      ...(page < pages ? [button({ action: actions.listOlder, label: t.list.older })] : []),
    ]),
  ];
}
