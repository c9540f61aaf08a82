/** Each rule of imports finds a breach, and says where the code belongs. */
// runs: ci
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkImports, importRules } from './import-rules.ts';
import { plantTree } from './tree.ts';

/** The rules of which a test below has found a breach. */
const tried = new Set<string>();

/** The breaches in a tree of these files, below `folder`. */
async function breachesOf(files: Readonly<Record<string, string>>, folder = '.'): Promise<readonly string[]> {
  const { root, remove } = plantTree(files);
  onTestFinished(remove);
  const { breaches } = await checkImports(join(root, folder));
  for (const breach of breaches) tried.add(breach.split(':')[0] ?? '');
  return breaches;
}

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
  'src/bytes.ts': 'export const bytes = 1;',
  'src/renewal.ts': importsOf('./failure.ts', './shapes.ts'),
  'src/telemetry.ts': 'export const telemetry = 1;',
  'src/slack/calls.ts': importsOf('../renewal.ts', '../bytes.ts', '../telemetry.ts'),
  'src/features/create.ts': importsOf(
    '../signing/decide.ts',
    '../views/card.ts',
    '../box/files.ts',
    '../slack/calls.ts',
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

const library = (name: string) => ({
  [`node_modules/${name}/package.json`]: `{"name":"${name}","version":"1.0.0","main":"index.js"}`,
  [`node_modules/${name}/index.js`]: '',
});

test('a tree without a breach passes', async () => {
  const { root, remove } = plantTree(sound);
  onTestFinished(remove);
  const { modules, breaches } = await checkImports(root);
  expect(modules).toBe(23);
  expect(breaches).toEqual([]);
});

test.each([
  ['src/signing/decide.ts', '../failure.ts', 'signing-is-pure', 'src/features/'],
  ['src/signing/decide.ts', 'node:fs', 'signing-is-pure', 'src/store/'],
  ['src/views/card.ts', '../store/jobs.ts', 'views-is-a-leaf', 'src/features/'],
  ['src/views/card.ts', 'node:fs', 'views-are-pure', 'src/features/'],
  ['src/views/card.ts', '../classify.ts', 'views-is-a-leaf', 'src/features/'],
  ['src/views/card.ts', 'pg', 'views-without-libraries', 'src/slack/'],
  ['src/slack/calls.ts', '../views/card.ts', 'slack-is-a-leaf', 'src/features/'],
  ['src/box/files.ts', '../store/jobs.ts', 'box-is-a-leaf', 'src/features/'],
  ['src/store/jobs.ts', '../app/worker.ts', 'store-is-a-leaf', 'src/signing/'],
  ['src/features/create.ts', '../web/server.ts', 'features-are-handed-their-world', 'src/app/'],
  ['src/app/worker.ts', '../features/create.ts', 'worker-knows-no-verb', 'src/features/'],
  ['src/operate/doctor/box.ts', '../../features/create.ts', 'doctor-only-looks', 'src/features/'],
  ['src/web/server.ts', '../operate/doctor/check.ts', 'operate-speaks-to-operators', 'src/views/texts/'],
  ['src/config/config.ts', '../box/files.ts', 'config-is-read-first', 'src/failure.ts'],
  ['src/failure.ts', 'node:fs', 'failure-stands-alone', 'imports nothing'],
  ['src/bytes.ts', 'node:fs', 'bytes-stand-alone', 'imports nothing'],
  ['src/telemetry.ts', './failure.ts', 'telemetry-stands-alone', 'imports nothing'],
  ['src/renewal.ts', './classify.ts', 'renewal-knows-no-service', 'src/box/'],
  ['src/classify.ts', './shapes.ts', 'classify-knows-no-service', 'errors.ts'],
  ['src/shapes.ts', './failure.ts', 'shapes-are-types', 'the folder that does it'],
  ['src/web/server.ts', '../store/jobs.ts', 'web-knows-routes', 'src/app/'],
  ['src/web/server.ts', '../../sandbox/box/server.ts', 'src-ships-alone', 'sandbox/'],
  ['sandbox/box/server.ts', '../../src/failure.ts', 'sandbox-stands-alone', 'sandbox/'],
  ['sandbox/page/server.ts', '../box/server.ts', 'page-uses-control-servers', 'control servers'],
  ['sandbox/page/client/main.tsx', '../server.ts', 'client-runs-in-a-browser', 'browser'],
  ['src/features/create.ts', 'pg', 'kysely-libsql-pg-in-one-place', 'src/store/'],
  ['src/web/server.ts', '@slack/bolt', '-slack-bolt-web-api--in-one-place', 'src/slack/'],
  ['src/features/create.ts', 'box-node-sdk', 'box-typescript-sdk-gen-box-node-sdk-in-one-place', 'src/box/'],
  ['src/telemetry.ts', '@opentelemetry/api', '-opentelemetry-in-one-place', 'traces.ts'],
  ['src/box/files.ts', './gone.ts', 'resolvable', 'leads nowhere'],
])('%s must not import %s', async (path, imported, rule, advice) => {
  const isLibrary = !/^(\.|node:)/.test(imported);
  const breaches = await breachesOf({
    ...sound,
    ...(isLibrary ? library(imported) : {}),
    [path]: importsOf(imported),
  });
  const told = breaches.filter((breach) => breach.startsWith(`${rule}: ${path}`));
  expect(told, breaches.join('\n')).toHaveLength(1);
  expect(told[0]).toContain(advice);
});

test('import cycles are found, in src even those of types alone', async () => {
  const back = importsOf('./rows.ts');
  const typesBack = "import type { Row } from './rows.ts';";
  const breaches = async (folder: string, written: string) => {
    const cyclic = { [`${folder}/rows.ts`]: importsOf('./jobs.ts'), [`${folder}/jobs.ts`]: written };
    return (await breachesOf({ ...sound, ...cyclic })).join('\n');
  };
  expect(await breaches('src/store', back)).toMatch(/no-cycle: src\/store\/(jobs|rows)\.ts/);
  expect(await breaches('src/store', typesBack)).toMatch(/no-cycle: src\/store\/(jobs|rows)\.ts/);
  expect(await breaches('sandbox/box', back)).toMatch(/no-cycle-in-sandbox: sandbox\/box\/(jobs|rows)\.ts/);
  expect(await breaches('sandbox/box', typesBack)).not.toContain('no-cycle');
});

test('an import from outside the project is found', async () => {
  const inside = Object.entries({ ...sound, 'src/store/jobs.ts': importsOf('../../../beside.ts') });
  const tree = Object.fromEntries(inside.map(([path, text]) => [`project/${path}`, text]));
  const breaches = await breachesOf({ ...tree, 'beside.ts': 'export const beside = 1;' }, 'project');
  expect(breaches.join('\n')).toContain('nothing-outside-the-project: src/store/jobs.ts');
});

test('a file that no program imports is found', async () => {
  const breaches = await breachesOf({
    ...sound,
    'src/box/alone.ts': 'export const alone = 1;',
    'src/box/pair.ts': importsOf('./files.ts'),
  });
  expect(breaches.join('\n')).toContain('no-orphan: src/box/alone.ts');
  expect(breaches.join('\n')).toMatch(/reachable-from-main: .*src\/box\/pair\.ts/);
});

test('every rule has found a breach above', () => {
  expect(importRules.map(({ name }) => name).filter((name) => !tried.has(name ?? ''))).toEqual([]);
});
