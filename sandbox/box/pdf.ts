/**
 * Real PDFs for every file, drawn when somebody downloads them, and a reader that gets the text back out of
 * PDFs drawn here. Must not know of sign requests.
 */
import { decodePDFRawStream, PDFDocument, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib';
import type { Content, Signature } from './state.ts';

const LINE_HEIGHT = 24;

/** The fonts every PDF reader has know Western letters only; others are drawn as question marks. */
function drawable(text: string): string {
  return Array.from(text, (letter) => (/[\x20-\x7e\xa0-\xff]/.test(letter) ? letter : '?')).join('');
}

async function addPage(document: PDFDocument, lines: readonly string[]): Promise<void> {
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage();
  let y = page.getHeight() - 72;
  for (const line of lines) {
    page.drawText(drawable(line), { x: 56, y, size: 14, font });
    y -= LINE_HEIGHT;
  }
}

function signatureLines(signatures: readonly Signature[]): string[] {
  return signatures.map((one) => `Signed by ${one.shown} (${one.email}) ${new Date(one.at).toISOString()}`);
}

async function loaded(bytes: Buffer): Promise<PDFDocument> {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return PDFDocument.load(bytes);
  const document = await PDFDocument.create();
  await addPage(document, ['Converted to PDF']);
  return document;
}

/** The bytes of a version: as given, a page of lines, or a document with a page of signatures. */
export async function render(content: Content): Promise<Buffer> {
  if (content.kind === 'bytes') return Buffer.from(content.base64, 'base64');
  if (content.kind === 'page') {
    const document = await PDFDocument.create();
    await addPage(document, content.lines);
    return Buffer.from(await document.save());
  }
  const document = await loaded(await render(content.base));
  // Names outside the fonts' letters stay readable in the document's keywords.
  document.setKeywords(content.signatures.map((one) => one.shown));
  await addPage(document, ['Signatures', ...signatureLines(content.signatures)]);
  return Buffer.from(await document.save());
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
