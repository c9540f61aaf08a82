/** Downloads: a short-lived URL that needs no token, and the bytes behind it, whole or by range. */
import { randomBytes } from 'node:crypto';
import { BoxRefusal, insufficientPermissions, notFound } from '../errors.ts';
import { fileFor } from '../items.ts';
import { render } from '../pdf.ts';
import type { File } from '../state.ts';
import { checkQuery } from '../validate.ts';
import { type Answer, linkHeader, type Request, type Settings, type UserCall } from './context.ts';

/** How long a download address works (ms); Box's work for a few minutes. */
const DOWNLOAD_LIFE_MS = 15 * 60 * 1000;

function downloadUrl(settings: Settings, file: File, versionId: string, now: number): string {
  const token = randomBytes(24).toString('hex');
  settings.downloads.set(token, { fileId: file.id, versionId, expiresAt: now + DOWNLOAD_LIFE_MS });
  return `${settings.url}/download/${token}`;
}

/** Answers 302 with an address that needs no token, as Box does. */
export function getContent(call: UserCall): Answer {
  checkQuery(call.request.query, ['version']);
  const { file, access } = fileFor(call.state, call.id, call.user, linkHeader(call.request.headers));
  if (!access.canDownload) throw insufficientPermissions();
  const wish = call.request.query.get('version');
  const version = wish === null ? file.versions.at(-1) : file.versions.find((one) => one.id === wish);
  if (version === undefined) throw notFound();
  return { status: 302, headers: { location: downloadUrl(call.settings, file, version.id, call.now) } };
}

/** The bytes of a download address; with a `Range`, one part of them (206). */
export async function getDownload(
  state: UserCall['state'],
  settings: Settings,
  { token, now, request }: { readonly token: string; readonly now: number; readonly request: Request },
): Promise<Answer> {
  const download = settings.downloads.get(token);
  if (download === undefined || download.expiresAt <= now) throw notFound();
  const file = state.files[download.fileId];
  const version = file?.versions.find((one) => one.id === download.versionId);
  if (file === undefined || version === undefined) throw notFound();
  const headers = {
    'content-type': /\.pdf$/i.test(file.name) ? 'application/pdf' : 'application/octet-stream',
    'content-disposition': `attachment;filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  const bytes = await render(version.content);
  const range = request.headers['range'];
  const answer = { status: 200, headers: { ...headers, 'accept-ranges': 'bytes' }, bytes };
  return range === undefined ? answer : partOf(answer, range);
}

/** The range of bytes that was asked for: only one at a time; 416 when it is not within the file. */
function partOf(
  { headers, bytes }: { headers: Record<string, string>; bytes: Buffer },
  range: string,
): Answer {
  const { length } = bytes;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const start = first === '' ? Math.max(length - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if ((first === '' && last === '') || start > end) {
    throw new BoxRefusal(416, 'range_not_satisfiable', 'The range is not within the file', {
      headers: { 'content-range': `bytes */${length}` },
    });
  }
  const contentRange = { 'content-range': `bytes ${start}-${end}/${length}` };
  return { status: 206, headers: { ...headers, ...contentRange }, bytes: bytes.subarray(start, end + 1) };
}
