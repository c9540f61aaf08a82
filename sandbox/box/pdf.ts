/**
 * Real PDFs for every file, drawn when somebody downloads them, and a reader that gets the text back out of
 * PDFs drawn here. Must not know of sign requests.
 */
import { decodePDFRawStream, PDFDocument, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib';
import type { Content, Signature } from './content.ts';
import { wrapped } from './drawable.ts';
import { stamp } from './stamp.ts';

const LINE_HEIGHT = 24;
const FONT_SIZE = 14;
const MARGIN = 56;
const TOP = 72;

/** Adds as many pages as the lines need. */
async function addPages(document: PDFDocument, lines: readonly string[]): Promise<void> {
  const font = await document.embedFont(StandardFonts.Helvetica);
  let page = document.addPage();
  let y = page.getHeight() - TOP;
  for (const line of lines.flatMap((one) => wrapped(one, page.getWidth() - 2 * MARGIN, font, FONT_SIZE))) {
    if (y < TOP) {
      page = document.addPage();
      y = page.getHeight() - TOP;
    }
    page.drawText(line, { x: MARGIN, y, size: FONT_SIZE, font });
    y -= LINE_HEIGHT;
  }
}

function signatureLine(one: Signature): string {
  return `Signed by ${one.shown} (${one.email}) ${new Date(one.at).toISOString()}`;
}

async function loaded(bytes: Buffer): Promise<PDFDocument> {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return PDFDocument.load(bytes);
  const document = await PDFDocument.create();
  await addPages(document, ['Converted to PDF']);
  return document;
}

/**
 * True when a file of that name and these bytes becomes a PDF that can be signed: a PDF that is whole and not
 * locked with a password, a picture that is one.
 */
export async function isConvertible(name: string, bytes: Buffer): Promise<boolean> {
  try {
    const isPdf = /\.pdf$/i.test(name);
    const document = isPdf
      ? await PDFDocument.load(bytes, { updateMetadata: false })
      : await convert(name, bytes);
    return document.getPageCount() > 0;
  } catch (error) {
    // Whatever is wrong with it, the library says so by throwing.
    if (error instanceof Error) return false;
    throw error;
  }
}

const MOST_LETTERS = 20_000;
const MOST_LINES = 1_000;
const TEXT = /\.(txt|csv)$/i;

async function addPicture(document: PDFDocument, name: string, bytes: Buffer): Promise<void> {
  const picture = /\.png$/i.test(name) ? await document.embedPng(bytes) : await document.embedJpg(bytes);
  const page = document.addPage();
  const room = { width: page.getWidth() - 2 * MARGIN, height: page.getHeight() - 2 * TOP };
  const size = picture.scaleToFit(room.width, room.height);
  page.drawImage(picture, { x: MARGIN, y: page.getHeight() - TOP - size.height, ...size });
}

/** As much as somebody reads here; a whole file of empty lines would be tens of thousands of pages. */
function firstLines(bytes: Buffer): string[] {
  return bytes.toString('utf8').slice(0, MOST_LETTERS).split(/\r?\n/).slice(0, MOST_LINES);
}

/** Pictures and plain text become pages; of everything else a page says what it stands for. */
async function convert(name: string, bytes: Buffer): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  if (/\.(png|jpe?g)$/i.test(name)) await addPicture(document, name, bytes);
  else if (TEXT.test(name)) await addPages(document, firstLines(bytes));
  else await addPages(document, [name, 'Converted to PDF']);
  return document;
}

async function sign(base: Content, signatures: readonly Signature[]): Promise<PDFDocument> {
  const document = await loaded(await render(base));
  // Names outside the fonts' letters stay readable in the document's keywords.
  document.setKeywords(signatures.map((one) => one.shown));
  for (const one of signatures) await stamp(document, one, signatureLine(one));
  const unplaced = signatures.filter((one) => one.marks === undefined);
  if (unplaced.length > 0) await addPages(document, ['Signatures', ...unplaced.map(signatureLine)]);
  return document;
}

async function draw(content: Content): Promise<Buffer> {
  if (content.kind === 'bytes') return Buffer.from(content.base64, 'base64');
  let document: PDFDocument;
  if (content.kind === 'signed') document = await sign(content.base, content.signatures);
  else if (content.kind === 'converted') {
    document = await convert(content.name, Buffer.from(content.base64, 'base64'));
  } else {
    document = await PDFDocument.create();
    await addPages(document, content.lines);
  }
  return Buffer.from(await document.save());
}

const drawn = new WeakMap<Content, Promise<Buffer>>();

/** The bytes of a version: as given, or drawn once and kept as long as the version is. */
export function render(content: Content): Promise<Buffer> {
  const known = drawn.get(content) ?? draw(content);
  drawn.set(content, known);
  return known;
}

/** The text of a PDF drawn by this module, and its keywords (who signed). Throws when it is no PDF. */
export async function readPdf(bytes: Buffer): Promise<{ text: string; keywords: string; pages: number }> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  let text = '';
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue;
    const stream = Buffer.from(decodePDFRawStream(object).decode()).toString('latin1');
    for (const shown of stream.matchAll(/<([0-9a-f]+)>\s*Tj/gi)) {
      text += `${Buffer.from(shown[1] ?? '', 'hex').toString('latin1')}\n`;
    }
  }
  return { text, keywords: document.getKeywords() ?? '', pages: document.getPageCount() };
}
