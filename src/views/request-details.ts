/**
 * One sign request in full: as a modal, for its requester or a colleague to whom Box shows it, and as the requester's
 * ephemeral message of the status command, which is shorter. The line for copying contains no email address.
 */

import type { Button, KnownBlock, ModalView, RichTextBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { maxSources } from '../signing/sources.ts';
import { isOver } from '../signing/status.ts';
import { actions, callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  fileUrl,
  longNameLimit,
  message,
  modal,
  nameLimit,
  nameOr,
  phraseLeaves,
  richText,
  titleLeaf,
} from './blocks.ts';
import { controlButtons, mayHaveNews, pendingBlock } from './card-controls.ts';
import { choicesInWords, nameOf, personLines } from './card-people.ts';
import { clean } from './clean.ts';
import { copyLine } from './copy-line.ts';
import { idsBlock } from './ids-block.ts';
import { optionLines, prefilledLines } from './option-lines.ts';
import { type DeedShown, historyOf } from './request-history.ts';
import {
  bouncedLine,
  duplicateLine,
  followedLine,
  type LostReason,
  requestName,
  requestTitle,
  troubleLine,
} from './sign-request-card.ts';
import { sourceFileNames } from './source-files.ts';
import type { Texts } from './texts/index.ts';
import { type Phrase, say, time } from './texts/phrase.ts';

/**
 * At most this many people are shown. A message shows fewer, since Slack limits the text of all its blocks together.
 */
const maxPeople = { message: 8, modal: 40 } as const;
const maxAttached = 20;
const maxHistory = { message: 6, modal: 60 } as const;
const maxText = { message: 400, modal: 2000 } as const;

type Place = keyof typeof maxPeople;

/**
 * The modal for the requester or, without the buttons of a card, for a person with whom Box shares the request.
 *
 * @param lost why the app cannot follow the request; null: it can
 * @param deeds what people did about it from Slack
 */
export function detailsView(
  record: SignRequest,
  t: Texts,
  now = 0,
  lost: LostReason | null = null,
  deeds: readonly DeedShown[] = [],
): ModalView {
  return modal({
    callback: callbacks.details,
    title: t.details.title,
    close: t.details.close,
    metadata: { requestId: record.id },
    notifyOnClose: false,
    blocks: [
      ...detailBlocks(record, 'modal', t, now, lost, deeds),
      ...pendingBlock(record, t),
      ...actionsBlock(
        record.details.sharedAs
          ? []
          : [
              ...controlButtons(record, { t, now, lost }),
              ...(lost === null && mayHaveNews(record)
                ? [button({ action: actions.refresh, label: t.card.button.refresh, value: record.id })]
                : []),
              ...followButton(record, t),
            ],
      ),
      idsBlock(record, t, deeds),
    ],
  });
}

/** The modal with a request as Box shows it to a colleague, without buttons. @param record made from Box's answer */
export function colleagueDetailsView(record: SignRequest, t: Texts, now: number): ModalView {
  const { title, close } = t.details;
  const blocks = [...detailBlocks(record, 'modal', t, now, null, []), idsBlock({ ...record, id: '' }, t, [])];
  return modal({ callback: callbacks.sentence, title, close, metadata: {}, notifyOnClose: false, blocks });
}

/**
 * The ephemeral answer to the status command; its last line is the one to copy.
 * @param lost and `deeds`: as for `detailsView`
 */
export function statusMessage(
  record: SignRequest,
  t: Texts,
  now = 0,
  lost: LostReason | null = null,
  deeds: readonly DeedShown[] = [],
): Message {
  const state = followedLine(record, lost, t, now);
  const buttons: Button[] = [
    ...controlButtons(record, { t, now, lost }),
    ...(lost === null && mayHaveNews(record)
      ? [button({ action: actions.refreshStatus, label: t.status.refresh, value: record.id })]
      : []),
    button({ action: actions.details, label: t.status.details, value: record.id }),
    button({ action: actions.allRequests, label: t.list.all }),
  ];
  const [copy, ...blocks] = detailBlocks(record, 'message', t, now, lost, deeds).reverse();
  return message(
    [t.card.spoken(requestName(record, t), state.words), [copyLine(record, t, now)]],
    [
      ...blocks.reverse(),
      ...pendingBlock(record, t),
      ...actionsBlock(buttons),
      idsBlock(record, t, deeds),
      ...(copy ? [copy] : []),
    ],
    t,
  );
}

function detailBlocks(
  record: SignRequest,
  place: Place,
  t: Texts,
  now: number,
  lost: LostReason | null,
  deeds: readonly DeedShown[],
): KnownBlock[] {
  const state = followedLine(record, lost, t, now);
  const duplicate = duplicateLine(record, t);
  const remarks = [bouncedLine(record, t), duplicate === null ? null : [duplicate], troubleLine(record, t)];
  const people = peopleLines(record, place, t, lost ? 0 : now);
  return [
    richText([[requestTitle(record, t)], phraseLeaves([`${state.symbol} `, ...state.words], t)]),
    ...remarks.flatMap((remark) => (remark === null ? [] : [richText([phraseLeaves(remark, t)])])),
    ...titled(t.details.heading.people, people, t),
    ...attachedFiles(record, t),
    ...titled(t.details.heading.facts, factLines(record, place, t), t),
    ...titled(t.details.heading.history, historyOf(record, t, deeds).slice(-maxHistory[place]), t),
    ...titled(t.details.heading.copy, [[copyLine(record, t, now)]], t),
  ];
}

function titled(title: string, lines: readonly Phrase[], t: Texts): RichTextBlock[] {
  if (lines.length === 0) return [];
  return [richText([[titleLeaf(title, null)], ...lines.map((line) => phraseLeaves(line, t))])];
}

/** The files that signers attached, each with a link to it in Box. */
function attachedFiles(record: SignRequest, t: Texts): RichTextBlock[] {
  const lines = record.signers
    .flatMap((signer) =>
      (signer.attachments ?? []).map(({ id, name }) => [
        ...phraseLeaves([t.details.attachedBy(nameOf(signer, record, t.card.You, t))], t),
        titleLeaf(nameOr(name, id, longNameLimit), fileUrl(id)),
      ]),
    )
    .slice(0, maxAttached);
  return lines.length === 0 ? [] : [richText([[titleLeaf(t.details.heading.attached, null)], ...lines])];
}

function peopleLines(record: SignRequest, place: Place, t: Texts, now: number): Phrase[] {
  const all = personLines(record, t, now);
  const shown = all.slice(0, maxPeople[place]).map(({ line, signer }): Phrase => {
    const name = t.details.person(line.name, smallOf(signer, line.name, t));
    const seenAt = signer.decision === null && signer.hasViewed ? signer.viewedSeenAt : null;
    const reason = clean(signer.reason ?? '', maxText[place] / 4);
    return [
      `${line.status.symbol} `,
      ...t.card.line(name, line.status.words),
      ...(seenAt === null ? [] : t.details.seenBy(seenAt)),
      ...(reason === '' ? [] : t.details.reason(reason)),
    ];
  });
  const rest = all.length - shown.length;
  return rest === 0 ? shown : [...shown, [t.details.more(rest)]];
}

/** What follows a signer's name: the address, what was chosen for them, and their number in the signing order. */
function smallOf(signer: Signer, name: string, t: Texts): string[] {
  const email = shownAddress(signer.email, 100);
  return [
    ...(email === '' || name === shownAddress(signer.email, nameLimit) ? [] : [email]),
    ...choicesInWords(signer, t),
    ...(signer.order === null || signer.order < 1 ? [] : [t.details.turn(signer.order)]),
  ];
}

function factLines(record: SignRequest, place: Place, t: Texts): Phrase[] {
  const { details, form } = record;
  const { labels, fact } = t.details;
  const isOurs = details.madeIn === 'slack';
  const text = (label: string, value: string | null, most = longNameLimit) => textFact(label, value, most, t);
  return [
    ...text(
      details.moreFiles ? labels.files : labels.file,
      sourceFileNames(record, t) || (details.files[0]?.name ?? null),
      maxSources * longNameLimit,
    ),
    ...text(labels.template, details.template?.name ?? null),
    ...(isOver(record) && record.state !== 'signed' ? [] : text(labels.folder, details.folder?.name ?? null)),
    // Box gives a request without a name one of its own, which is shown only for requests created in Box.
    ...text(labels.name, isOurs ? form.name : details.name),
    ...prefilledLines(record, maxText[place], t),
    ...optionLines(record, maxText[place], t),
    ...text(labels.sender, shownAddress(details.senderEmail, 100), 210),
    fact(
      labels.made,
      say`${isOurs ? t.details.madeInSlack : t.details.madeInBox}, ${time(record.createdAt)}`,
    ),
    ...(record.observedAt === null ? [] : [fact(labels.asOf, [time(record.observedAt)])]),
  ];
}

function textFact(label: string, value: string | null, most: number, t: Texts): Phrase[] {
  const shown = clean(value ?? '', most);
  return shown === '' ? [] : [t.details.fact(label, [shown])];
}

function followButton(record: SignRequest, t: Texts): Button[] {
  if (record.details.isFollowed) return [];
  return [button({ action: actions.follow, label: t.list.follow, value: record.id })];
}
