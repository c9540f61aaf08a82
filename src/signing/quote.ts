/** Makes typed text safe to repeat: short, and without signing links, which open a document to anyone who has them. */
import { invisibleShownInText, withoutInvisible } from './invisible.ts';

/** How many characters of a text are repeated in a refusal. */
const usualLength = 100;

/** Any path with a segment `sign`, as in `/sign/…` and `/embed/sign/…`. Matched against unescaped text. */
const signingPath = /(?:^|[\\/])(?:embed[\\/]+)?sign[\\/]/i;

/** Whether the text holds what looks like a Box signing link. */
export function holdsSigningLink(text: string): boolean {
  return signingPath.test(unescaped(text));
}

/** The text, cut to `most` characters, without signing links, and with invisible characters as code points. */
export function quoted(text: string, most = usualLength): string {
  const plain = unescaped(text);
  const at = plain.search(signingPath);
  const safe = at === -1 ? text : `${plain.slice(0, at)}/…`;
  const letters = [...invisibleShownInText(safe.trim())];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

/** What was typed, without invisible characters (which come along when people copy) and outer spaces. */
export function visibleText(text: string): string {
  return withoutInvisible(text).trim();
}

/** A link without percent-encoding; unchanged when it cannot be decoded. */
export function percentDecoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    // The text is returned as it is, because it has a percent sign that encodes nothing.
    return link;
  }
}

/**
 * The text as a browser reads an address: without line breaks, tabs and invisible characters, and with `%2F` and the
 * like decoded, up to three levels.
 */
function unescaped(text: string): string {
  let current = withoutInvisible(text.replace(/[\t\r\n]/g, ''));
  for (let depth = 0; depth < 3; depth += 1) {
    current = current.replace(/%([0-7][0-9a-f])/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return current;
}
