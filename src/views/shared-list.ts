/** The list while it shows requests of others, and the dialogs for sending reminders for them and cancelling them. */
import type { ActionsBlock, KnownBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import type { ListPage, ListState } from '../signing/request-list.ts';
import { mostShared, type SharedPage, senderLogin } from '../signing/shared.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canResend } from '../signing/status.ts';
import { actions, callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import { context, fileUrl, nameOr, phraseText, plainText, section } from './blocks.ts';
import { cancelModal } from './cancel-modal.ts';
import { forWhom } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean, truncate } from './clean.ts';
import { type ListSource, listFrame } from './list-frame.ts';
import { remindModal } from './remind-modal.ts';
import { requestName, troubleLine } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** Slack's limits for a menu: characters of an option's text, and number of options. */
const optionLimit = 75;
const mostOptions = 100;

/** The value of the option that shows the requests of all senders. No login equals it. */
const allSenders = '*';

/** What the shared requests are drawn from. */
export interface SharedListParts {
  readonly selection: ListState;
  readonly own: ListPage;
  readonly page: SharedPage;
  readonly source: ListSource;
  readonly t: Texts;
  readonly now: number;
}

/** The list while it shows requests of others. */
export function sharedListView({ selection, own, page, source, t, now }: SharedListParts): ModalView {
  const rows = page.records.map((record) => rowBlock(record, t, now));
  return listFrame({
    selection,
    own,
    shown: page,
    source,
    rows: [
      ...(page.senders.length > 0 ? [context(t.shared.note)] : []),
      ...(requestCount(page) >= mostShared ? [context(t.shared.newest(mostShared))] : []),
      ...(page.senders.length > 1 ? [senderBlock(selection.shared?.sender ?? null, page, t)] : []),
      ...(rows.length > 0 ? rows : [emptyBlock(selection, source, t)]),
    ],
    t,
  });
}

/** The login of the sender that was chosen in the menu; null: all senders. @param senders the logins in the menu */
export function readSender(value: string | null, senders: readonly string[]): string | null {
  return senders.find((login) => senderValue(login) === value) ?? null;
}

/** The modal that asks for confirmation before a reminder for another person's request. */
export function sharedRemindModal(record: SignRequest, t: Texts, now: number): ModalView {
  return { ...remindModal(record, t, now), callback_id: callbacks.othersRemind };
}

/** The dialog that asks for confirmation before an editor cancels another person's request. */
export function sharedCancelModal(record: SignRequest, t: Texts): ModalView {
  const dialog = cancelModal(record, t);
  const login = nameOr(shownAddress(senderLogin(record), optionLimit), t.shared.unknownSender);
  const [says, ...rest] = dialog.blocks;
  return {
    ...dialog,
    callback_id: callbacks.othersCancel,
    blocks: [...(says ? [says] : []), section(t.shared.cancelsOthers(login)), ...rest],
  };
}

function senderValue(login: string): string {
  return truncate(login === '' ? '-' : login, optionLimit);
}

function requestCount({ senders }: Pick<SharedPage, 'senders'>): number {
  return senders.reduce((sum, { count }) => sum + count, 0);
}

function senderBlock(sender: string | null, { senders }: SharedPage, t: Texts): ActionsBlock {
  const all = requestCount({ senders });
  const first = { text: plainText(t.shared.allSenders(all), optionLimit), value: allSenders };
  const options = senders.slice(0, mostOptions - 1).map(({ login, count }) => ({
    text: plainText(
      t.shared.ofSender(nameOr(shownAddress(login, 60), t.shared.unknownSender), count),
      optionLimit,
    ),
    value: senderValue(login),
  }));
  const chosen = options.find(({ value }) => sender !== null && value === senderValue(sender));
  const menu: StaticSelect = {
    type: 'static_select',
    action_id: actions.othersSender,
    placeholder: plainText(t.shared.sender),
    options: [first, ...options],
    initial_option: chosen ?? first,
  };
  return { type: 'actions', block_id: 'senders', elements: [menu] };
}

function rowBlock(record: SignRequest, t: Texts, now: number): KnownBlock {
  return {
    ...section(rowText(record, t, now)),
    block_id: `shared:${record.id}`.slice(0, 255),
    accessory: { type: 'overflow', action_id: actions.more, options: rowOptions(record, t, now) },
  };
}

function rowText(record: SignRequest, t: Texts, now: number): string {
  const { pending, remindedAt } = record.details;
  const state = statusLine(record, t, now);
  const trouble = pending ? null : troubleLine(record, t);
  const login = nameOr(shownAddress(senderLogin(record), 60), t.shared.unknownSender);
  const small = [
    nameOr(record.shortId, ''),
    t.shared.sentBy(login),
    forWhom(record, t),
    ...(remindedAt === null ? [] : [phraseText(t.actions.reminded(remindedAt), t)]),
  ].filter((words) => words !== '');
  const how = pending ? t.actions.busy[pending.verb] : `${state.symbol} ${phraseText(state.words, t)}`;
  const lines = trouble === null ? how : `${how}\n${phraseText(trouble, t)}`;
  return t.list.row(requestName(record, t), lines, small.join(t.card.context.separator));
}

/** Menu options: the actions that Box allows this person and that would have an effect now. */
function rowOptions(record: SignRequest, t: Texts, now: number): PlainTextOption[] {
  const option = (verb: string, label: string): PlainTextOption => ({
    text: plainText(label, optionLimit),
    value: truncate(`${verb}:${record.id}`, optionLimit),
  });
  const [file] = record.details.files;
  const url = file ? fileUrl(file.id) : null;
  const isEditor = record.details.sharedAs === 'editor';
  return [
    option(actions.othersDetails, t.actions.details),
    ...(url === null ? [] : [{ ...option(actions.goToBox, t.shared.openInBox), url }]),
    ...(canResend(record, now) ? [option(actions.othersRemind, t.actions.resend)] : []),
    ...(isEditor && canCancel(record) ? [option(actions.othersCancel, t.actions.cancel)] : []),
  ];
}

function emptyBlock({ query, shared }: ListState, { state, listedAt }: ListSource, t: Texts): KnownBlock {
  if (state === 'asking') return section(t.shared.noneAsking);
  if (listedAt === null) return section(t.shared.noneKnown);
  if (query !== '') return section(t.list.noMatch(clean(query, 200)));
  const sender = shared?.sender ?? '';
  return section(sender === '' ? t.shared.none : t.list.noMatch(clean(sender, 200)));
}
