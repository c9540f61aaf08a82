/**
 * Puts the modules of the app and of the packages it uses into a few files in `dist/app/`, and those of the sandbox's
 * page into one. Loading all 1,700 modules of the app one by one would take most of the time of a start.
 *
 * The programs to run are `dist/main.js`, `dist/doctor.js` and so on, one for each of `programs`. They turn on source
 * maps before they load the rest, so that stacks name the files of `src/`, and raise Node's limit of ten stack frames,
 * most of which the query builder would take. The packages have no maps, because these would take 90 MB of memory.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown, watch } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = {
  main: 'main',
  doctor: 'operate/doctor',
  data: 'operate/data',
  backup: 'operate/backup',
  restore: 'operate/restore',
};
const packages = 'packages';

const withoutMapsOfPackages = {
  name: 'without-maps-of-packages',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk' || !file.fileName.startsWith(packages)) continue;
      file.code = file.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
      delete files[`${file.fileName}.map`];
    }
  },
};

const input = {
  cwd: root,
  input: Object.fromEntries(Object.entries(programs).map(([name, path]) => [name, `src/${path}.ts`])),
  platform: 'node',
  // The databases' drivers stay outside: one is a native module, and the stories count what passes through
  // both.
  external: ['libsql', 'pg'],
  // node-fetch needs `whatwg-url` only on old versions of Node, and `whatwg-url` loads a module that newer versions
  // warn about.
  resolve: { alias: { 'whatwg-url': 'node:url' } },
  plugins: [withoutMapsOfPackages],
};

const output = {
  dir: `${root}/dist/app`,
  cleanDir: true,
  format: 'esm',
  sourcemap: true,
  sourcemapExcludeSources: true,
  chunkFileNames: '[name].js',
  // Each program loads only the packages that it uses itself.
  codeSplitting: { groups: [{ name: packages, test: /[\\/]node_modules[\\/]/, entriesAware: true }] },
};

/** Writes the programs that load the bundle. */
function writePrograms() {
  mkdirSync(`${root}/dist`, { recursive: true });
  for (const name of Object.keys(programs)) {
    writeFileSync(
      `${root}/dist/${name}.js`,
      `process.setSourceMapsEnabled(true);\nError.stackTraceLimit = 30;\nawait import('./app/${name}.js');\n`,
    );
  }
}

/** Bundles the programs. @throws what the bundler says about a source that it cannot read */
export async function bundle() {
  await write(input, output);
  writePrograms();
}

/**
 * Bundles the sandbox's page, without the PDF reader, which most windows never load. A browser would take a second to
 * fetch the page's 130 modules. @throws what the bundler says about a source that it cannot read
 */
export async function bundlePage() {
  const page = {
    cwd: root,
    input: 'sandbox/page/client/main.tsx',
    platform: 'browser',
    external: ['pdfjs-dist'],
    tsconfig: 'sandbox/page/client/tsconfig.json',
  };
  await write(page, { file: `${root}/dist/sandbox/page/bundle/main.js`, format: 'esm', sourcemap: true });
}

async function write(input, output) {
  const bundler = await rolldown(input);
  try {
    await bundler.write(output);
  } finally {
    await bundler.close();
  }
}

/** Bundles on every change, and prints the bundler's errors. Resolves with the watcher when it has bundled once. */
export async function bundleOnChange() {
  writePrograms();
  // Files are overwritten and never missing: a program that watches its files would otherwise lose sight of
  // them.
  const watcher = watch({ ...input, output: { ...output, cleanDir: false } });
  await new Promise((resolve) => {
    watcher.on('event', async (event) => {
      if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`);
      if ('result' in event) await event.result.close();
      if (event.code === 'END') resolve();
    });
  });
  return watcher;
}
