import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The project's folder, as a URL that ends in `/`. This module is in another folder of it once it is compiled. */
export const projectRoot = new URL(
  '.',
  pathToFileURL(createRequire(import.meta.url).resolve('#root/package.json')),
);
