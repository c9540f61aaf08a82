/** Run before each story whose app's regions are marked: notes for the processes that it starts which story it is. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { noteFor } from './in-app.mjs';

const story = basename(expect.getState().testPath);
writeFileSync(`reached/by-process/${process.pid}`, story);
// Stories call a little of `src` themselves.
noteFor(story);
