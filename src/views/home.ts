/**
 * App Home: what needs the person, what waits for others, what ended this week. Only the first requests of each group
 * are shown; the rest of the person's own are in the list.
 */
import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { HomeGroups } from '../signing/home.ts';
import type { RuleRefusal } from '../signing/refusals.ts';
import { statusTable } from '../signing/status.ts';
import { actions, homes } from './actions.ts';
import { shownAddress } from './address.ts';
import { actionsBlock, button, context, datedContext, plainText, section } from './blocks.ts';
import type { ConnectionShown } from './connection-line.ts';
import { homeRow, homeRowMenu, nextButton, openButton, type RowParts } from './home-rows.ts';
import { askedRow, type RequestToSign } from './signer-message.ts';
import type { Texts } from './texts/index.ts';

/**
 * At most this many requests of each group are shown. `asked`: those of others that wait for the person's signature.
 */
const most = { asked: 8, needed: 8, waiting: 8, ended: 5 } as const;

/** What App Home is drawn from. */
export interface HomeParts extends RowParts {
  readonly groups: HomeGroups;
  /** Requests of others that wait for the person's signature. */
  readonly asked: readonly RequestToSign[];
  readonly connection: ConnectionShown;
  /** The rule of the workspace that forbids the person to send; null: none. */
  readonly mayNotSend: RuleRefusal | null;
}

/** App Home of a member. */
export function homeView(parts: HomeParts): HomeView {
  const { needed, waiting, ended } = parts.groups;
  const { t, asked, mayNotSend } = parts;
  const isEmpty = asked.length + needed.length + waiting.length + ended.length === 0;
  return {
    type: 'home',
    callback_id: homes.member,
    blocks: [
      ...actionsBlock(topButtons(parts), 'entries'),
      ...(mayNotSend ? [context(t.rules.sentence(mayNotSend))] : []),
      ...connectionBlocks(parts),
      ...heading(t.home.needed, asked.length + needed.length),
      ...askedBlocks(asked, t),
      ...rowsAndMore(
        'needed',
        needed.map(({ record, need }) => homeRow(record, parts, need, nextButton(record, parts, need))),
        t,
      ),
      ...group(
        'waiting',
        t.home.waiting,
        waiting.map((record) => homeRow(record, parts, null, homeRowMenu(record, parts))),
        t,
      ),
      ...group(
        'ended',
        t.home.ended,
        ended.map((record) => homeRow(record, parts, null, openButton(record, t))),
        t,
      ),
      ...(isEmpty ? [section(t.home.empty)] : []),
    ],
  };
}

/** App Home of a person who may not use the app: one sentence. */
export function closedHomeView(t: Texts): HomeView {
  return { type: 'home', callback_id: homes.closed, blocks: [section(t.home.onlyMembers)] };
}

/** The buttons at the top: for the form (if the person may send), the list and the settings. */
function topButtons({ mayNotSend, t }: HomeParts): Button[] {
  return [
    ...(mayNotSend ? [] : [button({ action: actions.openForm, label: t.form.title, isPrimary: true })]),
    button({ action: actions.allRequests, label: t.list.all }),
    button({ action: actions.settings, label: t.home.settings }),
  ];
}

function connectionBlocks(parts: HomeParts): KnownBlock[] {
  const { connection, t } = parts;
  if (connection.state === 'none') {
    if (!connection.canConnect) return [context(t.form.notOnTrial)];
    return [section(t.home.connect, button({ action: actions.connect, label: t.connect.connect }))];
  }
  const login = shownAddress(connection.login, 254);
  const asOf = oldestAnswerAt(parts);
  return datedContext(
    [login === '' ? t.home.connected : t.home.connectedAs(login)],
    asOf === null ? [] : [t.card.context.asOf(asOf)],
    t,
  );
}

/**
 * The oldest of the times at which Box last answered about the open requests shown; null: none is open, or Box has not
 * answered about them.
 */
function oldestAnswerAt({ groups }: HomeParts): number | null {
  const shown = [
    ...groups.needed.slice(0, most.needed).map(({ record }) => record),
    ...groups.waiting.slice(0, most.waiting),
  ];
  const times = shown
    .filter(({ state }) => statusTable[state].isAtBox && !statusTable[state].isFinal)
    .flatMap(({ observedAt }) => observedAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** Draws a group with its heading; nothing when the group is empty. */
function group(
  name: 'waiting' | 'ended',
  title: (count: number) => string,
  rows: readonly KnownBlock[],
  t: Texts,
): KnownBlock[] {
  return [...heading(title, rows.length), ...rowsAndMore(name, rows, t)];
}

function heading(title: (count: number) => string, count: number): KnownBlock[] {
  return count === 0 ? [] : [{ type: 'header', text: plainText(title(count), 150) }];
}

/**
 * Requests of others that wait for the person's signature. The list of all the person's requests does not have them, so
 * the text about those that do not fit here points to the app's messages.
 */
function askedBlocks(asked: HomeParts['asked'], t: Texts): KnownBlock[] {
  const hidden = asked.length - most.asked;
  return [
    ...asked.slice(0, most.asked).map((one) => askedRow(one, t)),
    ...(hidden > 0 ? [context(t.home.moreAsked(hidden))] : []),
  ];
}

/** Draws the requests of a group, and a button that opens the list when some are not shown. */
function rowsAndMore(
  name: 'needed' | 'waiting' | 'ended',
  rows: readonly KnownBlock[],
  t: Texts,
): KnownBlock[] {
  const hidden = rows.length - most[name];
  const all = button({ action: actions.allRequests, label: t.list.all });
  return [
    ...rows.slice(0, most[name]),
    ...(hidden > 0 ? [{ ...section(t.home.more(hidden), all), block_id: `more:${name}` }] : []),
  ];
}
