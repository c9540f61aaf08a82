/**
 * The list of a person's sign requests: the group in which each state is shown, and which requests are on the current
 * page. Pure.
 */
import { type Findable, matchingWords } from './find.ts';
import type { State } from './sign-request.ts';

/** The groups of the list, in display order. */
export const groups = ['prepare', 'waiting', 'completed', 'ended', 'not_sent'] as const;

/** A group of the list, such as the requests that wait for signers. */
export type Group = (typeof groups)[number];

/** What a person chose to see in the list. */
export interface ListState {
  /** The shown group; null: none was shown yet. */
  readonly group: Group | null;
  /** Whether the person picked the group. If not, another group is shown when this one has no requests. */
  readonly isPicked: boolean;
  /** Words to search for; empty: everything. */
  readonly query: string;
  /** Number of the page, counted from 1. */
  readonly page: number;
  /**
   * Present: the list shows requests of others, from this sender or (null) from all senders. Absent: it shows the
   * person's own requests.
   */
  readonly shared?: { readonly sender: string | null };
}

/** One page of the list, and the counts of all groups. */
export interface ListPage {
  readonly group: Group;
  /** How many requests match the words, by group. */
  readonly counts: Readonly<Record<Group, number>>;
  readonly page: number;
  /** The number of pages, at least 1. */
  readonly pages: number;
  /** Ids of the requests on the page, newest first. */
  readonly ids: readonly string[];
  /** Whether the person has no request at all, except discarded ones. */
  readonly isEmpty: boolean;
}

/** Requests on a page of the list. */
export const perPage = 10;
/** The longest stored search, in UTF-16 units. Longer ones are cut, because the state of a view has little room. */
export const longestQuery = 200;

/** State → group; null: the request was discarded, and is no longer shown. */
const groupTable: Readonly<Record<State, Group | null>> = {
  requested: 'waiting',
  creating: 'waiting',
  to_check: 'prepare',
  not_sent: 'not_sent',
  unsure: 'not_sent',
  discarded: null,
  converting: 'prepare',
  created: 'prepare',
  sent: 'waiting',
  viewed: 'waiting',
  finalizing: 'waiting',
  unknown: 'waiting',
  signed: 'completed',
  declined: 'ended',
  cancelled: 'ended',
  expired: 'ended',
  error_converting: 'ended',
  error_sending: 'ended',
  error_finalizing: 'ended',
  error: 'ended',
};

/** The group that a request in this state is shown in; null: none. */
export function groupOf(state: State): Group | null {
  return groupTable[state];
}

const openGroups: ReadonlySet<Group | null> = new Set(['prepare', 'waiting', 'not_sent']);

/** Whether the request is open: it has to be prepared, waits for signers, or may still be sent. */
export function isOpenState(state: State): boolean {
  return openGroups.has(groupOf(state));
}

/** What a person chose, in a form that can be stored: the search text is cut, and the page is at least 1. */
export function listState(
  chosen: Pick<ListState, 'group' | 'isPicked' | 'shared'>,
  query: string,
  page: number,
): ListState {
  let words = '';
  for (const letter of query.trim()) {
    if (words.length + letter.length > longestQuery) break;
    words += letter;
  }
  const { group, isPicked, shared } = chosen;
  const from = Number.isSafeInteger(page) && page >= 1 ? page : 1;
  return { group, isPicked, query: words.trim(), page: from, ...(shared && { shared }) };
}

/** The ids of the requests of a group that match the words, newest first. @param list newest first */
export function idsInGroup(list: readonly Findable[], group: Group, query: string): readonly string[] {
  return matchingWords(list, query).flatMap(({ id, state }) => (groupOf(state) === group ? [id] : []));
}

/** The page that the person chose, or the last one if there are fewer. @param list newest first */
export function pageOfList(list: readonly Findable[], state: ListState): ListPage {
  const byGroup: Record<Group, string[]> = {
    prepare: [],
    waiting: [],
    completed: [],
    ended: [],
    not_sent: [],
  };
  for (const { id, state: standing } of matchingWords(list, state.query)) {
    const group = groupOf(standing);
    if (group !== null) byGroup[group].push(id);
  }
  const isKept = state.group !== null && (state.isPicked || byGroup[state.group].length > 0);
  const first = groups.find((one) => byGroup[one].length > 0) ?? null;
  const group = (isKept ? state.group : first) ?? state.group ?? 'waiting';
  const found = byGroup[group];
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const page = Math.min(state.page, pages);
  return {
    group,
    counts: {
      prepare: byGroup.prepare.length,
      waiting: byGroup.waiting.length,
      completed: byGroup.completed.length,
      ended: byGroup.ended.length,
      not_sent: byGroup.not_sent.length,
    },
    page,
    pages,
    ids: found.slice((page - 1) * perPage, page * perPage),
    isEmpty: !list.some((one) => groupOf(one.state) !== null),
  };
}
