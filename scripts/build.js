/**
 * Compiles what is stale, before commands such as `start` and `test`, and after `npm install`. Without development
 * dependencies there is no compiler, and `dist/` stays as it is. That is an error only before a command that needs the
 * compiler, or an app that was never compiled: `npm install --omit=dev` must not fail. If the compiler reports errors,
 * this always fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findCompiler } from './compiler.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = 'dist/main.js';
const page = 'dist/sandbox/page/bundle/main.js';
/**
 * A bundle is stale when one of its files here is newer than it. The compiler writes a `.tsbuildinfo` when sources of
 * that project changed.
 */
const sources = {
  [app]: ['dist/app.tsbuildinfo', 'node_modules/.package-lock.json', 'scripts/bundle.js'],
  [page]: ['dist/page.tsbuildinfo', 'node_modules/.package-lock.json', 'scripts/bundle.js'],
};

/** The npm scripts before commands that need no development dependencies once the app is compiled. */
const needNoCompiler = ['prestart', 'predoctor', 'predata', 'prebackup', 'prerestore'];

/**
 * Whether npm runs this file before a command that cannot run without a compiler. The name of npm's running script
 * tells, so each such `pre…` script in `package.json` must run this file itself: with `npm run build`, the name would
 * be `build`.
 */
function isBeforeCommandThatNeedsCompiler() {
  const event = process.env['npm_lifecycle_event'] ?? '';
  if (!/^pre(?!pare$)/.test(event)) return false;
  const isReady = existsSync(`${root}/${app}`) && existsSync(`${root}/node_modules`);
  return !isReady || !needNoCompiler.includes(event);
}

/** When a file was last written; 0 for a missing one. */
const writtenAt = (path) => statSync(`${root}/${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const compiler = findCompiler();
if (compiler !== null) {
  const projects = ['tsconfig.app.json', 'tsconfig.sandbox.json', 'sandbox/page/client'];
  const { status } = spawnSync(process.execPath, [compiler, '-b', ...projects], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
  const stale = Object.keys(sources).filter((bundle) =>
    sources[bundle].some((source) => writtenAt(source) > writtenAt(bundle)),
  );
  if (status === 0 && stale.length > 0) {
    // Loaded only here, because most starts find nothing stale.
    const { bundle, bundlePage } = await import('./bundle.js');
    if (stale.includes(app)) await bundle();
    if (stale.includes(page)) await bundlePage();
  }
} else if (isBeforeCommandThatNeedsCompiler()) {
  process.stderr.write('Run npm install first: this command needs packages that are not installed.\n');
  process.exitCode = 1;
} else if (!existsSync(`${root}/${app}`)) {
  process.stderr.write(
    'Nothing was compiled: TypeScript is a development dependency.\n' +
      'For production: npm ci && npm run build && npm prune --omit=dev\n',
  );
}
