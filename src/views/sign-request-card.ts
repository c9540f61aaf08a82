/** The card: one message that shows one sign request, always drawn in full from the record. */

import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Message } from '../shapes.ts';
import { awaitedSigners } from '../signing/observe.ts';
import type { ActionFailure } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { namesGiven } from '../signing/sources.ts';
import { hasSignedFiles, isOver, resendPossibleAt, statusTable } from '../signing/status.ts';
import { shownAddress } from './address.ts';
import {
  datedContext,
  fileUrl,
  longNameLimit,
  message,
  nameLimit,
  nameOr,
  phraseLeaves,
  richText,
  titleLeaf,
  usableUrl,
} from './blocks.ts';
import { controlBlocks, nextReminderAt } from './card-controls.ts';
import { forwardsOf, personLines } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean } from './clean.ts';
import { withMoreFiles } from './source-files.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase, PhraseWithSymbol } from './texts/phrase.ts';

/** Up to this many people have a line each. If there are more, only the first `linesOfMany` have one. */
const maxLines = 10;
const linesOfMany = 6;
const maxForwards = 3;

/** Length of the longest possible email address, in characters. */
const addressLimit = 254;

/**
 * Why the app can no longer follow a request: its requester has no Box connection (`cut`), or has connected an account
 * to which Box does not show the request (`other_account`).
 */
export type LostReason = 'cut' | 'other_account';

/** What the card shows besides the record. */
export interface CardContext {
  readonly t: Texts;
  /** The current time (ms): a reminder is offered only once Box would accept it. */
  readonly now: number;
  /** Whether a press is being handled. The card then says so instead of showing buttons. */
  readonly isBusy?: boolean;
  /** Why the app can no longer follow the request, which continues in Box; null: it can. */
  readonly lost?: LostReason | null;
  /** Whether signed files may be copied to Slack: the scope was granted, and the admins allow it. */
  readonly canCopy?: boolean;
  /** Whether the card may be shared in channels, or is shared and can be withdrawn. */
  readonly canShare?: boolean;
}

/** The card of a request in any state, for its requester. */
export function signRequestCard(record: SignRequest, drawn: CardContext): Message {
  const { t } = drawn;
  const state = followedLine(record, drawn.lost ?? null, t, drawn.now);
  // While the app cannot follow the request, no line asks if an address is right: the signer may have opened it.
  const people = peopleLines(record, t, drawn.lost ? 0 : drawn.now);
  const forwards = forwardsOf(record, t)
    .slice(-maxForwards)
    .map(({ from, to }) => t.card.forwarded(from, to));
  const duplicate = duplicateLine(record, t);
  const bounce = bouncedLine(record, t);
  const trouble = troubleLine(record, t);
  const facts = factsOf(record, drawn);
  const blocks: KnownBlock[] = [
    richText([[requestTitle(record, t)]]),
    richText([phraseLeaves([`${state.symbol} `, ...state.words], t)]),
    ...(people.shown.length > 0 ? [richText(people.shown)] : []),
    ...(bounce === null ? [] : [richText([phraseLeaves(bounce, t)])]),
    ...(forwards.length > 0 ? [richText(forwards.map((line) => phraseLeaves([line], t)))] : []),
    ...(duplicate === null ? [] : [richText([phraseLeaves([duplicate], t)])]),
    ...(trouble === null ? [] : [richText([phraseLeaves(trouble, t)])]),
    ...datedContext(facts.words, facts.dated, t),
    ...controlBlocks(record, drawn),
  ];
  const small: readonly Phrase[] = [...facts.words.map((word) => [word]), ...facts.dated];
  return message(
    [
      t.card.spoken(requestName(record, t), state.words),
      ...people.spoken,
      bounce ?? [],
      ...forwards.map((line) => [line]),
      duplicate === null ? [] : [duplicate],
      trouble ?? [],
      small.flatMap((phrase, index) => (index === 0 ? phrase : [t.card.context.separator, ...phrase])),
    ],
    blocks,
    t,
  );
}

/** Where the request stands or, while the app cannot follow it, when Box last answered. */
export function followedLine(
  record: SignRequest,
  lost: LostReason | null,
  t: Texts,
  now: number,
): PhraseWithSymbol {
  if (lost === null) return statusLine(record, t, now);
  const sender = lost === 'cut' ? null : shownAddress(record.details.senderEmail, addressLimit);
  return { symbol: '🔌', words: t.connect.lost(record.observedAt, sender) };
}

/**
 * The request's name: the one from the form, else that of its file or template, else Box's. Before any is known, what
 * was given as the document.
 */
export function requestName(record: SignRequest, t: Texts): string {
  const { file, moreFiles = [] } = record.details;
  const known = [
    record.form.name,
    file && withMoreFiles(file.name, moreFiles.length, t),
    record.details.template?.name,
    record.details.name,
    record.details.files[0]?.name,
  ];
  const name = known.map((text) => clean(text ?? '', longNameLimit)).find((text) => text !== '');
  if (name !== undefined) return name;
  const [first = '', ...more] = namesGiven(record.form);
  const typed = clean(first, longNameLimit / 2);
  return typed === '' ? t.card.unnamed : t.card.unnamedAs(withMoreFiles(typed, more.length, t));
}

/**
 * The request's name, as a link to the signed file or, before there is one, to the source file in Box if it is known.
 */
export function requestTitle(record: SignRequest, t: Texts): RichTextElement {
  const { sharedLink, files } = record.details;
  const signed = hasSignedFiles(record) ? files[0] : undefined;
  if (signed) return titleLeaf(requestName(record, t), fileUrl(signed.id));
  const { file, template } = record.details;
  // For a template, the document that Box made for this request.
  const shown = file ?? (template ? files[0] : null);
  const url = usableUrl(sharedLink) ?? (shown ? fileUrl(shown.id) : null);
  return titleLeaf(requestName(record, t), url);
}

/** The people's lines, as shown and as read aloud. With more than `maxLines` people, the last line counts the rest. */
function peopleLines(
  record: SignRequest,
  t: Texts,
  now: number,
): { shown: RichTextElement[][]; spoken: Phrase[] } {
  const all = personLines(record, t, now);
  const own = all.length > maxLines ? all.slice(0, linesOfMany) : all;
  const rest = all.slice(own.length);
  const shown = own.map(({ line }) =>
    phraseLeaves([`${line.status.symbol} `, ...t.card.line(line.name, line.status.words)], t),
  );
  const spoken = own.map(({ line }) => t.card.spoken(line.name, line.status.words));
  if (rest.length === 0) return { shown, spoken };
  const more = t.card.more(rest.length, rest.filter(({ signer }) => signer.decision === 'signed').length);
  return { shown: [...shown, phraseLeaves([more], t)], spoken: [...spoken, [more]] };
}

/** The line about a second request in Box with our id, which the person should cancel there; null: there is none. */
export function duplicateLine(record: SignRequest, t: Texts): string | null {
  const id = record.details.duplicateBoxId;
  return id === null ? null : t.card.duplicate(clean(id, nameLimit));
}

/** The line about a bounced mail, with the awaited signers whose mail it may have been; null: there is none. */
export function bouncedLine(record: SignRequest, t: Texts): Phrase | null {
  const emails = record.details.bounced?.emails ?? [];
  const waiting = awaitedSigners(record).flatMap(({ email }) => email ?? []);
  const who = emails.filter((email) => waiting.includes(email));
  if (who.length === 0 || isOver(record)) return null;
  return t.card.bounced(who.map((email) => clean(email, addressLimit)));
}

/** The line that says why the last resend or cancel failed; null: it did not, or the request has ended since. */
export function troubleLine(record: SignRequest, t: Texts): Phrase | null {
  const { trouble } = record.details;
  if (trouble === null || isPast(trouble, record)) return null;
  // Box has answered since then, and the request still continues, so the cancel had no effect.
  const isKnown =
    trouble.verb === 'cancel' && trouble.code === 'unknown' && (record.observedAt ?? 0) > trouble.at;
  const told: ActionFailure = isKnown ? { ...trouble, code: 'unreachable' } : trouble;
  return t.actions.trouble(told, resendPossibleAt(record), Boolean(record.details.sharedAs));
}

/** Whether the failure no longer matters: the request has ended since, or the person is connected again. */
function isPast({ code, at }: ActionFailure, record: SignRequest): boolean {
  if (code === 'not_connected' && (record.observedAt ?? 0) > at) return true;
  return code !== 'over' && statusTable[record.state].isFinal;
}

function factsOf(record: SignRequest, { t, now, lost }: CardContext): { words: string[]; dated: Phrase[] } {
  const { folder, expiresAt, remindedAt } = record.details;
  const shortId = nameOr(record.shortId, '');
  const hasEnded = isOver(record);
  const isThere = hasSignedFiles(record);
  // A request that ended without being signed has no signed copy, and a copy that Box no longer has is in no folder.
  const hasCopy = !hasEnded || isThere || (record.state === 'signed' && !record.details.goneAt);
  const folderName = hasCopy ? nameOr(folder?.name ?? null, '', longNameLimit) : '';
  // No reminder can be sent while the app cannot follow the request.
  const againAt = lost ? null : nextReminderAt(record, now);
  return {
    words: [
      ...(shortId === '' ? [] : [shortId]),
      ...(folderName === '' ? [] : [t.card.context.signedCopy(folderName, isThere)]),
    ],
    dated: [
      ...(expiresAt === null || hasEnded ? [] : [t.card.context.expires(expiresAt)]),
      ...(record.observedAt === null ? [] : [t.card.context.asOf(record.observedAt)]),
      ...(remindedAt === null || hasEnded ? [] : [t.actions.reminded(remindedAt)]),
      ...(againAt === null ? [] : [t.actions.againFrom(againAt)]),
    ],
  };
}
