/** Starts the sandbox's Box with one user, a folder and a file in it, and Box's SDK as that user. */
import type { BoxClient } from 'box-typescript-sdk-gen';
import type { SeededFile, SeededFolder, SeededUser } from '../../sandbox/box/seed.ts';
import { type SandboxBox, startBox } from '../../sandbox/box/server.ts';
import { sdkOf } from './sdk.ts';

export interface FilledBox {
  readonly box: SandboxBox;
  readonly ana: SeededUser;
  readonly client: BoxClient;
  readonly folder: SeededFolder;
  readonly file: SeededFile;
}

/** The time when these tests begin (ms since epoch). */
export const startTime = Date.parse('2026-11-22T10:00:00Z');

/** Starts the Box; the caller must close `box`. @param clock returns the current time (ms) */
export async function startFilledBox(clock: () => number): Promise<FilledBox> {
  const box = await startBox({ clock });
  const ana = box.addUser({ login: 'ana@acme.com', name: 'Ana Silva' });
  const folder = box.addFolder(ana, { name: 'Contracts' });
  const file = box.addFile(ana, { name: 'Lease.pdf', folder });
  return { box, ana, client: sdkOf(box, ana.token), folder, file };
}
