/**
 * Draws contents as real PDFs, and reads the text back from PDFs drawn here. People's own documents may keep it busy
 * for hours or fill the memory, so the sandbox draws only in the thread of `pdf.ts`. Must not know about sign requests.
 */
import { decodePDFRawStream, PDFDocument, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib';
import type { Content, Mark, Signature } from './content.ts';
import { wrapped } from './drawable.ts';
import { isSmallUnpacked } from './inflated.ts';
import { pixelsOfPng } from './picture.ts';
import { stamp } from './stamp.ts';

const LINE_HEIGHT = 24;
const FONT_SIZE = 14;
const SIDE_MARGIN = 56;
const VERTICAL_MARGIN = 72;

/** Adds as many pages as the lines need. */
async function addPages(document: PDFDocument, lines: readonly string[]): Promise<void> {
  const font = await document.embedFont(StandardFonts.Helvetica);
  let page = document.addPage();
  let y = page.getHeight() - VERTICAL_MARGIN;
  for (const line of lines.flatMap((one) =>
    wrapped(one, page.getWidth() - 2 * SIDE_MARGIN, font, FONT_SIZE),
  )) {
    if (y < VERTICAL_MARGIN) {
      page = document.addPage();
      y = page.getHeight() - VERTICAL_MARGIN;
    }
    page.drawText(line, { x: SIDE_MARGIN, y, size: FONT_SIZE, font });
    y -= LINE_HEIGHT;
  }
}

/** The line below a signature: who signed, and when. */
function signatureLine(one: Signature): string {
  return `Signed by ${one.shown} (${one.email}) ${new Date(one.at).toISOString()}`;
}

/** Opens a PDF; other files become a page that says that they were converted. */
async function openAsPdf(bytes: Buffer): Promise<PDFDocument> {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return PDFDocument.load(bytes);
  const document = await PDFDocument.create();
  await addPages(document, ['Converted to PDF']);
  return document;
}

/**
 * Whether a file of that name and these bytes can be converted to a PDF for signing. False for a damaged picture, a
 * huge PNG, and a PDF that is damaged, has a password, too many pages, unusual page sizes, or unpacks to too much.
 */
export async function isSignable(name: string, bytes: Buffer): Promise<boolean> {
  try {
    const base: Content = /\.pdf$/i.test(name)
      ? { kind: 'bytes', base64: bytes.toString('base64') }
      : { kind: 'converted', name, base64: bytes.toString('base64') };
    const document = await PDFDocument.load(await draw(base), { updateMetadata: false });
    const count = document.getPageCount();
    if (count < 1 || count > MAX_PAGES || !isSmallUnpacked(document)) return false;
    if (!document.getPages().every((page) => hasUsableSize(page.getCropBox()))) return false;
    await drawSignatures(document, [{ email: '', shown: '', at: 0, marks: tickOnEachPage(document) }]);
    await document.save();
    return true;
  } catch (error) {
    // The library throws on any invalid file.
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Whether a page is neither too large nor too narrow for PDF readers. */
function hasUsableSize({ width, height }: { width: number; height: number }): boolean {
  const [short, long] = width < height ? [width, height] : [height, width];
  return short >= 3 && long <= 14_400 && long / short <= 25;
}

/** A tick for each page, drawn as a trial: a document with a page that cannot be signed then fails in `isSignable`. */
function tickOnEachPage(document: PDFDocument): Mark[] {
  return document.getPages().map((_page, page) => ({
    place: { page, x: 0.1, y: 0.1, width: 0.1, height: 0.1 },
    type: 'checkbox',
    text: '',
  }));
}

/** Limit for the pages of a document: the sandbox's page shows all of them, one below the other. */
const MAX_PAGES = 500;
/** Limit for the pixels of a PNG; a camera's picture has half as many. */
const MAX_PIXELS = 50_000_000;
const MAX_LETTERS = 20_000;
const MAX_LINES = 1_000;
const TEXT_FILE = /\.(txt|csv)$/i;

async function addPicture(document: PDFDocument, name: string, bytes: Buffer): Promise<void> {
  if (pixelsOfPng(bytes) > MAX_PIXELS && /\.png$/i.test(name)) throw new Error('the picture is too large');
  const picture = /\.png$/i.test(name) ? await document.embedPng(bytes) : await document.embedJpg(bytes);
  const page = document.addPage();
  const room = { width: page.getWidth() - 2 * SIDE_MARGIN, height: page.getHeight() - 2 * VERTICAL_MARGIN };
  const size = picture.scaleToFit(room.width, room.height);
  page.drawImage(picture, { x: SIDE_MARGIN, y: page.getHeight() - VERTICAL_MARGIN - size.height, ...size });
}

/** The first lines of a text file. A whole file of empty lines would become tens of thousands of pages. */
function firstLines(bytes: Buffer): string[] {
  return bytes.toString('utf8').slice(0, MAX_LETTERS).split(/\r?\n/).slice(0, MAX_LINES);
}

/** Pictures and plain text become pages; any other file becomes a page with its name. */
async function convert(name: string, bytes: Buffer): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  if (/\.(png|jpe?g)$/i.test(name)) await addPicture(document, name, bytes);
  else if (TEXT_FILE.test(name)) await addPages(document, firstLines(bytes));
  else await addPages(document, [name, 'Converted to PDF']);
  return document;
}

/** Draws the marks of each signature; those without marks are listed on an extra page at the end. */
async function drawSignatures(document: PDFDocument, signatures: readonly Signature[]): Promise<void> {
  // The fonts lack some letters of names, so the names are also in the document's keywords.
  document.setKeywords(signatures.map((one) => one.shown));
  for (const one of signatures) await stamp(document, one, signatureLine(one));
  const unplaced = signatures.filter((one) => one.marks === undefined);
  if (unplaced.length > 0) await addPages(document, ['Signatures', ...unplaced.map(signatureLine)]);
}

/** The bytes of a version: as given, or drawn. Throws when they cannot be drawn. */
export async function draw(content: Content): Promise<Buffer> {
  if (content.kind === 'bytes') return Buffer.from(content.base64, 'base64');
  let document: PDFDocument;
  if (content.kind === 'signed') {
    document = await openAsPdf(await draw(content.base));
    await drawSignatures(document, content.signatures);
  } else if (content.kind === 'converted') {
    document = await convert(content.name, Buffer.from(content.base64, 'base64'));
  } else {
    document = await PDFDocument.create();
    await addPages(document, content.lines);
  }
  return Buffer.from(await document.save());
}

/** The text of a PDF drawn by this module, and its keywords (who signed). Throws when it is not a PDF. */
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
