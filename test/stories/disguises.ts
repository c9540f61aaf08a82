/** Encodings in which a secret may appear in a text, and a search for secrets in all of them. */

/** A secret in each encoding in which it may appear. */
export function disguisesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const all = [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    secret.replaceAll('/', '\\/'),
    secret.replaceAll('&', '&amp;'),
    bytes.toString('hex'),
    bytes.toString('base64url'),
    // Base64 inside another text may start at any of three positions of a byte group.
    ...[0, 1, 2].map((offset) => inBase64(bytes, offset)),
  ];
  return [...new Set(all)];
}

/** The part of the base64 of a longer text that depends only on the secret. */
function inBase64(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = padded.subarray(0, padded.length - (padded.length % 3)).toString('base64');
  return whole.slice(offset === 0 ? 0 : 4);
}

/** The names of the secrets that a text holds in any encoding. */
export function leaks(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  const wanted = new Map<number, { readonly name: string; readonly disguise: string }[]>();
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.length < 8) throw new Error('too short to be found for sure');
    for (const disguise of disguisesOf(secret)) {
      const beginning = [...disguise.slice(0, windowLength)].reduce((hash, one) => nextHash(hash, one, 0), 0);
      wanted.set(beginning, [...(wanted.get(beginning) ?? []), { name, disguise }]);
    }
  }
  const found = new Set<string>();
  // One pass over the text, however many secrets there are: a story may use thousands.
  let hash = 0;
  for (let end = 0; end < text.length; end += 1) {
    hash = nextHash(hash, text[end] ?? '', end < windowLength ? 0 : text.charCodeAt(end - windowLength));
    for (const { name, disguise } of wanted.get(hash) ?? []) {
      if (text.startsWith(disguise, end - windowLength + 1)) found.add(name);
    }
  }
  return Object.keys(secrets).filter((name) => found.has(name));
}

/** Number of characters that the rolling hash covers. */
const windowLength = 5;
const base = 127;

/** Moves the window of the rolling hash one character to the right: `added` enters it, `leftBehind` leaves it. */
function nextHash(hash: number, added: string, leftBehind: number): number {
  return (Math.imul(hash, base) + added.charCodeAt(0) - Math.imul(leftBehind, base ** windowLength)) | 0;
}
