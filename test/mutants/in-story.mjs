/**
 * Runs before each story of an app whose regions are marked. Stores the story's name for the processes that the story
 * starts.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { recordRegionsFor } from './in-app.mjs';

const story = basename(expect.getState().testPath);
writeFileSync(`reached/by-process/${process.pid}`, story);
// Stories call some code of `src` directly.
recordRegionsFor(story);
