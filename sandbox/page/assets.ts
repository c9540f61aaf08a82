/**
 * The files of the page: the one HTML file that every address shows, its bundled script, its stylesheet, and the PDF
 * reader, straight from its package. Nothing outside these places is ever served.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../project-root.ts';

/** A file of the page. */
export interface Asset {
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
}

/** The folder for each first part of an asset's name. */
const places: Readonly<Record<string, string>> = {
  page: fileURLToPath(new URL('dist/sandbox/page/bundle', projectRoot)),
  style: fileURLToPath(new URL('sandbox/page/client', projectRoot)),
  pdfjs: dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

const imports = JSON.stringify({
  imports: {
    'pdfjs-dist': '/assets/pdfjs/build/pdf.min.mjs',
  },
});

/**
 * Scripts come only from this server, and the only inline script is the import map. The PDF reader needs the worker,
 * WebAssembly and the fonts.
 */
const policy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(imports).digest('base64')}' 'wasm-unsafe-eval'`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every asset. */
const commonHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Assets are never taken from a cache, so that a reload always shows the latest build.
  'cache-control': 'no-cache',
};

/** The page's HTML, one file for every address: the address decides what the page shows. */
export const shell: Asset = {
  headers: { 'content-type': 'text/html; charset=utf-8', ...commonHeaders },
  bytes: Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox</title>
<link rel="icon" href="/assets/style/icon.svg">
<link rel="stylesheet" href="/assets/style/page.css">
<script type="importmap">${imports}</script>
<script type="module" src="/assets/page/main.js"></script>
<body><div id="page"></div><noscript>This page needs JavaScript.</noscript></body>
</html>
`),
};

/** The system's error codes for a path that leads to no readable file. */
const noFileCodes: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** Reads the file `PLACE/path`; null when there is none. */
export async function readAsset(name: string): Promise<Asset | null> {
  const [, place = '', path = ''] = /^([a-z]+)\/([\w./-]+)$/.exec(name) ?? [];
  const folder = Object.hasOwn(places, place) ? places[place] : undefined;
  if (folder === undefined) return null;
  const file = join(folder, path);
  const type = types[/\.\w+$/.exec(file)?.[0] ?? ''];
  if (!file.startsWith(folder + sep) || type === undefined) return null;
  try {
    return { headers: { 'content-type': type, ...commonHeaders }, bytes: await readFile(file) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && noFileCodes.has(error.code)) return null;
    throw error;
  }
}
