/**
 * Writes the log to standard output. When nobody reads the log, or the disk is full, log lines are dropped, but the app
 * keeps running, and still ends when it is stopped. The log library's own output is not used: it repeats a failed write
 * until it succeeds, and its threads wait for a reader when the process should end.
 */
import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** Where log lines are written. */
export interface LogOutput {
  /** Writes one line. */
  write(line: string): void;
  /** Resolves when all lines are written, the reader is gone, or the time is up. */
  flushed(withinMs: number): Promise<void>;
}

/** Lines wait in memory up to this size for a slow reader; further ones are dropped and counted. */
const maxWaitingBytes = 1024 * 1024;

/** Creates the output. @param fd the file descriptor; standard output unless given */
export function logOutput(fd = 1): LogOutput {
  const stat = fstatSync(fd);
  return stat.isFIFO() || stat.isSocket() ? pipeOutput(fd) : fileOutput(fd);
}

/** Writes lines with `write`; counts those that it drops, and logs their number before the next line. */
function writeAndCount(write: (text: string) => boolean): (line: string) => void {
  let leftOut = 0;
  return (line) => {
    const time = new Date().toISOString();
    const note = { level: 40, time, leftOut, msg: 'log lines could not be written' };
    if (write(leftOut > 0 ? `${JSON.stringify(note)}\n${line}` : line)) leftOut = 0;
    else leftOut += 1;
  };
}

/** Writes log lines to a pipe or socket: they wait in memory until there is room, and do not block the process. */
function pipeOutput(fd: number): LogOutput {
  const pipe = new Socket({ fd, readable: false, writable: true });
  pipe.unref();
  // An error means that the reader is gone; from then on, `destroyed` is true.
  pipe.on('error', () => undefined);
  return {
    write: writeAndCount((text) => {
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

/** Writes log lines synchronously to a file, a terminal or a closed descriptor. */
function fileOutput(fd: number): LogOutput {
  return {
    write: writeAndCount((text) => {
      try {
        writeSync(fd, text);
        return true;
      } catch (error) {
        // A system error, such as a full disk. An error of our own has no code.
        if (error instanceof Error && 'code' in error) return false;
        throw error;
      }
    }),
    flushed: async () => undefined,
  };
}
