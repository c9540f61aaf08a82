/** A catalogue of texts for tests: the English one with marks around each text, about 40 % longer. */
import { en } from '../../../src/views/texts/en.ts';
import { type Catalogue, type Texts, textsOf } from '../../../src/views/texts/index.ts';

/** Whether a text is a locale, which is not marked: browsers and `Intl` read it. */
const isLocale = (text: string) => /^[a-z]{2}(-[A-Z]{2})?$/.test(text);

const padding = 'áéíóúüñçßøåæœžšč';

/** The text between marks. Emoji and separators are the same in every language, and get none. */
function marked(text: string): string {
  if (isLocale(text) || !/\p{L}|(?!·)\p{P}/u.test(text)) return text;
  const more = Math.ceil(text.length * 0.4) - 3;
  const longer = padding.repeat(Math.ceil(Math.max(1, more) / padding.length)).slice(0, Math.max(1, more));
  // Ellipses are replaced, so that an ellipsis in the result shows where a builder has cut a text.
  return `«${text.replaceAll('…', '...')} ${longer}»`;
}

function inMarks(value: unknown): unknown {
  if (typeof value === 'string') return marked(value);
  if (typeof value === 'function') return (...given: unknown[]) => inMarks(value(...given));
  if (Array.isArray(value)) return value.map(inMarks);
  if (typeof value !== 'object' || value === null || 'shownAs' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inMarks(part)]));
}

/** The texts of the marked catalogue. */
export function pseudoTexts(locale: string, timeZone: string, now: number): Texts {
  const t = textsOf({ ...(inMarks(en) as Catalogue), locale: 'de' }, locale, timeZone, () => now);
  const { words, nearWords } = t.clock;
  return { ...t, clock: { words: (at) => `«${words(at)}»`, nearWords: (at) => `«${nearWords(at)}»` } };
}

/** Every text in a view, message, menu or page that a person sees or a screen reader reads out. */
export function textsShownIn(drawn: unknown): string[] {
  if (typeof drawn === 'string') return drawn.startsWith('<!doctype') ? [ofPage(drawn)] : [];
  if (Array.isArray(drawn)) return drawn.flatMap(textsShownIn);
  if (typeof drawn !== 'object' || drawn === null) return [];
  const { type, text, elements, accessibility_label, alt_text, ...rest } = drawn as Record<string, unknown>;
  const own = [text, accessibility_label, alt_text].filter((one) => typeof one === 'string');
  if (type === 'rich_text_section') return [(elements as unknown[]).map(leaf).join('')];
  const below = [text, elements, ...Object.values(rest)].filter((one) => typeof one === 'object');
  return [...own, ...below.flatMap(textsShownIn)].map(withoutTokens);
}

function leaf(part: unknown): string {
  const { type, text, fallback } = part as { type: string; text?: string; fallback?: string };
  return type === 'date' ? (fallback ?? '') : (text ?? '');
}

/** mrkdwn as Slack shows it: a date in words, a mention without its id. */
function withoutTokens(text: string): string {
  return unescaped(text.replace(/<!date\^[^|<>]*\|([^<>]*)>/g, '$1').replace(/<#\w+>/g, ''));
}

function ofPage(html: string): string {
  return unescaped(html.replace(/<style>.*<\/style>/s, '').replace(/<[^>]*>/g, '\n'));
}

const characters = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" } as const;
function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#39);/g, (_all, name: keyof typeof characters) => characters[name]);
}

/** The parts of a text that are outside of marks. A text that was cut has no closing marks. */
export function outsideMarks(text: string): string {
  let depth = 0;
  let left = '';
  for (const point of text) {
    if (point === '«') depth += 1;
    else if (point === '»') depth = Math.max(0, depth - 1);
    else if (point === '…') depth = 0;
    else if (depth === 0) left += point;
  }
  return left;
}
