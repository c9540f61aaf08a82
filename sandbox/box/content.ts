/** What files hold, and what people put onto their pages. Types alone. */

/** Something a signer put onto a page: words, a tick, or the signature itself. */
export interface Mark {
  readonly place: Place;
  readonly type: FieldType;
  /** The words; for a signature the name, for a tick anything. */
  readonly text: string;
}

export interface Signature {
  readonly email: string;
  readonly shown: string;
  readonly at: number;
  /** Where it stands in this document; without any it stands on a page of its own. */
  readonly marks?: readonly Mark[];
  /** The typed name as the signer saw it, a PNG; needed where PDF readers' own fonts lack the letters. */
  readonly pictureBase64?: string;
}

/** A rectangle on a page as it is shown, in fractions of its width and height from the upper left corner. */
export interface Place {
  /** From 0. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type FieldType = 'signature' | 'date' | 'name' | 'text' | 'checkbox';

/** A field the sender placed for one signer on the preparation page. */
export interface Field {
  readonly id: string;
  readonly fileId: string;
  readonly signer: string;
  readonly type: FieldType;
  readonly place: Place;
}

/** What a version holds: bytes as they were given, or what to draw when somebody downloads it. */
export type Content =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'page'; readonly lines: readonly string[] }
  | { readonly kind: 'converted'; readonly name: string; readonly base64: string }
  | { readonly kind: 'signed'; readonly base: Content; readonly signatures: readonly Signature[] };
