/**
 * What was typed behind the command: a document, people, or words. The form opens with what is understood;
 * nothing is ever sent from the command line itself. With the manifest's `should_escape` Slack wraps
 * mentions as `<@U123|bo>` and links as `<https://…>`.
 */

export interface Arguments {
  /** Text for the document field, as typed; empty when none was given. */
  readonly document: string;
  /** Slack user ids that were mentioned. */
  readonly colleagues: readonly string[];
  /** E-mail addresses that were named. */
  readonly others: readonly string[];
  /** What is neither. */
  readonly words: readonly string[];
}

const mention = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;
const mail = /^<mailto:([^|>]+)(?:\|[^>]*)?>$/;
const link = /^<(https?:\/\/[^|>]+)(?:\|[^>]*)?>$/;
const bareLink = /^(?:https?:\/\/\S+|(?:[a-z0-9-]+\.)*box\.com\/\S+)$/i;
const bareId = /^\d{5,}$/;

/** @param text the command's `text`. */
export function readArguments(text: string): Arguments {
  const found = { document: '', colleagues: [] as string[], others: [] as string[], words: [] as string[] };
  for (const typed of text.match(/<[^>]*>|\S+/g) ?? []) {
    const token = typed.replace(/[,;]+$/, '');
    const user = mention.exec(token)?.[1];
    const address = mail.exec(token)?.[1] ?? (/^[^<>\s@]+@[^<>\s@]+$/.test(token) ? token : undefined);
    const document =
      link.exec(token)?.[1] ?? (bareLink.test(token) || bareId.test(token) ? token : undefined);
    if (user) found.colleagues.push(user);
    else if (address) found.others.push(address);
    else if (document && found.document === '') found.document = document.replaceAll('&amp;', '&');
    else if (token !== '') found.words.push(token);
  }
  return found;
}

/** Whether anything was typed that belongs into the form. */
export function hasFormValues(typed: Arguments): boolean {
  return typed.document !== '' || typed.colleagues.length > 0 || typed.others.length > 0;
}

/** The nearest of the known words within two edits, or null: a slip gets a suggestion, a guess does not. */
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
