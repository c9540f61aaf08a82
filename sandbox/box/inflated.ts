/** The unpacked size of a PDF's streams: a few kilobytes can hold gigabytes. */
import { inflateSync } from 'node:zlib';
import { type PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';

/** Limit for the unpacked size of all streams together (bytes). */
const MAX_BYTES = 200 * 1024 * 1024;

/** Whether the streams together are small enough, unpacked, for a browser to open the document easily. */
export function isSmallUnpacked(document: PDFDocument): boolean {
  let left = MAX_BYTES;
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue;
    left -= unpackedBytes(object, left);
    if (left <= 0) return false;
  }
  return true;
}

/** The sizes (bytes) of a stream, packed and after each unpacking, added up; at most `most`. */
function unpackedBytes(stream: PDFRawStream, most: number): number {
  let bytes = Buffer.from(stream.getContents());
  let total = bytes.length;
  for (let times = packedTimes(stream); times > 0 && total < most; times -= 1) {
    try {
      bytes = inflateSync(bytes, { maxOutputLength: most - total });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return most;
      // Damaged, or packed in another way first (ASCII85): not unpacked further.
      return total;
    }
    total += bytes.length;
  }
  return total;
}

function packedTimes({ dict }: PDFRawStream): number {
  const filters = String(dict.lookup(PDFName.of('Filter')) ?? '');
  return filters.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0;
}
