/**
 * Documents that harm the program that opens them: small files, written by hand because a library would refuse to write
 * them.
 */
import { constants, deflateRawSync, deflateSync } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const ONE_PAGE = [CATALOG, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'];
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>';

/** Makes a PDF of these objects, which are numbered from 1; the first one is the catalog. */
function pdf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  const starts: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const body = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    starts.push(at);
    parts.push(body);
    at += body.length;
  }
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}

function stream(entries: string, data: Buffer): Buffer {
  const start = Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`);
  return Buffer.concat([start, data, Buffer.from('\nendstream')]);
}

const ZEROS = deflateRawSync(Buffer.alloc(32 * MEGABYTE), { finishFlush: constants.Z_FULL_FLUSH });

/** This many megabytes of zeros (a multiple of 32), compressed to about a kilobyte each. */
function zeros(megabytes: number): Buffer {
  const parts = Array.from({ length: Math.ceil(megabytes / 32) }, () => ZEROS);
  // A zlib stream: header, parts, an empty last block, and a checksum that no reader reaches.
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...parts, Buffer.from([3, 0, 0, 0, 0, 0])]);
}

/** A stream of more bytes than the sandbox unpacks. */
const tooMuch = zeros(224);

/** A PDF whose page tree has this many levels. `kids` returns a node's children, given the node one level below. */
function treeOf(depth: number, kids: (next: string) => string): Buffer {
  const nodes = Array.from({ length: depth }, (_, level) => {
    const parent = level === 0 ? '' : `/Parent ${level + 1} 0 R`;
    return `<< /Type /Pages /Kids [${kids(`${level + 3} 0 R`)}] /Count 1 ${parent} >>`;
  });
  return pdf([CATALOG, ...nodes, `<< /Type /Page /Parent ${depth + 1} 0 R /MediaBox [0 0 600 800] >>`]);
}

/** A page that inherits its size from a node which is its own parent. */
const ownParent = pdf([
  CATALOG,
  '<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>',
  '<< /Type /Page /Parent 2 0 R >>',
]);

const password = [
  `<< /Filter /Standard /V 1 /R 2 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> /P -4 >>`,
  '/Encrypt 4 0 R /ID [<00> <00>]',
] as const;

/** Documents that Box cannot convert to PDF, by what is wrong. */
export const hopeless: Readonly<Record<string, () => Buffer>> = {
  'words named .pdf': () => Buffer.from('This is no PDF.'),
  'a head without a body': () => Buffer.from('%PDF-1.7\n'),
  'a password': () => pdf([...ONE_PAGE, PAGE, password[0]], password[1]),
  'pages within each other': () =>
    pdf([...ONE_PAGE, '<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>']),
  'a page tree without a top': () => ownParent,
  'a thousand pages': () => {
    const numbers = Array.from({ length: 1_000 }, (_, index) => `${index + 3} 0 R`);
    const pages = `<< /Type /Pages /Kids [${numbers.join(' ')}] /Count 1000 >>`;
    return pdf([CATALOG, pages, ...numbers.map(() => PAGE)]);
  },
  'a page like a ribbon': () =>
    pdf([...ONE_PAGE, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 100000000] >>']),
  'a page that unpacks to 224 MB': () => {
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>';
    return pdf([...ONE_PAGE, page, stream('/Filter /FlateDecode', tooMuch)]);
  },
  'a page that unpacks to 224 MB in three steps': () => {
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>';
    const packed = deflateSync(deflateSync(tooMuch));
    return pdf([...ONE_PAGE, page, stream('/Filter [/FlateDecode /FlateDecode /Fl]', packed)]);
  },
};

/** Documents whose conversion never ends. */
export const endless: Readonly<Record<string, () => Buffer>> = {
  'a trillion pages that are one': () => treeOf(40, (next) => `${next} ${next}`),
  'objects that unpack to 4 GB': () =>
    pdf([...ONE_PAGE, PAGE, stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', zeros(4_096))]),
  'objects that never end': () =>
    Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_000_000, '1 0 obj << ')]),
};

/** Unusual documents that can be signed. */
export const odd: Readonly<Record<string, () => Buffer>> = {
  'cross-reference tables in a circle': () => {
    // A table that names itself as the previous one; the trailer, which comes after it, does not move it.
    const tableAt = pdf([...ONE_PAGE, PAGE]).indexOf('xref\n');
    return pdf([...ONE_PAGE, PAGE], `/Prev ${tableAt}`);
  },
  'a length that is its own': () => pdf([...ONE_PAGE, PAGE, '<< /Length 4 0 R >>\nstream\nabc\nendstream']),
};

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  // The checksum stays zero, because the drawing code does not check it.
  return whole;
}

/** A PNG that declares this size. It unpacks to this many megabytes of zeros, rounded up to a multiple of 32. */
export function png(width: number, height: number, megabytes: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', zeros(megabytes)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}
