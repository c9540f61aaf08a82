/**
 * Parses Slack's message markup into data: the components that draw it make text of it, never HTML.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import { emojiNamed } from './emoji.ts';

/** A piece of a line: text, formatted text, a link, a mention and so on. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  | { readonly kind: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly format: string;
      readonly url: string;
      readonly fallback: string;
    }
  | { readonly kind: 'break' };

/** A part of a text: a paragraph, a quote, or preformatted text. */
export interface Part {
  readonly kind: 'paragraph' | 'quote' | 'pre';
  readonly children: readonly Inline[];
}

/** The text with the three entities that Slack knows decoded, once. */
export function decoded(text: string): string {
  const known: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };
  return text.replace(/&(amp|lt|gt);/g, (_whole, name: string) => known[name] ?? '');
}

/** Splits a text into its paragraphs, quotes and preformatted parts. */
export function parseMrkdwn(markup: string): Part[] {
  return markup.split(/```([\s\S]+?)```/).flatMap((piece, index): Part[] => {
    if (index % 2 === 1) return [{ kind: 'pre', children: preformattedInlines(piece.replace(/^\n/, '')) }];
    // Line breaks next to a preformatted part belong to that part.
    const trimmed = piece.replace(index > 0 ? /^\n/ : /^$/, '').replace(/\n$/, '');
    return trimmed === '' ? [] : quotesAndParagraphs(trimmed);
  });
}

function quotesAndParagraphs(text: string): Part[] {
  const parts: { kind: Part['kind']; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'paragraph';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(quoted?.[1] ?? line);
    else parts.push({ kind, lines: [quoted?.[1] ?? line] });
  }
  return parts.map(({ kind, lines }) => ({ kind, children: linesOf(lines) }));
}

function linesOf(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' as const }] : []),
    ...inlinesOf(line, ''),
  ]);
}

/** Parses preformatted text: what stands in angle brackets, such as a link, is markup; everything else is unchanged. */
function preformattedInlines(text: string): Inline[] {
  return text.split(/<([^<>\n]+)>/).flatMap((piece, index): Inline[] => {
    if (index % 2 === 1) return [tokenOf(piece)];
    return piece === '' ? [] : [{ kind: 'text', text: decoded(piece) }];
  });
}

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Mark = keyof typeof marks;

function isMark(sign: string): sign is Mark {
  return Object.hasOwn(marks, sign);
}

/** What was parsed at a position in a line, and how long it is. */
interface Found {
  readonly inline: Inline;
  readonly length: number;
}

/** Parses one line. `open` holds the marks that surround it; they do not start again inside. */
function inlinesOf(line: string, open: string): Inline[] {
  const found: Inline[] = [];
  let text = '';
  const endText = (): void => {
    if (text !== '') found.push({ kind: 'text', text: decoded(text) });
    text = '';
  };
  for (let at = 0; at < line.length; ) {
    const next = markupAt(line, at, open);
    if (next === null) {
      text += line[at];
      at += 1;
      continue;
    }
    endText();
    found.push(next.inline);
    at += next.length;
  }
  endText();
  return found;
}

/** The markup that starts at this position; null: none. */
function markupAt(line: string, at: number, open: string): Found | null {
  const sign = line[at] ?? '';
  if (sign === '<') return parsedAt(/<([^<>]+)>/y, line, at, ([, inner = '']) => tokenOf(inner));
  if (sign === '`') {
    return parsedAt(/`([^`]+)`/y, line, at, ([, inner = '']) => ({ kind: 'code', text: decoded(inner) }));
  }
  if (sign === ':') return emojiAt(line, at);
  if (sign === 'h' && !isWord(line[at - 1])) {
    return parsedAt(/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~]/y, line, at, ([whole]) => {
      return { kind: 'link', url: decoded(whole), text: decoded(whole) };
    });
  }
  return isMark(sign) && !open.includes(sign) ? markedAt(line, at, sign, open) : null;
}

function parsedAt(
  pattern: RegExp,
  line: string,
  at: number,
  make: (match: RegExpExecArray) => Inline,
): Found | null {
  pattern.lastIndex = at;
  const match = pattern.exec(line);
  return match === null ? null : { inline: make(match), length: match[0].length };
}

function emojiAt(line: string, at: number): Found | null {
  const name = /^:([a-z0-9_+'-]+):/.exec(line.slice(at, at + 60))?.[1];
  const sign = name === undefined ? null : emojiNamed(name);
  return sign === null || name === undefined
    ? null
    : { inline: { kind: 'text', text: sign }, length: name.length + 2 };
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

/** Text between two marks. Marks count only around words: `2*3*4` and `snake_case_name` stay as they are. */
function markedAt(line: string, at: number, mark: Mark, open: string): Found | null {
  if (isWord(line[at - 1]) || /^\s?$/.test(line[at + 1] ?? '') || line[at + 1] === mark) return null;
  const end = closingAt(line, at + 1, mark);
  if (end === null) return null;
  const children = inlinesOf(line.slice(at + 1, end), open + mark);
  return { inline: { kind: marks[mark], children }, length: end + 1 - at };
}

function closingAt(line: string, from: number, mark: Mark): number | null {
  for (let at = from; at < line.length; at += 1) {
    const skipped = /^(<[^<>]+>|`[^`]+`)/.exec(line[at] === '<' || line[at] === '`' ? line.slice(at) : '');
    if (skipped) at += skipped[0].length - 1;
    else if (line[at] === mark && !/\s/.test(line[at - 1] ?? '') && !isWord(line[at + 1])) return at;
  }
  return null;
}

/** Parses the content of angle brackets. */
function tokenOf(inner: string): Inline {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : decoded(inner.slice(bar + 1));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) return specialToken(target.slice(1), label);
  const url = decoded(target);
  return { kind: 'link', url, text: label || url.replace(/^mailto:/, '') };
}

function specialToken(target: string, label: string): Inline {
  const [name = '', ...rest] = target.split('^');
  if (name === 'date') {
    const [seconds = '', format = '', url = ''] = rest;
    return {
      kind: 'date',
      seconds: Number(seconds),
      format: decoded(format),
      url: decoded(url),
      fallback: label,
    };
  }
  if (name === 'subteam') return { kind: 'usergroup', id: rest[0] ?? '', label };
  if (['here', 'channel', 'everyone'].includes(name)) return { kind: 'broadcast', range: name };
  return { kind: 'text', text: label || `<${target}>` };
}
