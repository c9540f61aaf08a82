import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * The project's folder, as a URL that ends in `/`. Found by its `package.json`, because this module moves to another
 * folder when it is compiled.
 */
export const projectRoot = new URL(
  '.',
  pathToFileURL(createRequire(import.meta.url).resolve('#root/package.json')),
);
