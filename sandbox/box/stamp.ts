/**
 * Draws what a signer signed, ticked and wrote onto the pages of a PDF, upright as the page is shown. Knows
 * rectangles and text, nothing of who may sign.
 */
import { degrees, type PDFDocument, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { Mark, Place, Signature } from './content.ts';
import { drawable, fittingSize } from './drawable.ts';

const INK = rgb(0.07, 0.2, 0.5);
const SOFT_INK = rgb(0.35, 0.37, 0.42);
/** Fraction of a signature's height that is reserved for the line with name and time. */
const CAPTION_PART = 0.26;

/** A page as it is shown, cropped and rotated. */
interface Area {
  /** The width in points, of the page as shown. */
  readonly width: number;
  readonly height: number;
  /** Degrees by which text is turned so that it appears upright. */
  readonly angle: number;
  /** Converts fractions from the upper left of the shown page to the page's own coordinates. */
  readonly at: (across: number, down: number) => { x: number; y: number };
}

/** The page as it is shown: pages may be cropped and rotated, and people placed fields on what they saw. */
function areaOf(page: PDFPage): Area {
  const { x, y, width, height } = page.getCropBox();
  const angle = ((page.getRotation().angle % 360) + 360) % 360;
  const isTurned = angle === 90 || angle === 270;
  return {
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    angle,
    at: (u, v) => {
      if (angle === 90) return { x: x + v * width, y: y + u * height };
      if (angle === 180) return { x: x + (1 - u) * width, y: y + v * height };
      if (angle === 270) return { x: x + (1 - v) * width, y: y + (1 - u) * height };
      return { x: x + u * width, y: y + (1 - v) * height };
    },
  };
}

/** Draws every mark of one signature; `caption` goes under each signature mark. */
export async function stamp(document: PDFDocument, signature: Signature, caption: string): Promise<void> {
  for (const mark of signature.marks ?? []) {
    const page = document.getPages()[mark.place.page];
    if (page === undefined) continue;
    if (mark.type === 'signature') await drawSignature(document, page, mark, signature, caption);
    else if (mark.type === 'checkbox') drawTick(page, mark.place);
    else await drawWords(document, page, mark);
  }
}

async function drawSignature(
  document: PDFDocument,
  page: PDFPage,
  mark: Mark,
  { pictureBase64 }: Signature,
  caption: string,
): Promise<void> {
  const { place } = mark;
  const name = { ...place, height: place.height * (1 - CAPTION_PART) };
  if (pictureBase64 === undefined) {
    await drawLine(document, page, name, { text: mark.text, font: StandardFonts.TimesRomanItalic });
  } else {
    const area = areaOf(page);
    const picture = await document.embedPng(Buffer.from(pictureBase64, 'base64'));
    const size = picture.scaleToFit(name.width * area.width, name.height * area.height);
    const corner = area.at(name.x, name.y + name.height);
    page.drawImage(picture, { ...corner, ...size, rotate: degrees(area.angle) });
  }
  const below = { ...place, y: place.y + name.height, height: place.height * CAPTION_PART };
  await drawLine(document, page, below, { text: caption, font: StandardFonts.Helvetica, isSoft: true });
}

function drawWords(document: PDFDocument, page: PDFPage, { place, text }: Mark): Promise<void> {
  return drawLine(document, page, place, { text, font: StandardFonts.Helvetica });
}

async function drawLine(
  document: PDFDocument,
  page: PDFPage,
  place: Place,
  words: { text: string; font: StandardFonts; isSoft?: boolean },
): Promise<void> {
  const area = areaOf(page);
  const font = await document.embedFont(words.font);
  const text = drawable(words.text);
  const most = words.isSoft === true ? 7 : 0.72 * place.height * area.height;
  const size = fittingSize(text, place.width * area.width, font, most);
  // The baseline is a quarter above the rectangle's lower edge, to leave room for descenders.
  const corner = area.at(place.x, place.y + place.height * 0.76);
  page.drawText(text, {
    ...corner,
    size,
    font,
    color: words.isSoft === true ? SOFT_INK : INK,
    rotate: degrees(area.angle),
  });
}

function drawTick(page: PDFPage, place: Place): void {
  const area = areaOf(page);
  const point = (u: number, v: number) => area.at(place.x + u * place.width, place.y + v * place.height);
  const thickness = Math.max(1, 0.1 * place.height * area.height);
  page.drawLine({ start: point(0.2, 0.55), end: point(0.42, 0.8), thickness, color: INK });
  page.drawLine({ start: point(0.42, 0.8), end: point(0.82, 0.2), thickness, color: INK });
}
