/**
 * Removes secrets from calls that are shown to people: by the name of the field that holds them, and anywhere else by
 * what they look like. What the sandbox shows ends up in screenshots and bug reports.
 */

const hidden = '•••';

/** Fields whose whole value is a secret, as Slack, Box and OAuth name them. */
const secretNames =
  /^(?:token|.*_token|.*token|ticket|authorization|cookie|set-cookie|.*secret|.*password|state|response_url|prepare_url|.*embed_url|assertion|x-slack-signature|box-signature-.*|trigger_id|verification_phone_number)$/i;

/** Whether a field's value is a secret. In an error of Box, `code` is a word and no secret. */
const isSecret = (name: string, value: string): boolean =>
  secretNames.test(name) || (name === 'code' && !/^[a-z_]*$/.test(value));

const secretPatterns: readonly (readonly [RegExp, string])[] = [
  [/xox[a-z]-[\w.-]+/g, `xox${hidden}`],
  [/xapp-[\w.-]+/g, `xapp-${hidden}`],
  [/xoxe\.[\w.-]+/g, `xoxe${hidden}`],
  [/\bBearer\s+[\w.~+/=-]+/gi, `Bearer ${hidden}`],
  [/\bbox-[0-9a-f]{16,}/g, `box-${hidden}`],
  [/(\/hooks\/\w+\/\w+\/)\w+/g, `$1${hidden}`],
  [/(%2Fhooks%2F\w+%2F\w+%2F)\w+/gi, `$1${hidden}`],
  [/(\/sign\/[\w-]+\/)[^\s"'<>\\)|]+/g, `$1${hidden}`],
  [/(\/download\/)[0-9a-f]+/g, `$1${hidden}`],
  [/([?&](?:ticket|token|code|state|client_secret|access_token|refresh_token)=)[^&\s"]+/gi, `$1${hidden}`],
  // A pattern for the 6-digit code after the command, as people type it.
  [/(\bconnect\s+)\d[\d\s]{4,}\d\b/gi, `$1${hidden}`],
  [/BOXSECRET[\w-]*/g, hidden],
  [/\b((?:signing|client|state)[_ ]?secret["']?\s*[:=]\s*["']?)[^"'\s,}]+/gi, `$1${hidden}`],
];

/** The text without anything that looks like a secret. */
export function masked(text: string): string {
  return secretPatterns.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text);
}

/** A copy of JSON without secrets; text that is itself JSON (Slack's `payload`, `view`) is returned parsed. */
export function maskedJson(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    if (isSecret(name, value)) return value === '' ? '' : hidden;
    const inner = /^\s*[[{]/.test(value) ? parsedJson(value) : undefined;
    return inner === undefined ? masked(value) : maskedJson(inner);
  }
  if (Array.isArray(value)) return value.map((each) => maskedJson(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // A value that was typed into a field called `code` is a secret.
    Object.entries(value).map(([key, each]) => [
      key,
      maskedJson(each, name === 'code' && key === 'value' ? name : key),
    ]),
  );
}

/** JSON, a form, or any other text, as JSON without secrets. */
export function maskedBody(text: string): unknown {
  const json = parsedJson(text);
  if (json !== undefined) return maskedJson(json);
  if (!/^[\w.%+-]+=/.test(text) || /\s/.test(text)) return masked(text);
  return maskedJson(Object.fromEntries(new URLSearchParams(text)));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
