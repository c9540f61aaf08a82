/**
 * The modals and messages in Slack while a person connects a Box account (the link to Box, the field for the code, the
 * result), and the modal that asks before disconnecting.
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

/** What the modal with the link to Box shows. */
export interface LinkParts {
  /** The link to Box, valid for ten minutes and one use. */
  readonly url: string;
  /** The draft of the form that opens after connecting; null: none. */
  readonly draftId: string | null;
  /** Login of the connected account, which a new connection would replace; null: none. */
  readonly login: string | null;
  /** Why an earlier link failed, as a sentence. */
  readonly why: string | null;
}

/** The modal with the link to Box. The link is valid only for the person who opened the modal. */
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
    // If a refused form waits for the connection, closing this modal posts a card.
    notifyOnClose: draftId !== null,
    blocks,
  });
}

/** The modal that asks for the code in the person's browser. @param until when (ms) the code expires */
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

/** Id of the draft whose form opens after connecting; null when there is none, or the metadata is not ours. */
export function readWaitingDraft(privateMetadata: string): string | null {
  const draftId = readMetadata(privateMetadata)?.['draftId'];
  return typeof draftId === 'string' ? draftId : null;
}

/** The code that was typed into the modal. */
export function readCode(values: ViewState): string {
  return values[codeId]?.[codeId]?.value ?? '';
}

/** An error at the field for the code. */
export function codeError(sentence: string): Record<string, string> {
  return { [codeId]: sentence };
}

/** The message that asks for the code, for a person who has no modal open. @param until when (ms) the code expires. */
export function codeMessage(until: number, t: Texts): Message {
  const type = button({ action: actions.typeCode, label: t.connect.codeButton, isPrimary: true });
  const ask = t.connect.codeAsk(until);
  return message([ask], [richText([phraseLeaves(ask, t)]), ...actionsBlock([type])], t);
}

/**
 * The message that replaces the one that asked for the code, after the code was typed. A separate message names the
 * connected account.
 *
 * @param at when the code was typed (ms)
 */
export function codeTypedMessage(at: number, t: Texts): Message {
  const typed = t.connect.codeTyped(at);
  return message([typed], [richText([phraseLeaves(typed, t)])], t);
}

/** The modal after connecting: names the Box account that is used from now on. @param others as for `connectedWords` */
export function connectedView(login: string, others: number, t: Texts): ModalView {
  return connectionSentenceView(phraseText(connectedWords(login, others, t, null), t), t);
}

/** A modal with one sentence about the connection. */
export function connectionSentenceView(sentence: string, t: Texts): ModalView {
  return sentenceView(sentence, t, t.connect.title);
}

/**
 * The sentence that names the connected account.
 *
 * @param others how many open requests were sent from another account
 * @param at when the account was connected (ms), for a message that stays; null: no time, for a modal that is shown now
 */
function connectedWords(login: string, others: number, t: Texts, at: number | null): Phrase {
  const said = t.connect.connected(shownAddress(login, longestLogin), at);
  return others === 0 ? said : [...said, ` ${t.connect.otherAccount(others)}`];
}

/** A form that can be opened again. */
export interface WaitingForm {
  /** Id of the form's draft. */
  readonly id: string;
  /** Until when (ms) the draft is kept. */
  readonly keptUntil: number;
}

/**
 * The message after connecting: names the Box account, and has a button to open the form again if there is a draft. The
 * message gives the time of connecting, because it can still be read when the connection has ended.
 */
export function connectedMessage(
  { login, since }: { readonly login: string; readonly since: number },
  draft: WaitingForm | null,
  others: number,
  t: Texts,
): Message {
  const words = connectedWords(login, others, t, since);
  if (draft === null) return message([words], [richText([phraseLeaves(words, t)])], t);
  const waits = [...words, ' ', ...t.connect.formWaits(draft.keptUntil)];
  const open = button({
    action: actions.openFormAgain,
    label: t.connect.openForm,
    value: draft.id,
    isPrimary: true,
  });
  return message([waits], [richText([phraseLeaves(waits, t)]), ...actionsBlock([open])], t);
}

/**
 * The modal that asks before disconnecting: says what happens to open requests.
 *
 * @param openAtBox how many of the person's requests are open in Box
 * @param waiting how many people still have to sign with links that need this connection
 */
export function disconnectView(login: string, openAtBox: number, waiting: number, t: Texts): ModalView {
  const says = t.connect;
  return modal({
    callback: callbacks.disconnect,
    title: says.disconnectTitle,
    submit: says.disconnectSubmit,
    close: says.disconnectClose,
    metadata: {},
    notifyOnClose: false,
    blocks: [
      section(says.disconnectSays(shownAddress(login, longestLogin), openAtBox)),
      ...(waiting === 0 ? [] : [section(says.signersStranded(waiting))]),
    ],
  });
}

/**
 * A sentence with the button Connect Box.
 *
 * @param draftId the draft of the form that opens after connecting; null: none
 */
export function connectMessage(sentence: string, t: Texts, draftId: string | null = null): Message {
  const connect = button({
    action: actions.connect,
    label: t.connect.connect,
    isPrimary: true,
    ...(draftId === null ? {} : { value: draftId }),
  });
  return message([[sentence]], [section(sentence), ...actionsBlock([connect])], t);
}
