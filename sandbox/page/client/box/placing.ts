/** Where fields are placed and how they move. Knows only fractions of a page, nothing of the screen. */
import type { Field, FieldType, Place } from './field-words.ts';

export const fieldTypes: readonly FieldType[] = ['signature', 'date', 'name', 'text', 'checkbox'];

type Size = Pick<Place, 'width' | 'height'>;

const sizes: Readonly<Record<FieldType, Size>> = {
  signature: { width: 0.34, height: 0.07 },
  date: { width: 0.2, height: 0.038 },
  name: { width: 0.3, height: 0.038 },
  text: { width: 0.3, height: 0.038 },
  checkbox: { width: 0.05, height: 0.038 },
};

const MIN_SIZE = 0.015;
const GAP = 0.012;
/** Fields placed by keyboard start at this height (a fraction from the top of the page) as long as there is room. */
const FIRST_ROW = 0.62;
const COLUMNS = [0.1, 0.54] as const;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The place moved by fractions, within its page. */
export function movePlace(place: Place, across: number, down: number): Place {
  return {
    ...place,
    x: clamp(place.x + across, 0, 1 - place.width),
    y: clamp(place.y + down, 0, 1 - place.height),
  };
}

/** The place enlarged by fractions, within its page. */
export function resizePlace(place: Place, wider: number, higher: number): Place {
  return {
    ...place,
    width: clamp(place.width + wider, MIN_SIZE, 1 - place.x),
    height: clamp(place.height + higher, MIN_SIZE, 1 - place.y),
  };
}

/** The place of a new field, centred on the pressed point. */
export function placeAround(type: FieldType, page: number, x: number, y: number): Place {
  const size = sizes[type];
  return movePlace({ page, x: 0, y: 0, ...size }, x - size.width / 2, y - size.height / 2);
}

function areOverlapping(a: Place, b: Place): boolean {
  return (
    a.x < b.x + b.width + GAP &&
    b.x < a.x + a.width + GAP &&
    a.y < b.y + b.height + GAP &&
    b.y < a.y + a.height + GAP
  );
}

/**
 * The next free place on a page, for placing by keyboard: each signer has a side, and fields follow one another
 * downwards. On a full page, the first place of that side.
 */
export function nextPlace(type: FieldType, page: number, side: number, taken: readonly Place[]): Place {
  const size = sizes[type];
  const start = COLUMNS[side % COLUMNS.length] ?? COLUMNS[0];
  const columns = [start, ...COLUMNS.filter((one) => one !== start)];
  const rows = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, Math.floor((to - from) / 0.01)) }, (_, index) => from + index * 0.01);
  for (const part of [rows(FIRST_ROW, 0.96 - size.height), rows(0.05, FIRST_ROW)]) {
    for (const x of columns) {
      for (const y of part) {
        const place = { page, x, y, ...size };
        if (!taken.some((one) => one.page === page && areOverlapping(place, one))) return place;
      }
    }
  }
  return { page, x: start, y: FIRST_ROW, ...size };
}

/** The signers who lack a signature field, if there is any field at all. */
export function withoutSignature(signers: readonly string[], fields: readonly Field[]): readonly string[] {
  if (fields.length === 0) return [];
  return signers.filter(
    (email) => !fields.some(({ signer, type }) => signer === email && type === 'signature'),
  );
}
