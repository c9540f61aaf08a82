/** The rules of imports find breaches, and say where the code belongs. Some rules have no row here. */
// runs: ci
import { expect, onTestFinished, test } from 'vitest';
import { checkImports } from './import-rules.ts';
import { plantTree } from './tree.ts';

const importsOf = (...paths: string[]) => paths.map((path) => `import '${path}';`).join('\n');
/** The files of a tree without a breach; each row below adds a breach. */
const sound = {
  'package.json': '{"name":"planted","type":"module"}',
  'src/main.ts': importsOf('./app/app.ts'),
  'src/app/app.ts': importsOf('../features/create.ts', '../web/server.ts', './worker.ts'),
  'src/operate/doctor.ts': importsOf('./doctor/box.ts'),
  'src/operate/doctor/box.ts': importsOf('../../box/files.ts', './check.ts'),
  'src/operate/doctor/check.ts': 'export const check = 1;',
  'src/web/server.ts': 'export const port = 0;',
  'src/app/worker.ts': importsOf('../store/jobs.ts', '../failure.ts'),
  'src/failure.ts': 'export const failure = 1;',
  'src/classify.ts': importsOf('./failure.ts'),
  'src/shapes.ts': 'export const shapes = 1;',
  'src/features/create.ts': importsOf(
    '../signing/decide.ts',
    '../views/card.ts',
    '../box/files.ts',
    '../store/jobs.ts',
  ),
  'src/signing/decide.ts': 'export const decide = 1;',
  'src/views/card.ts': importsOf('../signing/decide.ts', '../shapes.ts'),
  'src/box/files.ts': importsOf('../failure.ts', '../classify.ts'),
  'src/store/jobs.ts': importsOf('node:crypto'),
  'sandbox/main.ts': importsOf('./box/server.ts', './page/server.ts', './page/client/main.tsx'),
  'sandbox/page/server.ts': 'export const page = 1;',
  'sandbox/page/client/main.tsx': 'export const client = 1;',
  'sandbox/box/server.ts': 'export const box = 1;',
};

test('a tree without a breach passes', async () => {
  const { root, remove } = plantTree(sound);
  onTestFinished(remove);
  const { modules, breaches } = await checkImports(root);
  expect(modules).toBe(19);
  expect(breaches).toEqual([]);
});

test.each([
  ['src/signing/decide.ts', '../failure.ts', 'signing-is-pure', 'src/features/'],
  ['src/signing/decide.ts', 'node:fs', 'signing-is-pure', 'src/store/'],
  ['src/views/card.ts', '../store/jobs.ts', 'views-is-a-leaf', 'src/features/'],
  ['src/views/card.ts', 'node:fs', 'views-are-pure', 'src/features/'],
  ['src/box/files.ts', '../store/jobs.ts', 'box-is-a-leaf', 'src/features/'],
  ['src/store/jobs.ts', '../app/worker.ts', 'store-is-a-leaf', 'src/signing/'],
  ['src/features/create.ts', '../web/server.ts', 'features-are-handed-their-world', 'src/app/'],
  ['src/app/worker.ts', '../features/create.ts', 'worker-knows-no-verb', 'src/features/'],
  ['src/operate/doctor/box.ts', '../../features/create.ts', 'doctor-only-looks', 'src/features/'],
  ['src/web/server.ts', '../operate/doctor/check.ts', 'operate-speaks-to-operators', 'src/views/texts/'],
  ['src/config/config.ts', '../box/files.ts', 'config-is-read-first', 'src/failure.ts'],
  ['src/classify.ts', './shapes.ts', 'classify-knows-no-service', 'errors.ts'],
  ['src/shapes.ts', './failure.ts', 'shapes-are-types', 'the folder that does it'],
  ['src/web/server.ts', '../store/jobs.ts', 'web-knows-routes', 'src/app/'],
  ['src/web/server.ts', '../../sandbox/box/server.ts', 'src-ships-alone', 'sandbox/'],
  ['sandbox/box/server.ts', '../../src/failure.ts', 'sandbox-stands-alone', 'sandbox/'],
  ['sandbox/page/server.ts', '../box/server.ts', 'page-uses-control-servers', 'control servers'],
  ['sandbox/page/client/main.tsx', '../server.ts', 'client-runs-in-a-browser', 'browser'],
  ['src/box/files.ts', './gone.ts', 'resolvable', 'leads nowhere'],
])('%s must not import %s', async (path, imported, rule, advice) => {
  const { root, remove } = plantTree({ ...sound, [path]: importsOf(imported) });
  onTestFinished(remove);
  const { breaches } = await checkImports(root);
  const told = breaches.filter((breach) => breach.startsWith(`${rule}: ${path}`));
  expect(told, breaches.join('\n')).toHaveLength(1);
  expect(told[0]).toContain(advice);
});

test('import cycles are found, even those of types alone', async () => {
  const cyclic = { ...sound, 'src/store/rows.ts': importsOf('./jobs.ts') };
  const real = plantTree({ ...cyclic, 'src/store/jobs.ts': importsOf('./rows.ts') });
  onTestFinished(real.remove);
  expect((await checkImports(real.root)).breaches.join('\n')).toMatch(
    /no-cycle: src\/store\/(jobs|rows)\.ts/,
  );
  const types = plantTree({ ...cyclic, 'src/store/jobs.ts': "import type { Row } from './rows.ts';" });
  onTestFinished(types.remove);
  expect((await checkImports(types.root)).breaches.join('\n')).toMatch(
    /no-cycle: src\/store\/(jobs|rows)\.ts/,
  );
});

test('a library that only one folder may import is found elsewhere', async () => {
  const { root, remove } = plantTree({
    ...sound,
    'node_modules/pg/package.json': '{"name":"pg","version":"1.0.0","main":"index.js"}',
    'node_modules/pg/index.js': '',
    'src/web/server.ts': importsOf('pg'),
  });
  onTestFinished(remove);
  const { breaches } = await checkImports(root);
  expect(breaches.join('\n')).toContain('SQL and its drivers stay in src/store/');
});

test('a file that no program imports is found', async () => {
  const { root, remove } = plantTree({
    ...sound,
    'src/box/alone.ts': 'export const alone = 1;',
    'src/box/pair.ts': importsOf('./files.ts'),
  });
  onTestFinished(remove);
  const { breaches } = await checkImports(root);
  expect(breaches.join('\n')).toContain('no-orphan: src/box/alone.ts');
  expect(breaches.join('\n')).toMatch(/reachable-from-main: .*src\/box\/pair\.ts/);
});
