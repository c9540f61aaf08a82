/** A page of a list that Box pages by markers: https://developer.box.com/guides/api-calls/pagination/marker-based/. */
import { asRecord, asText } from './raw.ts';

/** One page of a list: its entries, and the marker of the next page. */
export interface MarkerPage<Entry> {
  readonly entries: readonly Entry[];
  /** Null: this is the last page. */
  readonly nextMarker: string | null;
}

/**
 * Reads a page; null when it has no list of entries. An entry that `readEntry` cannot read (null) is left out, so that
 * one unreadable entry does not hide the others.
 */
export function readMarkerPage<Entry>(
  raw: unknown,
  readEntry: (entry: unknown) => Entry | null,
): MarkerPage<Entry> | null {
  const fields = asRecord(raw);
  const entries = fields?.['entries'];
  if (!Array.isArray(entries)) return null;
  const read = entries.map(readEntry).filter((entry) => entry !== null);
  return { entries: read, nextMarker: asText(fields?.['next_marker']) };
}
