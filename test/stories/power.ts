/**
 * Simulates a power cut by working out what would be on the disk. A killed program loses nothing that it has written,
 * because the operating system still writes it to the disk. So the app's system calls are traced, and only synced data
 * counts as stored.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { World } from './world.ts';

/** A running app whose writes to the disk are traced. */
export interface TracedApp {
  /** Kills the app. Returns a folder with its data as the disk had them when the app sent its last answer. */
  cutPower(): Promise<string>;
  /** Deletes the trace and the folder that `cutPower` returned. */
  remove(): Promise<void>;
}

/** Starts to trace the app of this world, which must use the embedded store and have no work in progress. */
export async function traceWrites({ app, env }: World): Promise<TracedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-power-'));
  const [trace, disk] = [join(folder, 'trace'), join(folder, 'disk')];
  const calls = 'trace=pwrite64,ftruncate,fsync,fdatasync,write,writev';
  // strace writes one file per thread. The app's statements, syncs and answers are all in that of the main thread.
  const options = ['-ff', '-y', '-xx', '-s', '1000000', '-e', calls, '-o', trace, '-p', String(app.pid)];
  const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  await untilAttached(strace);
  await cp(env['DATA_DIR'] ?? '', disk, { recursive: true });
  return {
    cutPower: async () => {
      const ended = once(strace, 'exit');
      await app.stop('SIGKILL');
      await ended;
      const lines = (await readFile(`${trace}.${app.pid}`, 'utf8')).split('\n');
      const until = lines.findLastIndex(isAnswer);
      if (until < 0) throw new Error('the app has answered nothing');
      await replay(lines.slice(0, until), disk);
      return disk;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

async function untilAttached(strace: ChildProcess): Promise<void> {
  if (!strace.stderr) throw new Error('strace says nothing');
  for await (const line of createInterface({ input: strace.stderr })) {
    if (line.includes('attached')) break;
    throw new Error(line);
  }
  strace.stderr.resume();
}

/**
 * The hexadecimal form in which strace writes strings and file names (`-xx`), so that binary pages can be
 * read back.
 */
const hexOf = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const [socket, answer] = [hexOf('socket:'), hexOf('HTTP/1.1 ')];

function isAnswer(line: string): boolean {
  return /^writev?\(/.test(line) && line.includes(`<${socket}`) && line.includes(`"${answer}`);
}

/** Applies the traced calls to the copied files of the store, up to the last sync of each file. */
async function replay(lines: readonly string[], disk: string): Promise<void> {
  for (const name of (await readdir(disk)).filter((one) => /^store\.db(-wal)?$/.test(one))) {
    let written: Buffer = await readFile(join(disk, name));
    let synced = written;
    for (const line of lines) {
      const [, call, path, rest = ''] = /^(\w+)\(\d+<([^>]+)>(.*)$/.exec(line) ?? [];
      if (path === undefined || basename(bytesOf(path).toString()) !== name) continue;
      if (call === 'fsync' || call === 'fdatasync') synced = written;
      if (call === 'ftruncate') written = resized(written, Number(/^, (\d+)\)/.exec(rest)?.[1]));
      if (call === 'pwrite64') {
        const [, hex = '', length, offset] = /^, "([^"]*)", (\d+), (\d+)\)/.exec(rest) ?? [];
        const bytes = bytesOf(hex);
        if (bytes.length !== Number(length))
          throw new Error(`a write that was not traced whole: ${rest.slice(-60)}`);
        written = resized(written, Math.max(written.length, Number(offset) + bytes.length));
        bytes.copy(written, Number(offset));
      }
    }
    await writeFile(join(disk, name), synced);
  }
  // SQLite creates this file again from the write-ahead log when it opens the store.
  await rm(join(disk, 'store.db-shm'), { force: true });
}

/**
 * A copy of the bytes with this length. The original stays, because it may be the content that was synced.
 */
function resized(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.alloc(length);
  bytes.copy(copy);
  return copy;
}
