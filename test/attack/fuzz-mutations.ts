/** Changes a JSON value at random places, also inside strings that hold JSON. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A change of a payload. It consists of numbers, so that it can be drawn without knowing the payload. */
export interface Mutation {
  readonly how: (typeof hows)[number];
  /** The place in the payload that is changed (modulo the number of places). */
  readonly at: number;
  /** Which of the possible new values is put there (modulo their number). */
  readonly which: number;
  /** Whether the place may also be in blocks and attachments, which the app hardly reads. */
  readonly isAnywhere: boolean;
}

/** The ways to change a value. A swap is drawn twice as often as the others. */
const hows = ['delete', 'replace', 'retype', 'repeat', 'deepen', 'swap', 'swap', 'spoil'] as const;

/** Stands for a value that is nested too deep for `JSON.stringify`. */
const deep = '@deep@';
const depth = 20_000;

const oddValues: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e21,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\u202e\u200b\u2066',
  'é'.repeat(3_000),
  'x'.repeat(40_000),
  [],
  {},
  [null],
  { value: {} },
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '{}',
  '[]',
  'null',
  '{"__proto__":{"page":1}}',
  '-1',
  '1e999',
  '9999-99-99',
  '2026-02-30',
  '25:61',
  '<!channel> <@U0> &amp;',
  'https://app.box.com/file/123456',
  'dee@client.com, eli@client.com',
  ',U0ANA,U0BO',
  '../../etc/passwd',
  "'; drop table jobs; --",
  '%00%ff',
];

export const mutations = fc.array(
  fc.record<Mutation>({
    how: fc.constantFrom(...hows),
    at: fc.nat(),
    which: fc.nat(),
    isAnywhere: fc.nat(9).map((number) => number === 0),
  }),
  { maxLength: 4 },
);

/** The key that stands for the content of a string that holds JSON. */
const inside = Symbol('inside');
type Step = string | number | typeof inside;
const unread: ReadonlySet<Step> = new Set(['blocks', 'attachments']);

/** The value after these mutations. @param ids the ids that swaps put in place of texts */
export function mutated(value: Json, all: readonly Mutation[], ids: readonly string[]): Json {
  return all.reduce((before, one) => mutatedOnce(before, one, ids), value);
}

function mutatedOnce(value: Json, { how, at, which, isAnywhere }: Mutation, ids: readonly string[]): Json {
  const isPlace = (path: readonly Step[], old: Json): boolean =>
    (isAnywhere || !path.some((step) => unread.has(step))) && (how !== 'swap' || typeof old === 'string');
  const places = placesIn(value).filter(({ path, old }) => path.length > 0 && isPlace(path, old));
  const place = places[at % Math.max(1, places.length)];
  if (!place) return value;
  const odd = oddValues[which % oddValues.length] ?? null;
  return changed(value, place.path, (old) => {
    if (how === 'delete') return undefined;
    if (how === 'replace') return odd;
    if (how === 'retype') return retyped(old, which);
    if (how === 'repeat') return repeated(old);
    if (how === 'deepen') return which % 5 === 0 ? deep : [[{ value: old }]];
    if (how === 'swap') return ids[which % ids.length] ?? '';
    return typeof old === 'string' ? `${old}${typeof odd === 'string' ? odd : '\0'}` : [old, odd];
  });
}

function retyped(old: Json, which: number): Json {
  const text = typeof old === 'string' ? old : JSON.stringify(old);
  const types: readonly Json[] = [text, Number(text) || 7, [old], { [text.slice(0, 20)]: old }, false];
  return types[which % types.length] ?? null;
}

function repeated(old: Json): Json {
  if (Array.isArray(old)) return Array.from({ length: 120 }, () => old as readonly Json[]).flat();
  return typeof old === 'string'
    ? old.repeat(Math.min(100, Math.ceil(20_000 / (old.length + 1))))
    : [old, old];
}

function placesIn(value: Json, path: readonly Step[] = []): { path: readonly Step[]; old: Json }[] {
  const own = { path, old: value };
  const held = parsed(value);
  if (held !== undefined) return [own, ...placesIn(held, [...path, inside]).slice(1)];
  if (typeof value !== 'object' || value === null) return [own];
  const entries: readonly (readonly [Step, Json])[] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : Object.entries(value);
  return [own, ...entries.flatMap(([step, one]) => placesIn(one, [...path, step]))];
}

/** Parses the object or list that a string holds as JSON; undefined when it holds none. */
function parsed(value: Json): Json | undefined {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function changed(value: Json, path: readonly Step[], change: (old: Json) => Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value) ?? null;
  if (step === inside) return JSON.stringify(changed(parsed(value) ?? null, rest, change));
  const old = (value as Record<Step, Json>)[step] ?? null;
  const fresh = rest.length === 0 ? change(old) : changed(old, rest, change);
  if (Array.isArray(value))
    return value.flatMap((one, at) => (at !== step ? [one] : fresh === undefined ? [] : [fresh]));
  const entries = Object.entries(value as object).map(([name, one]) => [name, name === step ? fresh : one]);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}

/** The JSON text of a mutated value, with real nesting where `deep` stands. */
export function writtenOut(value: Json): string {
  const nested = '['.repeat(depth) + ']'.repeat(depth);
  return JSON.stringify(value).replaceAll(new RegExp(`\\\\*"${deep}\\\\*"`, 'g'), nested);
}
