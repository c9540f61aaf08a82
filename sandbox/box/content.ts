/** The content of files, and what people put onto their pages. Types only. */

/** Something a signer put onto a page: text, a tick, or the signature itself. */
export interface Mark {
  readonly place: Place;
  readonly type: FieldType;
  /** The mark's text: for a signature the name, for a tick any text. */
  readonly text: string;
}

/** What one signer puts onto a document. */
export interface Signature {
  readonly email: string;
  readonly shown: string;
  readonly at: number;
  /** The signer's marks in this document, perhaps none; absent: the signature is listed on an extra last page. */
  readonly marks?: readonly Mark[];
  /** The typed name as the signer saw it, as a PNG; needed where PDF readers' own fonts lack the letters. */
  readonly pictureBase64?: string;
}

/** A rectangle on a page as shown, in fractions of its width and height from the upper left corner. */
export interface Place {
  /** The page's number, counted from 0. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The kind of a field. */
export type FieldType = 'signature' | 'date' | 'name' | 'text' | 'checkbox';

/** A field for one signer, which the sender placed on the preparation page, or a template's author in the template. */
export interface Field {
  readonly id: string;
  readonly fileId: string;
  readonly signer: string;
  readonly type: FieldType;
  readonly place: Place;
  /** The tag of a field of a template. */
  readonly tag?: string | null;
  readonly label?: string;
  /** What was filled in for the signer before they were asked; `yes` for a ticked checkbox. */
  readonly value?: string;
}

/** The content of a version: bytes as given, or what to draw when it is downloaded. */
export type Content =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'page'; readonly lines: readonly string[] }
  | { readonly kind: 'converted'; readonly name: string; readonly base64: string }
  | { readonly kind: 'signed'; readonly base: Content; readonly signatures: readonly Signature[] };
