/**
 * Slack's message markup: what a person reads of it, and whom it mentions.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import type { JsonObject } from './json.ts';
import { isObject, textAt } from './json.ts';
import type { SlackState } from './state.ts';

/** A pattern for markup in angle brackets, such as `<@U123>` or a link. */
const MARKUP_TOKEN = /<([^<>]+)>/g;

/** mrkdwn as a person reads it: names instead of ids, bold and the like without their marks, entities decoded once. */
export function readable(markup: string, state: SlackState): string {
  const resolved = markup.replace(MARKUP_TOKEN, (_whole, inner: string) => tokenText(inner, state));
  return decoded(withoutMarks(resolved));
}

/** Decodes the three entities Slack knows, once. */
export function decoded(text: string): string {
  return text.replace(
    /&(amp|lt|gt);/g,
    (_whole, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '',
  );
}

/** Encodes the three characters that would be markup. */
export function encoded(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The text of a token in angle brackets, as a person reads it. */
function tokenText(inner: string, state: SlackState): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@${state.users[target.slice(1)]?.handle ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${state.channels[target.slice(1)]?.name ?? label}`;
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!')) return label || `@${target.slice(1).split('^')[0]}`;
  return label || target;
}

function withoutMarks(text: string): string {
  return text.replace(/(?<![\w*_~`])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w*_~`])/g, '$2');
}

/**
 * Ids of the people whom a message notifies; `@here`, `@channel`, `@everyone` and `@subteam` stand for groups. mrkdwn
 * is searched before decoding, so escaped text mentions nobody. Text objects of type `plain_text` mention nobody.
 */
export function mentioned(text: string, blocks: readonly JsonObject[] | null): string[] {
  return [...new Set([...mentionsInMarkup(text), ...mentionsInBlocks(blocks ?? [])])];
}

function mentionsInMarkup(markup: string): string[] {
  return [...markup.matchAll(MARKUP_TOKEN)].flatMap((match) => {
    const inner = match[1] ?? '';
    if (/^@[UW]/.test(inner)) return [inner.slice(1).split('|')[0] ?? ''];
    const group = /^!(here|channel|everyone|subteam)/.exec(inner);
    return group ? [`@${group[1]}`] : [];
  });
}

function mentionsInBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mentionsInBlocks);
  if (!isObject(value)) return [];
  if (value['type'] === 'mrkdwn') return mentionsInMarkup(textAt(value, 'text'));
  if (value['type'] === 'user') return [textAt(value, 'user_id')];
  if (value['type'] === 'broadcast') return [`@${textAt(value, 'range')}`];
  return Object.values(value).flatMap(mentionsInBlocks);
}

/**
 * The links that a crawler would follow: in markup (also bare ones), and in rich text. Buttons are left out.
 */
export function linksIn(text: string, blocks: readonly JsonObject[] | null): string[] {
  return [...new Set([...bareLinks(text), ...blockLinks(blocks ?? [])])];
}

function bareLinks(markup: string): string[] {
  return [...markup.matchAll(/https?:\/\/[^\s<>|]+/g)].map((match) => decoded(match[0]));
}

function blockLinks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(blockLinks);
  if (!isObject(value)) return [];
  if (value['type'] === 'mrkdwn') return bareLinks(textAt(value, 'text'));
  if (value['type'] === 'link') return [textAt(value, 'url')];
  return Object.values(value).flatMap(blockLinks);
}

/**
 * A message as Slack stores it when it is sent from a composer: typed people, channels and links become tokens, and
 * other typed characters are markup only for bold and the like.
 */
export function typedMarkup(text: string, state: SlackState): string {
  return text
    .split(/(\s+)/)
    .map((word) => typedWord(word, state))
    .join('');
}

/**
 * A command's text for an app whose command has `should_escape`: people, channels, links and email addresses become
 * tokens, the rest is encoded.
 */
export function escapedCommandText(text: string, state: SlackState): string {
  return text
    .split(/(\s+)/)
    .map((word) => escapedWord(word, state))
    .join('');
}

/** A pattern for typed tokens; anything else in angle brackets is sent as plain characters. */
const TYPED_TOKEN = /^<(?:[@#!]|https?:|mailto:)[^<>]+>$/;

function escapedWord(word: string, state: SlackState): string {
  return TYPED_TOKEN.test(word) ? word : typedWord(word, state);
}

function typedWord(word: string, state: SlackState): string {
  const user = word.startsWith('@') && Object.values(state.users).find((one) => one.handle === word.slice(1));
  if (user) return `<@${user.id}>`;
  const channel =
    word.startsWith('#') && Object.values(state.channels).find((one) => one.name === word.slice(1));
  if (channel) return `<#${channel.id}|${channel.name}>`;
  if (/^https?:\/\/\S+$/.test(word)) return `<${encoded(word)}>`;
  const address = /^([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+)([,;.]*)$/.exec(word);
  if (address) return `<mailto:${address[1]}|${address[1]}>${address[2]}`;
  return encoded(word);
}
