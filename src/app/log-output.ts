/**
 * Where the log is written: standard output, in a way that holds nothing up. Whether anybody reads it, or the disk is
 * full, the app serves, and ends when it is told to. The log library's own output repeats a write that fails until it
 * does not, and has threads that wait for a reader when the process is to end.
 */
import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

export interface LogOutput {
  /** One line. */
  write(line: string): void;
  /** Resolves when all lines are handed over, nobody takes them, or the time is over. */
  flushed(withinMs: number): Promise<void>;
}

/** Lines wait in memory up to here for a reader that is slow; further ones are left out, and counted. */
const mostWaitingBytes = 1024 * 1024;

/** @param fd standard output unless given */
export function logOutput(fd = 1): LogOutput {
  const stat = fstatSync(fd);
  return stat.isFIFO() || stat.isSocket() ? toReader(fd) : toFile(fd);
}

/** Counts lines that are left out, and says so before the next one. */
function counted(write: (text: string) => boolean): (line: string) => void {
  let leftOut = 0;
  return (line) => {
    const time = new Date().toISOString();
    const note = { level: 40, time, leftOut, msg: 'log lines could not be written' };
    if (write(leftOut > 0 ? `${JSON.stringify(note)}\n${line}` : line)) leftOut = 0;
    else leftOut += 1;
  };
}

/** A pipe: a write that finds no room in it waits, and the process does not. */
function toReader(fd: number): LogOutput {
  const pipe = new Socket({ fd, readable: false, writable: true });
  pipe.unref();
  // The reader is gone; `destroyed` says so from now on.
  pipe.on('error', () => undefined);
  return {
    write: counted((text) => {
      if (pipe.destroyed || pipe.writableLength > mostWaitingBytes) return false;
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

/** A file, a terminal or nothing at all: written at once. */
function toFile(fd: number): LogOutput {
  return {
    write: counted((text) => {
      try {
        writeSync(fd, text);
        return true;
      } catch (error) {
        // The disk is full, for instance. A defect of ours has no such code.
        if (error instanceof Error && 'code' in error) return false;
        throw error;
      }
    }),
    flushed: async () => undefined,
  };
}
