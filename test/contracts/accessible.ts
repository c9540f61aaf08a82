/**
 * Finds what a person who uses a screen reader, or cannot tell emoji and colours apart, would miss in a message or a
 * view.
 */
type Json = Readonly<Record<string, unknown>>;

/** A message or a view whose accessibility is checked. `text` is null for a view, which has none. */
export interface Surface {
  readonly text: string | null;
  readonly blocks: readonly unknown[];
}

/** The accessibility barriers of a message or view, described in a line each. */
export function barriersIn({ text, blocks }: Surface): string[] {
  const parts = blocks.filter(isObject);
  return [
    ...(text === null ? [] : silentText(text, parts)),
    ...parts.flatMap(wordless),
    ...ambiguousButtons(parts),
    ...emptyHeadings(parts),
  ];
}

/**
 * Problems of a message's text. Notifications and screen readers get only the text, so it must contain the first line
 * of the blocks.
 */
function silentText(text: string, blocks: readonly Json[]): string[] {
  const [main = ''] = blocks.flatMap(linesOf).map(lettersAndDigits).filter(Boolean);
  const said = lettersAndDigits(withoutTokens(text));
  if (said === '') return ['a message has no text'];
  return said.includes(main) ? [] : [`the text of a message leaves out: ${main}`];
}

/**
 * Finds lines with emoji but no words, buttons and options without words in their label, and images without alt text.
 */
function wordless(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordless);
  if (!isObject(value)) return [];
  const { type } = value;
  const below = Object.values(value).flatMap(wordless);
  if (type === 'image')
    return [...(hasWords(textAt(value, 'alt_text')) ? [] : ['an image without alt_text']), ...below];
  const own =
    type === 'rich_text_section' ? [richLine(value)] : isText(value) ? textAt(value, 'text').split('\n') : [];
  const emoji = own.filter((line) => /\p{Extended_Pictographic}/u.test(line) && !hasWords(line));
  const pressed = [value, ...listAt(value, 'options')].filter(
    (one) => one['type'] === 'button' || 'value' in one,
  );
  const silent = pressed.filter((one) => isObject(one['text']) && !hasWords(labelOf(one)));
  return [
    ...emoji.map((line) => `says something by emoji alone: ${line}`),
    ...silent.map((one) => `has no words on it: ${JSON.stringify(one)}`),
    ...below,
  ];
}

/**
 * Finds buttons that do different things and sound alike, unless they stand beside the same words and so look alike
 * too. Also finds buttons whose label for screen readers does not begin with the visible label.
 */
function ambiguousButtons(blocks: readonly Json[]): string[] {
  const targets = new Map<string, { readonly target: string; readonly beside: string }>();
  const buttons = blocks.flatMap((block) => {
    const beside = linesOf(block).join('\n');
    return buttonsIn(block).map((button) => ({ button, beside }));
  });
  return buttons.flatMap(({ button, beside }) => {
    const label = labelOf(button);
    const spoken = textAt(button, 'accessibility_label') || label;
    const target = JSON.stringify([button['action_id'], button['value'], button['url']]);
    const other = targets.get(spoken) ?? { target, beside };
    targets.set(spoken, other);
    const isAmbiguous = other.target !== target && (beside === '' || other.beside !== beside);
    return [
      ...(isAmbiguous ? [`two buttons sound alike: ${spoken}`] : []),
      ...(lettersAndDigits(spoken).startsWith(lettersAndDigits(label))
        ? []
        : [`a button is seen as ${label} and heard as ${spoken}`]),
    ];
  });
}

/** Finds headings with nothing below them. */
function emptyHeadings(blocks: readonly Json[]): string[] {
  return blocks.flatMap((block, index) => {
    if (block['type'] !== 'header') return [];
    const next = blocks[index + 1]?.['type'];
    return next === undefined || next === 'header'
      ? [`nothing stands below the heading ${labelOf(block)}`]
      : [];
  });
}

function buttonsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(buttonsIn);
  if (!isObject(value)) return [];
  return value['type'] === 'button' ? [value] : Object.values(value).flatMap(buttonsIn);
}

/** The lines of a block that a screen reader reads out, without its buttons. */
function linesOf(block: Json): string[] {
  if (block['type'] === 'rich_text') return listAt(block, 'elements').map(richLine);
  if (block['type'] === 'context') return listAt(block, 'elements').map(shownText);
  return isObject(block['text']) ? shownText(block['text']).split('\n') : [];
}

/** What Slack shows of a text object: it reads tokens and escaped characters in mrkdwn alone. */
function shownText(value: Json): string {
  const text = textAt(value, 'text');
  return value['type'] === 'mrkdwn' ? withoutTokens(text) : text;
}

function richLine(section: Json): string {
  return listAt(section, 'elements')
    .map((leaf) => textAt(leaf, 'text') || textAt(leaf, 'fallback') || textAt(leaf, 'user_id'))
    .join('');
}

const characters = { lt: '<', gt: '>', amp: '&' } as const;
/** The plain text of mrkdwn: the fallback text of dates, no mentions, and no escaped characters. */
function withoutTokens(text: string): string {
  return text
    .replace(/<!date\^[^|<>]*\|([^<>]*)>/g, '$1')
    .replace(/<[#@!][^<>]*>/g, '')
    .replace(/&(lt|gt|amp);/g, (_all, name: keyof typeof characters) => characters[name]);
}

/**
 * Only the letters and digits of a text, so that emoji and punctuation do not count. A cut text counts up to the cut.
 */
function lettersAndDigits(text: string): string {
  const [kept = ''] = text.split(/…$/);
  return kept.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

const hasWords = (text: string) => lettersAndDigits(text) !== '';
const isText = (value: Json) => value['type'] === 'plain_text' || value['type'] === 'mrkdwn';
const labelOf = (value: Json) => (isObject(value['text']) ? textAt(value['text'], 'text') : '');
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textAt = (value: Json, key: string) => (typeof value[key] === 'string' ? (value[key] as string) : '');
function listAt(value: Json, key: string): Json[] {
  const list = value[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
