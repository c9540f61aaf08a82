/**
 * Compiles what is stale, before `start`, `sandbox` and `test`, and after `npm install`. An installation
 * without development dependencies has no compiler: there it says so and leaves `dist/` as it is, because
 * `npm install --omit=dev` must not fail. A compiler's error always fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

const compiler = findCompiler();
if (compiler !== null) {
  const { status } = spawnSync(
    process.execPath,
    [compiler, '-b', 'tsconfig.build.json', 'sandbox/page/client'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  process.exitCode = status ?? 1;
} else if (!existsSync(`${root}/dist/src/main.js`)) {
  process.stderr.write(
    'Nothing was compiled: TypeScript is a development dependency.\n' +
      'For production: npm ci && npm run build && npm prune --omit=dev\n',
  );
}
