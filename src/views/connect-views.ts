/**
 * What people see in Slack of their Box connection: the link, the code, the end of both, and the question before
 * disconnecting.
 */

import type { KnownBlock, ModalView } from '@slack/types';
import type { Message, ViewState } from '../shapes.ts';
import { actions, callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  context,
  message,
  modal,
  phraseLeaves,
  phraseText,
  readMetadata,
  richText,
  section,
} from './blocks.ts';
import { textInput } from './inputs.ts';
import { sentenceView } from './sentence.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

const codeId = 'code';
const longestLogin = 254;

export interface LinkParts {
  /** Valid for ten minutes and one use. */
  readonly url: string;
  /** The form that waits behind it; null: none. */
  readonly draftId: string | null;
  /** The account that would be replaced. */
  readonly login: string | null;
  /** Why an earlier link failed, as a sentence. */
  readonly why: string | null;
}

/** The link to Box, for the person whose modal this is. */
export function connectView({ url, draftId, login, why }: LinkParts, t: Texts): ModalView {
  const says = t.connect;
  const blocks: KnownBlock[] = [
    ...(why === null ? [] : [section(why)]),
    section(login === null ? says.link(draftId !== null) : says.already(shownAddress(login, longestLogin))),
    ...actionsBlock([
      button({ action: actions.goToBox, label: says.goToBox, url, isPrimary: true }),
      ...(draftId === null ? [] : [button({ action: actions.backToForm, label: says.backToForm })]),
    ]),
    context(says.linkHint),
  ];
  return modal({
    callback: callbacks.connect,
    title: says.linkTitle,
    close: t.form.close,
    metadata: draftId === null ? {} : { draftId },
    // A form that had come back for correction leaves a card when it is closed.
    notifyOnClose: draftId !== null,
    blocks,
  });
}

/** Asks for the code that the person's browser shows. @param until when (ms) it expires. */
export function codeView(draftId: string | null, until: number, t: Texts): ModalView {
  const says = t.connect;
  return modal({
    callback: callbacks.code,
    title: says.codeTitle,
    submit: says.codeSubmit,
    close: t.form.close,
    metadata: draftId === null ? {} : { draftId },
    notifyOnClose: draftId !== null,
    blocks: [
      richText([phraseLeaves(says.codeAsk(until), t)]),
      textInput(codeId, says.codeLabel, '', {
        most: 20,
        isRequired: true,
        placeholder: says.codePlaceholder,
      }),
    ],
  });
}

/** The draft that waits behind such a modal; null when none does, or the metadata is not ours. */
export function readWaitingDraft(privateMetadata: string): string | null {
  const draftId = readMetadata(privateMetadata)?.['draftId'];
  return typeof draftId === 'string' ? draftId : null;
}

/** The typed code. */
export function readCode(values: ViewState): string {
  return values[codeId]?.[codeId]?.value ?? '';
}

/** A sentence at the code's field. */
export function codeError(sentence: string): Record<string, string> {
  return { [codeId]: sentence };
}

/** The message where no modal is open: access was approved in Box, and a code is expected. */
export function codeMessage(until: number, t: Texts): Message {
  const type = button({ action: actions.typeCode, label: t.connect.codeButton, isPrimary: true });
  const ask = t.connect.codeAsk(until);
  return message([ask], [richText([phraseLeaves(ask, t)]), ...actionsBlock([type])], t);
}

/** Replaces that message, when another says as whom the person is connected. @param at when it was typed (ms). */
export function codeTypedMessage(at: number, t: Texts): Message {
  const typed = t.connect.codeTyped(at);
  return message([typed], [richText([phraseLeaves(typed, t)])], t);
}

/** As whom the person works from now on. */
export function connectedView(login: string, others: number, t: Texts): ModalView {
  return aboutBoxView(phraseText(connectedWords(login, others, t, null), t), t);
}

/** One sentence about the connection. */
export function aboutBoxView(sentence: string, t: Texts): ModalView {
  return sentenceView(sentence, t, t.connect.title);
}

/** @param others open requests that were sent as another account. @param at when (ms); null: just now, so it is seen immediately. */
function connectedWords(login: string, others: number, t: Texts, at: number | null): Phrase {
  const said = t.connect.connected(shownAddress(login, longestLogin), at);
  return others === 0 ? said : [...said, ` ${t.connect.otherAccount(others)}`];
}

/**
 * As whom the person works from now on, with the form that waits. It stays to be read when that has ended: it says when
 * it was.
 */
export function connectedMessage(
  { login, since }: { readonly login: string; readonly since: number },
  draftId: string | null,
  others: number,
  t: Texts,
): Message {
  const words = connectedWords(login, others, t, since);
  if (draftId === null) return message([words], [richText([phraseLeaves(words, t)])], t);
  const waits = [...words, ` ${t.connect.formWaits}`];
  const open = button({
    action: actions.openFormAgain,
    label: t.connect.openForm,
    value: draftId,
    isPrimary: true,
  });
  return message([waits], [richText([phraseLeaves(waits, t)]), ...actionsBlock([open])], t);
}

/** Asks before disconnecting: says what happens to open requests. */
export function disconnectView(login: string, openAtBox: number, t: Texts): ModalView {
  const says = t.connect;
  return modal({
    callback: callbacks.disconnect,
    title: says.disconnectTitle,
    submit: says.disconnectSubmit,
    close: says.disconnectClose,
    metadata: {},
    notifyOnClose: false,
    blocks: [section(says.disconnectSays(shownAddress(login, longestLogin), openAtBox))],
  });
}

/** A sentence with the way to connect. @param draftId the form that waits behind it; null: none. */
export function connectMessage(sentence: string, t: Texts, draftId: string | null = null): Message {
  const connect = button({
    action: actions.connect,
    label: t.connect.connect,
    isPrimary: true,
    ...(draftId === null ? {} : { value: draftId }),
  });
  return message([[sentence]], [section(sentence), ...actionsBlock([connect])], t);
}
