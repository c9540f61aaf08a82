/**
 * The list of a person's sign requests, as a modal with groups, a search and pages. What the person has chosen is stored
 * in the view's metadata. Rows are drawn from the records of one page.
 */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import {
  type Group,
  groups,
  type ListPage,
  type ListState,
  listState,
  longestQuery,
} from '../signing/request-list.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canResend, statusTable } from '../signing/status.ts';
import { actions, callbacks, groupAction } from './actions.ts';
import {
  actionsBlock,
  button,
  context,
  datedContext,
  menuOption,
  modal,
  nameOr,
  phraseText,
  readMetadata,
  section,
} from './blocks.ts';
import { placeFieldsButton, resendLabel } from './card-buttons.ts';
import { continueButton, mayHaveNews } from './card-controls.ts';
import { forWhom } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean, truncate } from './clean.ts';
import { textInput } from './inputs.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** Whether Box's own list of the person's requests could be read. */
export interface ListSource {
  readonly state: 'asking' | 'answered' | 'silent' | 'not_connected';
  /** The person has no connected Box account, and can connect one. */
  readonly canConnect?: boolean;
  /** When Box last returned the whole list (ms). */
  readonly listedAt: number | null;
}

/** What the list is drawn from. */
export interface RequestListParts {
  /** The group, search and page that the person has chosen. */
  readonly selection: ListState;
  readonly page: ListPage;
  /** The records of the page. */
  readonly records: readonly SignRequest[];
  readonly source: ListSource;
  readonly t: Texts;
  readonly now: number;
}

const searchId = 'search';

/** A request last seen in Box's list this long (ms) before the others is no longer in the list. */
const staleAfterMs = 5 * 60_000;

/** The list as a modal. */
export function requestListView(parts: RequestListParts): ModalView {
  const { selection, page, t } = parts;
  return modal({
    callback: callbacks.list,
    title: t.list.title,
    submit: t.list.search,
    close: t.list.close,
    metadata: {
      group: selection.group ?? '',
      isPicked: selection.isPicked,
      query: selection.query,
      page: String(page.page),
    },
    notifyOnClose: true,
    blocks: [
      searchInput(selection.query, t),
      ...actionsBlock(
        groups.map((group) => groupButton(group, page, t)),
        'groups',
      ),
      ...sourceBlocks(parts),
      ...(parts.records.length > 0
        ? parts.records.map((record) => rowBlock(record, parts))
        : [emptyListBlock(parts)]),
      ...pageBlocks(page, t),
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
  return listState({ group: groups.find((one) => one === group) ?? null, isPicked }, query, page);
}

/** The text in the search field. */
export function readListSearch(state: ViewState): string {
  return state[searchId]?.[actions.listSearch]?.value ?? '';
}

function searchInput(query: string, t: Texts): KnownBlock {
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

function groupButton(group: Group, page: ListPage, t: Texts) {
  const isChosen = group === page.group;
  const count = page.counts[group];
  return button({
    action: groupAction(group),
    label: t.list.group(group, count),
    isPrimary: isChosen,
    spoken: t.list.groupSpoken(group, count, isChosen),
  });
}

function sourceBlocks({ source, t }: RequestListParts): KnownBlock[] {
  const { listedAt } = source;
  const says: Readonly<Record<ListSource['state'], () => Phrase>> = {
    asking: () => t.list.asking(listedAt),
    answered: () => (listedAt === null ? [] : t.list.asOf(listedAt)),
    silent: () => t.list.silent(listedAt),
    not_connected: () => t.list.notConnected(listedAt),
  };
  const again = button({ action: actions.listAgain, label: t.list.askAgain });
  const connect = button({ action: actions.connect, label: t.connect.connect });
  return [
    ...datedContext([], [says[source.state]()], t),
    ...actionsBlock(source.state === 'silent' ? [again] : source.canConnect ? [connect] : [], 'source'),
  ];
}

function rowBlock(record: SignRequest, { source, t, now }: RequestListParts): KnownBlock {
  const block = section(rowText(record, source, t, now));
  return {
    ...block,
    block_id: `row:${record.id}`.slice(0, 255),
    accessory: { type: 'overflow', action_id: actions.more, options: rowOptions(record, t, now) },
  };
}

function rowText(record: SignRequest, source: ListSource, t: Texts, now: number): string {
  const { pending } = record.details;
  const state = statusLine(record, t, now);
  const isGone =
    statusTable[record.state].isAtBox &&
    record.observedAt !== null &&
    source.listedAt !== null &&
    record.observedAt < source.listedAt - staleAfterMs;
  const small = [
    nameOr(record.shortId, ''),
    forWhom(record, t),
    ...(record.details.madeIn === 'box' ? [t.list.madeInBox] : []),
    ...(isGone && record.observedAt !== null
      ? [t.list.lastSeen(t.clock.nearWords({ shownAs: 'time', at: record.observedAt }))]
      : []),
  ].filter((words) => words !== '');
  const how = pending ? t.actions.busy[pending.verb] : `${state.symbol} ${phraseText(state.words, t)}`;
  return t.list.row(requestName(record, t), how, small.join(t.card.context.separator));
}

/** The menu options of a row: the next step, Details, and those that would have an effect now. Slack allows five. */
function rowOptions(record: SignRequest, t: Texts, now: number): PlainTextOption[] {
  const option = (verb: string, label: string): PlainTextOption =>
    menuOption(label, truncate(`${verb}:${record.id}`, 75));
  // With a page in Box to open, for the option that has one.
  const next = placeFieldsButton(record, t) ?? continueButton(record, t);
  return [
    ...(next
      ? [{ ...option(next.action_id ?? '', next.text.text), ...(next.url ? { url: next.url } : {}) }]
      : []),
    option(actions.details, t.actions.details),
    ...(mayHaveNews(record) ? [option(actions.refresh, t.card.button.refresh)] : []),
    ...(canResend(record, now) ? [option(actions.resend, resendLabel(record, t))] : []),
    ...(canCancel(record) ? [option(actions.cancel, t.actions.cancel)] : []),
    ...(record.details.isFollowed ? [] : [option(actions.follow, t.list.follow)]),
  ];
}

function emptyListBlock({ selection, page, source, t }: RequestListParts): KnownBlock {
  const { state, canConnect = false, listedAt } = source;
  const isAsking = state === 'asking';
  const isOnlyOurs = state === 'not_connected' || (listedAt === null && !isAsking);
  if (selection.query !== '') {
    const query = clean(selection.query, longestQuery);
    return section(isOnlyOurs ? t.list.noMatchKnown(query, canConnect) : t.list.noMatch(query));
  }
  if (isOnlyOurs) return section(t.list.noneKnown(canConnect));
  if (!page.isEmpty) return section(t.list.noneIn[page.group]);
  return section(isAsking ? t.list.noneAsking : t.list.noneYet);
}

function pageBlocks({ page, pages }: ListPage, t: Texts): KnownBlock[] {
  if (pages === 1) return [];
  return [
    context(t.list.page(page, pages)),
    ...actionsBlock([
      ...(page > 1 ? [button({ action: actions.listNewer, label: t.list.newer })] : []),
      ...(page < pages ? [button({ action: actions.listOlder, label: t.list.older })] : []),
    ]),
  ];
}
