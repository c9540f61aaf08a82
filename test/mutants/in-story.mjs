/**
 * Runs before each test file on an app whose regions are marked. Stores the file's name for the processes that its tests
 * start.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect } from 'vitest';
import { recordRegionsFor } from './in-app.mjs';

const test = relative(process.cwd(), expect.getState().testPath).replaceAll('/', ' ');
writeFileSync(`reached/by-process/${process.pid}`, test);
// Tests call some code of `src` directly.
recordRegionsFor(test);
