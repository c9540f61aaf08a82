/**
 * Builds the blocks that all views and messages consist of, within Slack's limits
 * (https://docs.slack.dev/reference/block-kit). Text that people chose is cleaned by the caller or here. In blocks, it
 * stands only in plain text and rich text, which Slack does not parse. The one mrkdwn field that may hold such text is
 * a message's `text`, where it is escaped.
 */
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types';
import type { Message } from '../shapes.ts';
import { clean, escapeMrkdwn, truncate } from './clean.ts';
import type { Texts } from './texts/index.ts';
import type { Moment, Phrase } from './texts/phrase.ts';

/** Longest text of a block that Slack accepts, in UTF-16 units. */
export const textLimit = 3000;
const buttonLabelLimit = 75;
const optionLimit = 75;
/**
 * Our own limits, in UTF-16 units: for a URL (Slack allows 3,000, Box's are shorter), a name of a file or folder, a
 * shorter name in a line, and a reason.
 */
const urlLimit = 2000;
export const longNameLimit = 150;
export const nameLimit = 60;
export const reasonLimit = 300;
/**
 * Longest `text` of a message, in characters. Slack would post a longer one, but refuses an update with more than
 * 4,000.
 */
const messageTextLimit = 3000;

/** A plain text object, cut to `most` UTF-16 units. */
export function plainText(text: string, most = textLimit): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, most), emoji: false };
}

/** A section block with plain text. */
export function section(text: string, accessory?: Button): SectionBlock {
  return { type: 'section', text: plainText(text), ...(accessory && { accessory }) };
}

/** The parts of a button. */
export interface ButtonParts {
  readonly action: string;
  readonly label: string;
  /**
   * The value that Slack sends back with the press, usually the request's id. Absent where the press needs none, or the
   * view's metadata holds it.
   */
  readonly value?: string;
  /** A page that the press opens in the browser. Slack reports the press as well. */
  readonly url?: string;
  readonly isPrimary?: boolean;
  readonly confirm?: ConfirmationDialog;
  /** The label that a screen reader reads; absent: the label that is shown. */
  readonly spoken?: string;
}

/** A button, with its label cut to Slack's limit. */
export function button(parts: ButtonParts): Button {
  return {
    type: 'button',
    action_id: parts.action,
    text: plainText(parts.label, buttonLabelLimit),
    ...(parts.value !== undefined && { value: parts.value }),
    ...(parts.url !== undefined && { url: parts.url }),
    ...(parts.isPrimary === true && { style: 'primary' as const }),
    ...(parts.confirm && { confirm: parts.confirm }),
    ...(parts.spoken !== undefined && { accessibility_label: truncate(parts.spoken, buttonLabelLimit) }),
  };
}

/** An option of a menu, of radio buttons or of checkboxes, with its words cut to Slack's limit. */
export function menuOption(
  text: string,
  value: string,
  description?: string,
): PlainTextOption & { value: string } {
  return {
    text: plainText(text, optionLimit),
    value,
    ...(description !== undefined && { description: plainText(description, optionLimit) }),
  };
}

/**
 * A list with an actions block; empty when there are no elements.
 *
 * @param id the block id. It must stay the same at each redraw, so that a simultaneous press still finds its button
 * (Slack would generate a new id each time), and must differ from that of every other block.
 */
export function actionsBlock(elements: readonly (Button | Overflow)[], id = 'buttons'): ActionsBlock[] {
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: id, elements: [...elements] }];
}

/** The URL if a browser and Slack accept it, otherwise null. */
export function usableUrl(url: string | null): string | null {
  if (url === null || url.length > urlLimit) return null;
  return /^https?:\/\/[^\s\p{Cs}\p{Cc}]+$/u.test(url) && URL.canParse(url) ? url : null;
}

/** The address of a file's page in Box; null when the text cannot be a file id. */
export function fileUrl(fileId: string): string | null {
  return /^[\w-]{1,64}$/.test(fileId) ? `https://app.box.com/file/${fileId}` : null;
}

/** The address of a folder's page in Box; null when the text cannot be a folder id. */
export function folderUrl(folderId: string): string | null {
  return /^[\w-]{1,48}$/.test(folderId) ? `https://app.box.com/folder/${folderId}` : null;
}

/** A phrase as leaves of rich text; Slack shows its times in the reader's zone. */
export function phraseLeaves(phrase: Phrase, t: Texts): RichTextElement[] {
  return phrase
    .filter((part) => part !== '')
    .map((part) =>
      typeof part === 'string' ? { type: 'text', text: truncate(part, textLimit) } : dateLeaf(part, t),
    );
}

function dateLeaf(moment: Moment, t: Texts): RichTextElement {
  return {
    type: 'date',
    timestamp: Math.floor(moment.at / 1000),
    format: t.moments[moment.shownAs],
    fallback: t.clock.words(moment),
  };
}

/** A bold title, linked when there is an address. */
export function titleLeaf(text: string, url: string | null): RichTextElement {
  const style = { bold: true };
  return url === null ? { type: 'text', text, style } : { type: 'link', url, text, style };
}

/** A rich text block with a line for each list of leaves. */
export function richText(lines: readonly (readonly RichTextElement[])[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: lines
      .filter((line) => line.length > 0)
      .map((line) => ({ type: 'rich_text_section', elements: [...line] })),
  };
}

/** A context block (small print). Slack does not parse it, so it may hold text that people chose. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [plainText(text)] };
}

/**
 * A context block with small print: `words` may be text that people chose, since Slack does not parse it; `dated` are
 * our own phrases, whose times Slack shows in the reader's zone. No block when both are empty.
 */
export function datedContext(words: readonly string[], dated: readonly Phrase[], t: Texts): ContextBlock[] {
  const before = words.join(t.card.context.separator);
  const after = dated
    .map((phrase) => phrase.map((part) => dateToken(part, t)).join(''))
    .join(t.card.context.separator);
  const between = before === '' ? '' : t.card.context.separator.trimStart();
  const elements: ContextBlock['elements'] = [];
  if (before !== '') elements.push(plainText(before));
  if (after !== '') elements.push({ type: 'mrkdwn', text: `${between}${after}`, verbatim: true });
  return elements.length === 0 ? [] : [{ type: 'context', elements }];
}

function dateToken(part: string | Moment, t: Texts): string {
  if (typeof part === 'string') return escapeMrkdwn(part, textLimit);
  const fallback = escapeMrkdwn(t.clock.words(part), textLimit).replaceAll('|', '');
  return `<!date^${Math.floor(part.at / 1000)}^${t.moments[part.shownAs]}|${fallback}>`;
}

/**
 * A phrase as plain words, with times in the reader's zone.
 * @param time writes a time. Absent: the words may say "today", so they are only for what is shown for a short time
 */
export function phraseText(phrase: Phrase, t: Texts, time = t.clock.nearWords): string {
  return phrase.map((part) => (typeof part === 'string' ? part : time(part))).join('');
}

/** A message. Its `text`, for notifications and screen readers, has an escaped line for each phrase. */
export function message(lines: readonly Phrase[], blocks: KnownBlock[], t: Texts): Message {
  const text = lines
    .map((line) => phraseText(line, t, t.clock.words))
    .filter((line) => line !== '')
    .join('\n');
  return { text: escapeMrkdwn(text, messageTextLimit), blocks };
}

/** A name of a person or a thing, cleaned; `otherwise` when it has no visible characters. */
export function nameOr(text: string | null, otherwise: string, most = nameLimit): string {
  return clean(text ?? '', most) || otherwise;
}

/** The parts of a modal. */
export interface ModalParts {
  readonly callback: string;
  readonly title: string;
  readonly close: string;
  readonly submit?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Whether Slack should report when the person closes the modal. */
  readonly notifyOnClose: boolean;
  readonly blocks: KnownBlock[];
}

const modalTitleLimit = 24;

/** A modal view. */
export function modal(parts: ModalParts): ModalView {
  return {
    type: 'modal',
    callback_id: parts.callback,
    title: plainText(parts.title, modalTitleLimit),
    close: plainText(parts.close, modalTitleLimit),
    ...(parts.submit !== undefined && { submit: plainText(parts.submit, modalTitleLimit) }),
    private_metadata: JSON.stringify(parts.metadata),
    notify_on_close: parts.notifyOnClose,
    blocks: parts.blocks,
  };
}

/** The content of a view's `private_metadata`; null when it is not a JSON object, as this version writes. */
export function readMetadata(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : null;
  } catch {
    // Views of an older version may still be open; the caller treats them as unknown.
    return null;
  }
}
