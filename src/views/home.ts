/**
 * App Home: what needs the person, what waits for others, what ended this week. Only the most pressing requests of each
 * group are shown; the rest is in the list.
 */
import type { Button, HomeView, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import type { HomeGroups, Need } from '../signing/home.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canChange, canResend, statusTable } from '../signing/status.ts';
import { actions, homes } from './actions.ts';
import { shownAddress } from './address.ts';
import { actionsBlock, button, context, datedContext, phraseText, plainText, section } from './blocks.ts';
import {
  correctButton,
  discardButton,
  openSignedButton,
  ownReviewButton,
  placeFieldsButton,
  resendButton,
  resendLabel,
  sendAgainButton,
  sendLikeThisButton,
} from './card-buttons.ts';
import { continueButton, resendDueLater } from './card-controls.ts';
import { forWhom } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean } from './clean.ts';
import type { ConnectionShown } from './connection-line.ts';
import { bouncedLine, type LostReason, notFollowed, requestName, troubleLine } from './sign-request-card.ts';
import { type AskedOf, askedRow } from './signer-message.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** At most this many requests of each group are shown. */
const most = { needed: 8, waiting: 8, ended: 5 } as const;

/** What App Home is drawn from. */
export interface HomeParts {
  readonly groups: HomeGroups;
  /** Requests of others that wait for the person's signature. */
  readonly asked: readonly AskedOf[];
  readonly connection: ConnectionShown;
  /** Why the app cannot follow a request; null: it can. */
  readonly lostOf: (record: SignRequest) => LostReason | null;
  readonly t: Texts;
  readonly now: number;
}

/** App Home of a member. */
export function homeView(parts: HomeParts): HomeView {
  const { needed, waiting, ended } = parts.groups;
  const { t, asked } = parts;
  const isEmpty = asked.length + needed.length + waiting.length + ended.length === 0;
  return {
    type: 'home',
    callback_id: homes.member,
    blocks: [
      ...actionsBlock(entries(t), 'entries'),
      ...connectionBlocks(parts),
      ...group(
        'needed',
        t.home.needed,
        [
          ...asked.map((one) => askedRow(one, t)),
          ...needed.map(({ record, need }) => rowBlock(record, parts, need, nextButton(record, parts, need))),
        ],
        t,
      ),
      ...group(
        'waiting',
        t.home.waiting,
        waiting.map((record) => rowBlock(record, parts, null, menu(record, parts))),
        t,
      ),
      ...group(
        'ended',
        t.home.ended,
        ended.map((record) => rowBlock(record, parts, null, openButton(record, t))),
        t,
      ),
      ...(isEmpty ? [section(t.home.empty)] : []),
    ],
  };
}

/** App Home of everyone who may not use the app: one sentence. */
export function closedHomeView(t: Texts): HomeView {
  return { type: 'home', callback_id: homes.closed, blocks: [section(t.home.onlyMembers)] };
}

/** The buttons at the top, one for each place that a person can go to from here. */
function entries(t: Texts): Button[] {
  return [
    button({ action: actions.openForm, label: t.form.title, isPrimary: true }),
    button({ action: actions.allRequests, label: t.list.all }),
  ];
}

function connectionBlocks(parts: HomeParts): KnownBlock[] {
  const { connection, t } = parts;
  if (connection.state === 'none') {
    if (!connection.canConnect) return [context(t.form.notOnTrial)];
    return [section(t.home.connect, button({ action: actions.connect, label: t.connect.connect }))];
  }
  const login = shownAddress(connection.login, 254);
  const asOf = asOfShown(parts);
  return datedContext(
    [login === '' ? t.home.connected : t.home.connectedAs(login)],
    asOf === null ? [] : [t.card.context.asOf(asOf)],
    t,
  );
}

/** When Box last answered about the open request that it has not been asked about for longest; null: none is open. */
function asOfShown({ groups }: HomeParts): number | null {
  const shown = [
    ...groups.needed.slice(0, most.needed).map(({ record }) => record),
    ...groups.waiting.slice(0, most.waiting),
  ];
  const times = shown
    .filter(({ state }) => statusTable[state].isAtBox && !statusTable[state].isFinal)
    .flatMap(({ observedAt }) => observedAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** A group with its heading, and the way to the requests that are not shown; nothing when it is empty. */
function group(
  name: keyof typeof most,
  title: (count: number) => string,
  rows: readonly KnownBlock[],
  t: Texts,
): KnownBlock[] {
  if (rows.length === 0) return [];
  const hidden = rows.length - most[name];
  const all = button({ action: actions.allRequests, label: t.list.all });
  return [
    { type: 'header', text: plainText(title(rows.length), 150) },
    ...rows.slice(0, most[name]),
    ...(hidden > 0 ? [{ ...section(t.home.more(hidden), all), block_id: `more:${name}` }] : []),
  ];
}

function rowBlock(
  record: SignRequest,
  parts: HomeParts,
  need: Need | null,
  accessory: Button | Overflow | null,
): KnownBlock {
  return {
    ...section(rowText(record, parts, need)),
    // The same at each redraw, so that a simultaneous press still finds its button.
    block_id: `home:${record.id}`.slice(0, 255),
    ...(accessory && { accessory }),
  };
}

/** The name, where the request stands, what went wrong last, and for whom it is. */
function rowText(record: SignRequest, parts: HomeParts, need: Need | null): string {
  const { t, now } = parts;
  const lost = parts.lostOf(record);
  const { pending, remindedAt } = record.details;
  const state = lost ? notFollowed(record, lost, t) : statusLine(record, t, now);
  const bounce = need === 'bounced' && lost === null ? bouncedLine(record, t) : null;
  const words: Phrase = bounce ?? [`${state.symbol} `, ...state.words];
  const trouble = pending ? null : troubleLine(record, t);
  const againAt = lost ? null : resendDueLater(record, now);
  const isOver = statusTable[record.state].isFinal;
  const small = [
    forWhom(record, t),
    ...(remindedAt === null || isOver ? [] : [phraseText(t.actions.reminded(remindedAt), t)]),
    ...(againAt === null ? [] : [phraseText(t.actions.againFrom(againAt), t)]),
  ];
  return t.home.row(
    clean(requestName(record, t), 150),
    [pending ? t.actions.busy[pending.verb] : phraseText(words, t), trouble ? phraseText(trouble, t) : '']
      .filter((line) => line !== '')
      .join('\n'),
    small.join(t.card.context.separator),
  );
}

type NextButton = (record: SignRequest, t: Texts, now: number) => Button | null;

/** The next step for each reason why a request needs the person. */
const nextButtons: Readonly<Record<Need, NextButton>> = {
  gone: discardButton,
  unsure: sendAgainButton,
  fix: continueButton,
  check: continueButton,
  prepare: placeFieldsButton,
  bounced: correctButton,
  declined: sendLikeThisButton,
  ownTurn: (record, t, now) => ownReviewButton(record, t, now) ?? resendButton(record, t, now),
};

/** The next step, while it would have an effect; otherwise Details. */
function nextButton(record: SignRequest, { t, now, lostOf }: HomeParts, need: Need): Button {
  const isBlocked = record.details.pending !== null || lostOf(record) !== null;
  const next = isBlocked ? null : nextButtons[need](record, t, now);
  return next === null ? detailsButton(record, t) : named(next, record, t);
}

function openButton(record: SignRequest, t: Texts): Button {
  const open = openSignedButton(record, t);
  if (open === null) return detailsButton(record, t);
  const { style: _style, ...plain } = open;
  return named({ ...plain, text: plainText(t.home.open) }, record, t);
}

function detailsButton(record: SignRequest, t: Texts): Button {
  return named(button({ action: actions.details, label: t.actions.details, value: record.id }), record, t);
}

/** The button as a screen reader reads it, with the name of its request. */
function named(shown: Button, record: SignRequest, t: Texts): Button {
  const { style: _style, ...plain } = shown;
  const spoken = t.home.spoken(shown.text.text, requestName(record, t));
  return { ...plain, accessibility_label: clean(spoken, 75) };
}

/** Details, and what would have an effect now. */
function menu(record: SignRequest, { t, now, lostOf }: HomeParts): Overflow {
  const isFollowed = lostOf(record) === null;
  const option = (action: string, label: string): PlainTextOption => ({
    text: plainText(label, 75),
    value: `${action}:${record.id}`,
  });
  return {
    type: 'overflow',
    action_id: actions.more,
    options: [
      option(actions.details, t.actions.details),
      ...(isFollowed && canResend(record, now) ? [option(actions.resend, resendLabel(record, t))] : []),
      ...(isFollowed && canChange(record) ? [option(actions.change, t.card.button.change)] : []),
      ...(isFollowed && canCancel(record) ? [option(actions.cancel, t.actions.cancel)] : []),
    ],
  };
}
