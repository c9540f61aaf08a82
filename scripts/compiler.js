/** The path of TypeScript 7's compiler; the name `tsc` alone would not do, because TypeScript 6 brings one too. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Returns the compiler's path; null when development dependencies are not installed. */
export function findCompiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript-7/package.json')), 'bin/tsc');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
