/**
 * Loaded before an app whose regions are marked: records which regions are reached for the test file that started the
 * process. An app that the sandbox's own program started belongs to none.
 */
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';

const reached = new URL('../../reached/', import.meta.url);

/** Starts to record the regions that this process reaches for this test file; null: stops recording. */
export function recordRegionsFor(test) {
  const file = test === null ? null : openSync(new URL(test, reached), 'a');
  const noted = new Set();
  globalThis.__reached = (region) => {
    if (file === null || noted.has(region)) return;
    noted.add(region);
    // The region is written immediately, because a test may kill the process.
    writeSync(file, `${region}\n`);
  };
}

const starter = new URL(`by-process/${process.ppid}`, reached);
recordRegionsFor(existsSync(starter) ? readFileSync(starter, 'utf8') : null);
