/**
 * Compiles on every change, and restarts the app when its bundle has changed. A signal ends the compiler and
 * the app; an app that crashes waits for the next change.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleOnChange } from './bundle.js';
import { findCompiler } from './compiler.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = findCompiler();
const projects = ['tsconfig.app.json', 'tsconfig.sandbox.json', 'sandbox/page/client'];

const bundling = await bundleOnChange();
const children = [
  [compiler, '-b', ...projects, '--watch', '--preserveWatchOutput'],
  ['--watch', '--watch-preserve-output', 'dist/main.js'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));

function stop() {
  void bundling.close();
  for (const child of children) child.kill();
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
for (const child of children) child.once('exit', stop);
