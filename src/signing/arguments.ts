/**
 * What was typed after the command: a document, people, or words. The form opens with what is understood; nothing is
 * ever sent from the command line itself. With the manifest's `should_escape` Slack wraps mentions as `<@U123|bo>`
 * and links as `<https://…>`.
 */

export interface Arguments {
  /** Text for the document field, as typed; empty when none was given. */
  readonly document: string;
  /** Slack user ids that were mentioned. */
  readonly colleagues: readonly string[];
  /** Email addresses that were typed. */
  readonly others: readonly string[];
  /** Words that are neither. */
  readonly words: readonly string[];
}

const mention = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;
const mail = /^<mailto:([^|<>]+)(?:\|[^>]*)?>$/;
const link = /^<(https?:\/\/[^|>]+)(?:\|[^>]*)?>$/;
const bareLink = /^(?:https?:\/\/\S+|(?:[a-z0-9-]+\.)*box\.com\/\S+)$/i;
const bareId = /^\d{5,}$/;
const bareAddress = /^[^<>\s@]+@[^<>\s@]+$/;
const punctuation = /^[,;<>]+$/;

/** @param text the command's `text`. */
export function readArguments(text: string): Arguments {
  const found = { document: '', colleagues: [] as string[], others: [] as string[], words: [] as string[] };
  for (const typed of text.match(/<[^<>]*>|[^\s<]+|</g) ?? []) {
    for (const token of typed.startsWith('<') ? [typed] : separate(unescaped(typed))) {
      const bare = token.replace(/[,;]+$/, '');
      const user = mention.exec(bare)?.[1];
      const address = mail.exec(bare)?.[1] ?? (bareAddress.test(bare) ? bare : undefined);
      const document = documentIn(bare);
      if (user) found.colleagues.push(...(found.colleagues.includes(user) ? [] : [user]));
      else if (address && !bareLink.test(bare)) found.others.push(address);
      else if (document && found.document === '') found.document = document;
      else if (!punctuation.test(token)) found.words.push(token);
    }
  }
  return found;
}

function documentIn(token: string): string | undefined {
  const wrapped = link.exec(token)?.[1];
  if (wrapped) return unescaped(wrapped);
  return bareLink.test(token) || bareId.test(token) ? token : undefined;
}

/** Addresses may follow each other without a space, and be in the angle brackets of mail programs. */
function separate(token: string): readonly string[] {
  if (bareLink.test(token)) return [token];
  const parts = token.split(/[,;]+/).map((part) => part.replace(/^<?([^<>]*)>?$/, '$1'));
  return parts.some((part) => bareAddress.test(part)) ? parts.filter((part) => part !== '') : [token];
}

/** Slack writes these three as entities (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What was typed, as words to search for: a mention as the name beside it, a link as its address. */
export function typedWords(text: string): string {
  return unescaped(unwrapped(text, (_sign, name) => name)).trim();
}

/** What was typed, unchanged: to be quoted, or to be typed again. */
export function typedText(text: string): string {
  return unescaped(asTyped(text)).trim();
}

/** Words from `readArguments`, with mentions and links as people type them. */
export function asTyped(words: string): string {
  return unwrapped(words, (sign, name) => sign + name);
}

function unwrapped(text: string, mentioned: (sign: string, name: string) => string): string {
  return text.replace(/<((?:[@#]|mailto:|https?:)[^<>]*)>/g, (_all, inner: string) => {
    const [target = '', label = ''] = inner.split('|');
    if (/^[@#]/.test(target)) return mentioned(target.slice(0, 1), label || target.slice(1));
    return target.replace(/^mailto:/, '');
  });
}

/** Whether anything was typed that belongs in the form. */
export function hasFormValues(typed: Arguments): boolean {
  return typed.document !== '' || typed.colleagues.length > 0 || typed.others.length > 0;
}

/** The nearest of the known words within two edits, or null: a typo gets a suggestion, a guess does not. */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.min(2, best.word.length - 1) ? best.word : null;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, left] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, right] of [...b].entries()) {
      const swap = (previous[column] ?? 0) + (left === right ? 0 : 1);
      current.push(Math.min(swap, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
