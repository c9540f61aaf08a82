/** The ways a secret may be written down: as it is, or in an encoding that only looks like something else. */

/** All texts by which a secret would be found again. */
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
    // In the midst of other text, base64 begins at any of three places of a byte group.
    ...[0, 1, 2].map((offset) => inBase64(bytes, offset)),
  ];
  return [...new Set(all)];
}

/** The part of the base64 of a longer text that the secret alone decides. */
function inBase64(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = padded.subarray(0, padded.length - (padded.length % 3)).toString('base64');
  return whole.slice(offset === 0 ? 0 : 4);
}

/** The names of the secrets that a text holds in any disguise. */
export function leaks(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => {
      if (secret.length < 8) throw new Error('too short to be found for sure');
      return disguisesOf(secret).some((disguise) => text.includes(disguise));
    })
    .map(([name]) => name);
}
