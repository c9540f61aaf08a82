/**
 * The card: one message that shows one sign request, always drawn whole from the record. Only what would
 * work now can be pressed; a new control is a line in `controls`.
 */
import type { Button, KnownBlock, RichTextElement } from '@slack/types';
import type { SignRequest } from '../signing/sign-request.ts';
import { canDiscard, canPlaceFields, canRefresh, statusTable } from '../signing/status.ts';
import { actions } from './actions.ts';
import {
  actionsBlock,
  button,
  context,
  datedContext,
  fileUrl,
  leaves,
  type Message,
  message,
  nameLimit,
  nameOr,
  plain,
  richText,
  titleLeaf,
  titleLimit,
  usableUrl,
} from './blocks.ts';
import { namesOf, peopleOf, personLines } from './card-people.ts';
import { standing } from './card-state.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** Up to so many people each have a line; of more, the first few do. */
const mostLines = 10;
const linesOfMany = 6;

export interface CardContext {
  readonly t: Texts;
  /** A press is being carried out: instead of buttons the card says so. */
  readonly isBusy?: boolean;
}

/** The card of a request in any state, for its requester. */
export function signRequestCard(record: SignRequest, { t, isBusy = false }: CardContext): Message {
  const state = standing(record, t);
  const people = peopleLines(record, t);
  const duplicate = duplicateLine(record, t);
  const facts = factsOf(record, t);
  const blocks: KnownBlock[] = [
    richText([[requestTitle(record, t)]]),
    richText([leaves([`${state.symbol} `, ...state.words], t)]),
    ...(people.shown.length > 0 ? [richText(people.shown)] : []),
    ...(duplicate === null ? [] : [richText([leaves([duplicate], t)])]),
    ...datedContext(facts.words, facts.dated, t),
    ...(isBusy
      ? [context(t.card.busy)]
      : actionsBlock(controls.flatMap((control) => control(record, t) ?? []))),
  ];
  const small: readonly Phrase[] = [...facts.words.map((word) => [word]), ...facts.dated];
  return message(
    [
      t.card.spoken(requestName(record, t), state.words),
      ...people.spoken,
      duplicate === null ? [] : [duplicate],
      small.flatMap((phrase, index) => (index === 0 ? phrase : [t.card.context.separator, ...phrase])),
    ],
    blocks,
    t,
  );
}

/** What the request is called: its own name, else the file's, else what was typed. */
export function requestName(record: SignRequest, t: Texts): string {
  const known = [
    record.form.name,
    record.details.file?.name,
    record.details.name,
    record.details.files[0]?.name,
  ];
  const name = known.map((text) => clean(text ?? '', titleLimit)).find((text) => text !== '');
  if (name !== undefined) return name;
  const typed = clean(record.form.document, titleLimit / 2);
  return typed === '' ? t.card.unnamed : t.card.unnamedAs(typed);
}

/** The request's name, leading to its file in Box once that is known. */
export function requestTitle(record: SignRequest, t: Texts): RichTextElement {
  const { file, sharedLink } = record.details;
  const url = usableUrl(sharedLink) ?? (file ? fileUrl(file.id) : null);
  return titleLeaf(requestName(record, t), url);
}

/** The people, as they are shown and as they are read aloud; over ten, six lines and the sum of the rest. */
function peopleLines(record: SignRequest, t: Texts): { shown: RichTextElement[][]; spoken: Phrase[] } {
  const all = personLines(record, t);
  const own = all.length > mostLines ? all.slice(0, linesOfMany) : all;
  const rest = all.slice(own.length);
  const shown = own.map(({ line }) =>
    leaves([`${line.stated.symbol} `, ...t.card.line(line.name, line.stated.words)], t),
  );
  const spoken = own.map(({ line }) => t.card.spoken(line.name, line.stated.words));
  if (rest.length === 0) return { shown, spoken };
  const more = t.card.more(rest.length, rest.filter(({ signer }) => signer.decision === 'signed').length);
  return { shown: [...shown, leaves([more], t)], spoken: [...spoken, [more]] };
}

/** A second request at Box with our id, so that it can be found and cancelled there. */
function duplicateLine(record: SignRequest, t: Texts): string | null {
  const id = record.details.duplicateBoxId;
  return id === null ? null : t.card.duplicate(clean(id, nameLimit));
}

function factsOf(record: SignRequest, t: Texts): { words: string[]; dated: Phrase[] } {
  const { folder, expiresAt } = record.details;
  const shortId = nameOr(record.shortId, '');
  const folderName = nameOr(folder?.name ?? null, '', titleLimit);
  const isOver = statusTable[record.state].isFinal;
  return {
    words: [
      ...(shortId === '' ? [] : [shortId]),
      ...(folderName === '' ? [] : [t.card.context.signedCopy(folderName)]),
    ],
    dated: [
      ...(expiresAt === null || isOver ? [] : [t.card.context.expires(expiresAt)]),
      ...(record.observedAt === null ? [] : [t.card.context.asOf(record.observedAt)]),
    ],
  };
}

type Control = (record: SignRequest, t: Texts) => Button | null;

/** In the order in which they stand; each is there only while a press would do something. */
const controls: readonly Control[] = [
  placeFieldsButton,
  (record, t) =>
    record.state === 'to_check'
      ? button({
          action: actions.checkAndSend,
          label: t.card.button.checkAndSend,
          value: record.id,
          isPrimary: true,
        })
      : null,
  (record, t) =>
    record.state === 'not_sent'
      ? button({
          action: actions.fixAndSend,
          label: t.card.button.fixAndSend,
          value: record.id,
          isPrimary: true,
        })
      : null,
  sendAgainButton,
  discardButton,
  openSignedButton,
  openLogButton,
  refreshButton,
];

/** [Place the fields], while the fields can be placed. */
export function placeFieldsButton(record: SignRequest, t: Texts): Button | null {
  const url = canPlaceFields(record) ? usableUrl(record.prepareUrl) : null;
  if (url === null) return null;
  return button({
    action: actions.placeFields,
    label: t.card.button.placeFields,
    value: record.id,
    url,
    isPrimary: true,
  });
}

/** [Send again], after an unknown outcome; a second press says that people may get it twice. */
export function sendAgainButton(record: SignRequest, t: Texts): Button | null {
  if (record.state !== 'unsure') return null;
  const says = t.card.confirmSendAgain;
  return button({
    action: actions.sendAgain,
    label: t.card.button.sendAgain,
    value: record.id,
    isPrimary: true,
    confirm: {
      title: plain(says.title, 100),
      text: plain(says.text(namesOf(peopleOf(record).acting, record, t)), 300),
      confirm: plain(says.confirm, 30),
      deny: plain(says.deny, 30),
    },
  });
}

/** [Discard]; after an unknown outcome the same is called by what it means then. */
export function discardButton(record: SignRequest, t: Texts): Button | null {
  if (!canDiscard(record)) return null;
  const label = record.state === 'unsure' ? t.card.button.doNotSendAgain : t.card.button.discard;
  return button({ action: actions.discard, label, value: record.id });
}

function openSignedButton(record: SignRequest, t: Texts): Button | null {
  const [file] = record.details.files;
  const url = record.details.filesReady && file ? fileUrl(file.id) : null;
  if (record.state !== 'signed' || url === null) return null;
  const label = t.card.button.openSigned;
  return button({ action: actions.openSigned, label, value: record.id, url, isPrimary: true });
}

function openLogButton(record: SignRequest, t: Texts): Button | null {
  const log = record.details.signingLogId;
  const url = log === null ? null : fileUrl(log);
  if (record.state !== 'signed' || url === null) return null;
  return button({ action: actions.openLog, label: t.card.button.openLog, value: record.id, url });
}

function refreshButton(record: SignRequest, t: Texts): Button | null {
  const isWhole =
    statusTable[record.state].isFinal && (record.state !== 'signed' || record.details.filesReady);
  if (isWhole || !canRefresh(record)) return null;
  return button({ action: actions.refresh, label: t.card.button.refresh, value: record.id });
}
