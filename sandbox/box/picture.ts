/** How large a picture says that it is, before anybody unpacks it. */

/** Width times height, as a PNG's header says from its 17th byte on; 0 when it has none. */
export function dotsOfPng(png: Buffer): number {
  return png.length < 24 ? 0 : png.readUInt32BE(16) * png.readUInt32BE(20);
}
