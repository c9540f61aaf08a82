/**
 * The list of a person's sign requests, as a modal with groups, a search and pages. What the person has chosen is
 * stored in the view's metadata. Rows are drawn from the records of one page.
 */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type ListPage, type ListState, longestQuery } from '../signing/request-list.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canResend, statusTable } from '../signing/status.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, menuOption, nameOr, phraseText, section } from './blocks.ts';
import { placeFieldsButton, resendLabel, resendMenuAction } from './card-buttons.ts';
import { continueButton, mayHaveNews } from './card-controls.ts';
import { forWhom } from './card-people.ts';
import { clean, truncate } from './clean.ts';
import { type ListSource, listFrame } from './list-frame.ts';
import { followedLine, type LostReason, requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** What the list of a person's own requests is drawn from. */
export interface RequestListParts {
  /** The group, search and page that the person has chosen. */
  readonly selection: ListState;
  readonly page: ListPage;
  /** The records of the requests on the page. */
  readonly records: readonly SignRequest[];
  readonly source: ListSource;
  /** Why the app cannot follow a request; null: it can. */
  readonly lostOf: (record: SignRequest) => LostReason | null;
  readonly t: Texts;
  readonly now: number;
}

/**
 * A request about which Box last answered this long (ms) before it last returned its list is no longer in that list.
 */
const staleAfterMs = 5 * 60_000;

/** The list as a modal. */
export function requestListView(parts: RequestListParts): ModalView {
  const { selection, page, source, t } = parts;
  return listFrame({
    selection,
    own: page,
    shown: page,
    source,
    rows: [
      ...severalBlocks(page, t),
      ...(parts.records.length > 0
        ? parts.records.map((record) => rowBlock(record, parts))
        : [emptyListBlock(parts)]),
    ],
    t,
  });
}

/** The button Choose several…; none when the group has fewer than two requests. */
function severalBlocks({ counts, group }: ListPage, t: Texts): KnownBlock[] {
  if (counts[group] < 2) return [];
  return actionsBlock([button({ action: actions.chooseSeveral, label: t.batch.open })], 'several');
}

function rowBlock(record: SignRequest, parts: RequestListParts): KnownBlock {
  const block = section(rowText(record, parts));
  return {
    ...block,
    block_id: `row:${record.id}`.slice(0, 255),
    accessory: { type: 'overflow', action_id: actions.more, options: rowOptions(record, parts) },
  };
}

function rowText(record: SignRequest, { source, lostOf, t, now }: RequestListParts): string {
  const { pending } = record.details;
  const lost = lostOf(record);
  const state = followedLine(record, lost, t, now);
  const isMissing =
    lost === null &&
    statusTable[record.state].isAtBox &&
    record.observedAt !== null &&
    source.listedAt !== null &&
    record.observedAt < source.listedAt - staleAfterMs;
  const small = [
    nameOr(record.shortId, ''),
    forWhom(record, t),
    ...(record.details.madeIn === 'box' ? [t.list.madeInBox] : []),
    ...(isMissing && record.observedAt !== null
      ? [t.list.lastSeen(t.clock.nearWords({ shownAs: 'time', at: record.observedAt }))]
      : []),
  ].filter((words) => words !== '');
  const how = pending ? t.actions.busy[pending.verb] : `${state.symbol} ${phraseText(state.words, t)}`;
  return t.list.row(requestName(record, t), how, small.join(t.card.context.separator));
}

/**
 * The options of a row's menu: the next step, Details, and actions that would have an effect now. Slack allows five.
 * Only Details while the app cannot follow the request.
 */
function rowOptions(record: SignRequest, { lostOf, t, now }: RequestListParts): PlainTextOption[] {
  const option = (verb: string, label: string): PlainTextOption =>
    menuOption(label, truncate(`${verb}:${record.id}`, 75));
  const details = option(actions.details, t.actions.details);
  if (lostOf(record) !== null) return [details];
  // The option for placing fields also opens its page in Box.
  const next = placeFieldsButton(record, t) ?? continueButton(record, t);
  return [
    ...(next
      ? [{ ...option(next.action_id ?? '', next.text.text), ...(next.url ? { url: next.url } : {}) }]
      : []),
    details,
    ...(mayHaveNews(record) ? [option(actions.refresh, t.card.button.refresh)] : []),
    ...(canResend(record, now) ? [option(resendMenuAction(record), resendLabel(record, t))] : []),
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
