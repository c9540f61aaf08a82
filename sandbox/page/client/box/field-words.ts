/** Types, names and positions of fields, which the prepare page and the signing page share. */

export type FieldType = 'signature' | 'date' | 'name' | 'text' | 'checkbox';

/** A rectangle in fractions of its page, from the upper left corner; pages count from 0. */
export interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Field {
  readonly id: string;
  readonly fileId: string;
  readonly signer: string;
  readonly type: FieldType;
  readonly place: Place;
  readonly label?: string;
  /** The value that was filled in before the signer was asked. */
  readonly value?: string;
}

export const fieldNames: Readonly<Record<FieldType, string>> = {
  signature: 'Signature',
  date: 'Date signed',
  name: 'Name',
  text: 'Text',
  checkbox: 'Checkbox',
};

/** A rectangle's position on its page, as CSS. */
export function styleOf({ x, y, width, height }: Place): Record<string, string> {
  return {
    left: `${x * 100}%`,
    top: `${y * 100}%`,
    width: `${width * 100}%`,
    height: `${height * 100}%`,
  };
}

/** The fields in reading order: by file, page, then from top to bottom and left to right. */
export function inReadingOrder(fields: readonly Field[], files: readonly string[]): readonly Field[] {
  const rank = ({ fileId, place }: Field): number =>
    files.indexOf(fileId) * 1e6 + place.page * 100 + Math.round(place.y * 50) + place.x;
  return [...fields].sort((a, b) => rank(a) - rank(b));
}
