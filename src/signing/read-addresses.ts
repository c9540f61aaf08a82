/**
 * Reads email addresses that people type, or paste from mail, spreadsheets and chat. Nothing else in the app reads
 * addresses. Only text that is an address beyond doubt is returned as one; other text, except names, labels and marks,
 * is returned as typed, to be quoted.
 */
import { asciiDomain, asciiLowerCase } from './address.ts';
import { holdsInvisible } from './invisible.ts';
import { withoutMarks } from './marks.ts';
import { percentDecoded } from './quote.ts';

/** The addresses that were found in a text, and what is left of the text. */
export interface AddressesRead {
  /** The addresses in lower case, in the order in which they were typed. */
  readonly addresses: readonly string[];
  /** The words that are neither an address nor part of one, as typed. */
  readonly unread: readonly string[];
  /** The text without the addresses and what belongs to them, such as names. */
  readonly rest: string;
}

/** The longest address that mail can carry (RFC 5321, section 4.5.3.1.3). */
const longestAddress = 254;

/** Reads addresses separated by commas, semicolons, bars, spaces or lines, each perhaps with a name. */
export function readAddresses(text: string): AddressesRead {
  const tokens = tokensOf(text);
  const names = namesIn(tokens);
  const read = { addresses: [] as string[], unread: [] as string[], used: [...names] };
  for (const entry of entriesOf(tokens.filter((token) => !names.has(token)))) readEntry(entry, read);
  return { addresses: read.addresses, unread: read.unread, rest: withoutTokens(text, read.used) };
}

function withoutTokens(text: string, used: readonly Token[]): string {
  let rest = '';
  let from = 0;
  for (const { index, typed } of [...used].sort((one, other) => one.index - other.index)) {
    rest += `${text.slice(from, index)} `;
    from = index + typed.length;
  }
  return rest + text.slice(from);
}

interface Token {
  readonly typed: string;
  /** The token's position in the text. */
  readonly index: number;
  readonly kind: 'word' | 'separator' | 'bracket';
  /** Whether the token has an @, or is in angle brackets. */
  readonly isForAddress: boolean;
}

const atSign = /[@＠﹫]|%40/iu;
const separator = /[,;|\r\n，；、،؛]/u;
const oneToken = /<[^<>\r\n]*>|[,;|\r\n，；、،؛]|[^\s<>()[\]{},;|，；、،؛]+|[<>()]/gu;

function tokensOf(text: string): readonly Token[] {
  return Array.from(text.matchAll(oneToken), ({ 0: typed, index }) => {
    const isBracket = typed.length > 1 && typed.startsWith('<');
    const kind = separator.test(typed) && !isBracket ? 'separator' : isBracket ? 'bracket' : 'word';
    return { typed, index, kind, isForAddress: isBracket || atSign.test(typed) };
  });
}

/** A name or a remark has at most this many tokens. */
const maxNameTokens = 12;

/** The tokens of names before angle brackets, and of remarks in parentheses after an address. */
function namesIn(tokens: readonly Token[]): ReadonlySet<Token> {
  const found = new Set<Token>();
  for (const [index, { kind, typed }] of tokens.entries()) {
    if (kind === 'bracket' && addressInBracket(typed) !== null) {
      for (const token of nameBefore(tokens, index)) found.add(token);
    }
    if (typed === '(' && (tokens[index - 1]?.isForAddress ?? false)) {
      for (const token of remarkFrom(tokens, index)) found.add(token);
    }
  }
  return found;
}

/** The tokens of a name before angle brackets: `Bo Lee <…>`, `Lee, Bo <…>` or, in quotes, `"Lee, Bo" <…>`. */
function nameBefore(
  tokens: readonly Token[],
  bracket: number,
  isQuoted = /["'\p{Pi}\p{Pf}]$/u.test(tokens[bracket - 1]?.typed ?? ''),
): readonly Token[] {
  const found: Token[] = [];
  let words = 0;
  let commas = 0;
  for (let index = bracket - 1; index >= 0 && found.length < maxNameTokens; index -= 1) {
    const token = tokens[index] as Token;
    if (token.isForAddress) break;
    if (token.kind === 'separator') {
      // Without quotes, one comma may stand between a surname and a first name; a quoted name may have any number.
      if (!isQuoted && (token.typed !== ',' || commas > 0 || words === 0)) break;
      commas += 1;
    } else if (!mayBeName(token.typed)) {
      break;
    } else {
      words += 1;
    }
    found.push(token);
    if (isQuoted && /^["'\p{Pi}\p{Pf}„‚]/u.test(token.typed)) return found;
  }
  // The opening quote is missing, so the closing one is only a mark: read the name as if it were not quoted.
  return isQuoted ? nameBefore(tokens, bracket, false) : found;
}

/**
 * Whether a word can be part of a name. False for what may be an address without its @: taken for a name, it would be
 * dropped silently.
 */
function mayBeName(word: string): boolean {
  return !/[\p{L}\p{N}]\.\p{L}{2,}/u.test(word);
}

function remarkFrom(tokens: readonly Token[], open: number): readonly Token[] {
  const inner = tokens.slice(open, open + maxNameTokens);
  const close = inner.findIndex(({ typed }) => typed === ')');
  const remark = inner.slice(0, close + 1);
  return remark.some(({ isForAddress, typed }) => isForAddress || !mayBeName(typed)) ? [] : remark;
}

function entriesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const entries: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'separator') entries.push([]);
    else entries.at(-1)?.push(token);
  }
  return entries;
}

/** Reads one entry: addresses, perhaps with a number, a label or marks before them. */
function readEntry(
  entry: readonly Token[],
  into: { addresses: string[]; unread: string[]; used: Token[] },
): void {
  const hasAddress = entry.some(({ isForAddress }) => isForAddress);
  const own: string[] = [];
  let other: string[] = [];
  const endOther = (): void => {
    if (other.length > 0) into.unread.push(other.join(' '));
    other = [];
  };
  let quotedName: string | null = null;
  for (const token of entry) {
    const { typed, kind, isForAddress } = token;
    if (!isForAddress && isMarks(typed)) continue;
    if (hasAddress && isLabel(typed)) {
      into.used.push(token);
      continue;
    }
    const read = kind === 'bracket' ? addressInBracket : plainAddress;
    const found = isForAddress ? read(typed) : null;
    // The name in quotes is another address than the one in brackets, so it is not clear which is meant.
    const isUnclear = kind === 'bracket' && quotedName !== null && quotedName !== found;
    quotedName = /["'\p{Pi}\p{Pf}]$/u.test(typed) ? found : null;
    if (found === null || isUnclear) {
      other.push(typed);
      continue;
    }
    endOther();
    into.used.push(token);
    // Some programs write an address as its own name: that is one address.
    if (!own.includes(found)) own.push(found);
  }
  endOther();
  into.addresses.push(...own);
}

/**
 * Reads what mail programs and Slack write in angle brackets; a label after `|` must be the same address, or a name.
 */
function addressInBracket(typed: string): string | null {
  const [target = '', ...labels] = typed.slice(1, -1).split('|');
  const found = plainAddress(target);
  return labels.every((label) => !atSign.test(label) || plainAddress(label) === found) ? found : null;
}

function isMarks(token: string): boolean {
  return !/[^-_/+=&]/.test(withoutMarks(token));
}

/** The number of a list item (`1.`), `To:`, or `mailto:` followed by a space. */
function isLabel(token: string): boolean {
  return /^(?:\d{1,3}[.)]?|\p{L}[\p{L}-]*:)$/u.test(token);
}

function plainAddress(typed: string): string | null {
  const text = withoutMarks(typed.replace(letterVariants, (found) => found.normalize('NFKC')));
  const [, link, subject = ''] = /^(?:mailto:)+\/*([^?]*)(.*)$/isu.exec(text) ?? [];
  // After the question mark there may be another address, such as a `cc`.
  if (atSign.test(subject)) return null;
  const address = asciiLowerCase(link === undefined ? text : withoutMarks(percentDecoded(link)));
  // Outside a link, `%2B` may be an encoded character or part of the address.
  return isAddress(address) && (link !== undefined || !/%[0-9a-f]{2}/i.test(address)) ? address : null;
}

/**
 * Letters that have a plainer form: ligatures from a PDF, full-width letters of East Asian keyboards, and a letter with
 * its accent as a separate character.
 */
const letterVariants = /[\ufb00-\ufb06\uff01-\uff5e\ufe6b]|[a-z]\p{M}+/giu;

/** Whether the text has an invisible character between its marks, which may be why it was not read as an address. */
export function isSpoiltByInvisible(text: string): boolean {
  return holdsInvisible(withoutMarks(text));
}

/**
 * Whether a text looks like an address. Catches likely typing mistakes, and does not check all rules of the mail
 * standards; Box decides.
 */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    !holdsInvisible(text) &&
    // Refuses characters that only look like others, such as a superscript or the Kelvin sign.
    text.normalize('NFKC') === text &&
    text.length <= longestAddress &&
    local.length <= 64 &&
    /^[\p{L}\p{N}_][\p{L}\p{Mn}\p{Mc}\p{N}.!#$%&'*+/=?^_`{|}~-]*$/u.test(local) &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label)) &&
    // No top-level domain has a digit: a footnote mark (`¹`) or a list number (`1.`) was copied with it.
    /^(?:xn--.*|\P{N}*)$/u.test(labels.at(-1) ?? '') &&
    (labels.at(-1) ?? '').length > 1 &&
    // Refuses letters of other scripts that are not allowed in a domain.
    (!/[^\0-\x7f]/.test(domain) || asciiDomain(text) !== null)
  );
}
