/** Finds the size of a picture in its header, before the picture is unpacked. */

/** Width times height, read from a PNG's header (from its 17th byte on); 0 when it has none. */
export function pixelsOfPng(png: Buffer): number {
  return png.length < 24 ? 0 : png.readUInt32BE(16) * png.readUInt32BE(20);
}
