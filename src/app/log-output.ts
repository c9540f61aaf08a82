/**
 * Writes the log to standard output without ever blocking the app. When nobody reads it, or the disk is full, the app
 * goes on serving and still ends when told to. The log library's own output repeats a failed write until it succeeds,
 * and its threads wait for a reader when the process should end.
 */
import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

export interface LogOutput {
  /** One line. */
  write(line: string): void;
  /** Resolves when all lines are written, the reader is gone, or the time is up. */
  flushed(withinMs: number): Promise<void>;
}

/** Lines wait in memory up to this size for a slow reader; further ones are dropped and counted. */
const maxWaitingBytes = 1024 * 1024;

/** @param fd standard output unless given */
export function logOutput(fd = 1): LogOutput {
  const stat = fstatSync(fd);
  return stat.isFIFO() || stat.isSocket() ? toReader(fd) : toFile(fd);
}

/** Counts dropped lines, and reports their number before the next line. */
function counted(write: (text: string) => boolean): (line: string) => void {
  let leftOut = 0;
  return (line) => {
    const time = new Date().toISOString();
    const note = { level: 40, time, leftOut, msg: 'log lines could not be written' };
    if (write(leftOut > 0 ? `${JSON.stringify(note)}\n${line}` : line)) leftOut = 0;
    else leftOut += 1;
  };
}

/** A pipe: a write waits until there is room, without blocking the process. */
function toReader(fd: number): LogOutput {
  const pipe = new Socket({ fd, readable: false, writable: true });
  pipe.unref();
  // The reader is gone; `destroyed` says so from now on.
  pipe.on('error', () => undefined);
  return {
    write: counted((text) => {
      if (pipe.destroyed || pipe.writableLength > maxWaitingBytes) return false;
      pipe.write(text);
      return true;
    }),
    flushed: (withinMs) =>
      new Promise((resolve) => {
        if (pipe.destroyed || pipe.writableLength === 0) return resolve();
        const timer = setTimeout(resolve, withinMs);
        pipe.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/** A file, a terminal or nothing at all: written synchronously. */
function toFile(fd: number): LogOutput {
  return {
    write: counted((text) => {
      try {
        writeSync(fd, text);
        return true;
      } catch (error) {
        // The disk is full, for instance. A bug of our own has no such code.
        if (error instanceof Error && 'code' in error) return false;
        throw error;
      }
    }),
    flushed: async () => undefined,
  };
}
