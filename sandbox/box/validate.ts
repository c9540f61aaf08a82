/**
 * Whether a body has the shape that a call accepts. Unknown properties are refused although Box ignores them: a
 * misspelt field must be found here. Must not look at the state.
 */
import { BoxRefusal, invalidParameter, invalidParameters, type ParameterError } from './errors.ts';

/** Checks a value: returns what is wrong with it, or null. */
export type Check = (value: unknown) => string | null;

const isText = (value: unknown): value is string => typeof value === 'string';

export const text: Check = (value) => (isText(value) ? null : 'must be a string');
export const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be a boolean');
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
export const oneOf =
  (...words: string[]): Check =>
  (value) =>
    isText(value) && words.includes(value) ? null : `must be one of ${words.join(', ')}`;
export const whole =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? null
      : `must be a whole number from ${least} to ${most}`;

/** Checks that an address is plausible, as mail servers and Box accept it. */
export const email: Check = (value) =>
  isText(value) && value.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+$/.test(value)
    ? null
    : 'must be an email address';

/** Checks that a text is a valid name of a file or folder in Box. */
export const itemName: Check = (value) => {
  if (!isText(value)) return 'must be a string';
  const bad = value === '' || value.length > 255 || /[/\\]/.test(value) || value.trim() !== value;
  return bad ? 'must be 1-255 characters without / \\ or outer spaces' : null;
};

export const webAddress: Check = (value) =>
  isText(value) && URL.canParse(value) && /^https?:/i.test(value) ? null : 'must be a web address';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The problems of one object, by the checks of its properties; a property without a check is an error. */
export function problemsOf(
  value: unknown,
  checks: Readonly<Record<string, Check>>,
  required: readonly string[],
  at: string,
): ParameterError[] {
  if (!isRecord(value))
    return [{ reason: 'invalid_parameter', name: at || 'body', message: 'must be an object' }];
  const name = (key: string) => (at === '' ? key : `${at}.${key}`);
  const problems: ParameterError[] = [];
  for (const key of required.filter((one) => !(one in value))) {
    problems.push({ reason: 'missing_parameter', name: name(key), message: 'is required' });
  }
  for (const [key, given] of Object.entries(value)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    const message = check === undefined ? 'is not a known property' : check(given);
    if (message !== null) problems.push({ reason: 'invalid_parameter', name: name(key), message });
  }
  return problems;
}

/** Throws 400 when there are problems. */
export function refuseIfAny(problems: readonly ParameterError[]): void {
  if (problems.length > 0) throw invalidParameters(problems);
}

/** Throws 400 unless every name in the query is one of these and given once. */
export function checkQuery(query: URLSearchParams, names: readonly string[]): void {
  const problems: ParameterError[] = [];
  for (const key of new Set(query.keys())) {
    if (!names.includes(key))
      problems.push({ reason: 'invalid_parameter', name: key, message: 'is not known' });
    if (query.getAll(key).length > 1) {
      problems.push({ reason: 'invalid_parameter', name: key, message: 'must be given once' });
    }
  }
  refuseIfAny(problems);
}

/** A whole number from `least` to `most` in the query; `absent` when it is not given. Throws 400 for anything else. */
export function numberIn(
  query: URLSearchParams,
  name: string,
  { least = 0, most, absent }: { readonly least?: number; readonly most: number; readonly absent: number },
): number {
  const given = query.get(name) ?? String(absent);
  const message = whole(least, most)(/^\d+$/.test(given) ? Number(given) : given);
  if (message !== null) throw invalidParameter(name, message);
  return Number(given);
}

/** A JSON object from the body of a request; 400 when it is not one, 415 when it is not sent as JSON. */
export function jsonBody(raw: Buffer, contentType: string | undefined): Record<string, unknown> {
  if (!/^application\/json\b/i.test(contentType ?? '')) {
    throw new BoxRefusal(415, 'unsupported_media_type', 'Send application/json');
  }
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw new BoxRefusal(400, 'bad_request', `Entity body is not correctly formed: ${String(error)}`);
  }
  throw new BoxRefusal(400, 'bad_request', 'Entity body must be an object');
}
