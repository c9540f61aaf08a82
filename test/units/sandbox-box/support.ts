/** A sandbox Box with one sender, one folder and one file, a clock that tests move, and raw calls. */
import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterEach } from 'vitest';
import type { BoxOptions } from '../../../sandbox/box/options.ts';
import type { SeededFile, SeededFolder, SeededUser } from '../../../sandbox/box/seed.ts';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as they come, and asserted
  readonly body: any;
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

export class World {
  readonly box: SandboxBox;
  readonly ana: SeededUser;
  readonly folder: SeededFolder;
  readonly file: SeededFile;
  readonly #time: { now: number };

  constructor(box: SandboxBox, time: { now: number }) {
    this.box = box;
    this.#time = time;
    this.ana = box.addUser({ login: 'ana@acme.com', name: 'Ana Silva' });
    this.folder = box.addFolder(this.ana, { name: 'Contracts' });
    this.file = box.addFile(this.ana, { name: 'Lease.pdf', folder: this.folder });
  }

  get now(): number {
    return this.#time.now;
  }

  pass(milliseconds: number): void {
    this.#time.now += milliseconds;
    this.box.tick();
  }

  async call(
    method: string,
    path: string,
    more: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const json = more.body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${this.box.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${more.token ?? this.ana.token}`, ...json, ...more.headers },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  body(more: Record<string, unknown> = {}): Record<string, unknown> {
    const signers = [{ email: 'bo@client.com' }];
    return { signers, source_files: [{ type: 'file', id: this.file.id }], ...more };
  }

  create(more: Record<string, unknown> = {}, token: string = this.ana.token): Promise<Reply> {
    return this.call('POST', '/2.0/sign_requests', { body: this.body(more), token });
  }

  /** Creates a request, and moves the clock to when Box has sent it; returns its id. */
  async sent(more: Record<string, unknown> = {}): Promise<string> {
    const { body } = await this.create(more);
    this.pass(300);
    return String(body.id);
  }

  get(id: string): Promise<Reply> {
    return this.call('GET', `/2.0/sign_requests/${id}`);
  }

  async status(id: string): Promise<string> {
    return String((await this.get(id)).body.status);
  }

  /** Returns the kinds of the mails to an address, in order. */
  kinds(address: string): string[] {
    return this.box.mails(address).map((mail) => mail.kind);
  }
}

const open: SandboxBox[] = [];
afterEach(async () => {
  for (const box of open.splice(0)) await box.close();
});

/** Starts a world that is closed after the test. */
export async function aWorld(options: Omit<BoxOptions, 'clock'> = {}): Promise<World> {
  const time = { now: Date.parse('2026-11-22T10:00:00Z') };
  const box = await startBox({ ...options, clock: () => time.now });
  open.push(box);
  return new World(box, time);
}

/** Posts to the control server of the sandbox's Box, as its page does. Returns the answer as JSON and as bytes. */
export async function postToControl(
  world: World,
  path: string,
  body: Record<string, unknown>,
): Promise<{ readonly status: number; readonly body: Reply['body']; readonly bytes: Buffer }> {
  const response = await fetch(`${world.box.url}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(bytes.toString('utf8')) : null, bytes };
}

/** Makes a PDF with a line on each page, each page rotated by this many degrees. */
export async function aPdf(...angles: readonly number[]): Promise<Buffer> {
  const document = await PDFDocument.create();
  angles.forEach((angle, index) => {
    const page = document.addPage([600, 800]);
    page.setRotation(degrees(angle));
    page.drawText(`Clause ${index + 1}`, { x: 100, y: 500, size: 20 });
  });
  return Buffer.from(await document.save());
}

/** Every text of a PDF with its page (from 0) and its position (fractions of the page as shown). */
export async function textsOf(
  bytes: Buffer,
): Promise<
  readonly { readonly page: number; readonly text: string; readonly x: number; readonly y: number }[]
> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts = [];
  for (let page = 0; page < document.numPages; page += 1) {
    const shown = await document.getPage(page + 1);
    const viewport = shown.getViewport({ scale: 1 });
    for (const item of (await shown.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, , , , e, f] = item.transform as number[];
      const [x = 0, y = 0] = viewport.convertToViewportPoint(e ?? 0, f ?? 0) as number[];
      texts.push({ page, text: item.str, x: x / viewport.width, y: y / viewport.height });
    }
  }
  await document.destroy();
  return texts;
}
