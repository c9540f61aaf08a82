/**
 * Which tests reach which regions of `src`: recorded in one run of the tests on an app whose regions are marked, and
 * cached until `src` or the test changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiler } from './compiler.ts';
import type { Copy } from './copy.ts';
import { marked } from './regions.ts';

/** Arguments of vitest that name projects in which stories run without a database server or a browser. */
export const storyProjects = ['stories', 'stories over Socket Mode', 'long stories', 'attack'].flatMap(
  (name) => ['--project', name],
);
/** Arguments of vitest that name the projects of the unit tests. */
export const unitProjects = ['--project', '*units'];

/** The tests that reach a region. Tests that reach the fewest regions come first, because they are the most specific. */
export interface ReachingTests {
  readonly units: readonly string[];
  readonly stories: readonly string[];
}

const unitFolders = ['test/units', 'test/shape', 'test/contracts'];
const storyFolders = ['test/stories', 'test/attack'];

/** The regions of the app that each test reaches, by the test's path. */
type Reach = Record<string, { readonly hash: string; readonly regions: readonly string[] }>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** @returns a function that lists the tests that reach a region */
export async function reachOf(
  root: string,
  copy: Copy,
  files: Compiler['files'],
): Promise<(region: string) => ReachingTests> {
  const source = hashOf([...files].map(([path, { text }]) => path + text).join('\n'));
  const kept = join(root, `node_modules/.cache/mutants/${source}.json`);
  const before: Reach = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const hashes = [...unitFolders, ...storyFolders].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      // `npm ls` does not see the packages of the copy, whose `node_modules` is a link.
      .filter((name) => name.endsWith('.test.ts') && name !== 'packaged.test.ts')
      .map((name) => [`${folder}/${name}`, hashOf(readFileSync(join(root, folder, name), 'utf8'))] as const),
  );
  const unknown = hashes.filter(([path, hash]) => before[path]?.hash !== hash).map(([path]) => path);
  const noted = unknown.length > 0 ? await recordRegions(copy, files, unknown) : {};
  const reach: Reach = Object.fromEntries(
    hashes.map(([path, hash]) => [path, { hash, regions: noted[path] ?? before[path]?.regions ?? [] }]),
  );
  mkdirSync(join(kept, '..'), { recursive: true });
  writeFileSync(kept, JSON.stringify(reach));
  const sorted = Object.entries(reach).sort(([, a], [, b]) => a.regions.length - b.regions.length);
  const below = (path: string, folders: readonly string[]): boolean =>
    folders.some((folder) => path.startsWith(`${folder}/`));
  return (region) => {
    const reaching = sorted.filter(([, { regions }]) => regions.includes(region)).map(([path]) => path);
    return {
      units: reaching.filter((path) => below(path, unitFolders)),
      stories: reaching.filter((path) => below(path, storyFolders)),
    };
  };
}

/** Runs these tests on the marked app. Returns the regions that each of them reached. */
async function recordRegions(
  copy: Copy,
  files: Compiler['files'],
  tests: readonly string[],
): Promise<Record<string, readonly string[]>> {
  process.stdout.write(`${tests.length} test files are run to see what they reach\n`);
  const reached = join(copy.folder, 'reached');
  mkdirSync(join(reached, 'by-process'), { recursive: true });
  for (const [path, file] of files) copy.write(path, marked(path, file));
  copy.bundle();
  for (const name of readdirSync(join(copy.folder, 'dist')).filter((one) => one.endsWith('.js'))) {
    const program = `dist/${name}`;
    const text = readFileSync(join(copy.folder, program), 'utf8');
    copy.write(program, `import '../test/mutants/in-app.mjs';\n${text}`);
  }
  const args = [...storyProjects, ...unitProjects, ...tests];
  const tested = await copy.test(args, 60 * 60_000, { NOTE_REACHED: 'yes' });
  if (tested.end === 'timed out') throw new Error('the tests did not end without a mutant');
  // Tests that read or compile `src` fail on marked text, and on a busy machine another may. What it reached counts.
  if (tested.end === 'failed') process.stdout.write(`without a mutant: ${tested.test}: ${tested.why}\n`);
  for (const [path, { text }] of files) copy.write(path, text);
  return Object.fromEntries(
    tests.map((path) => {
      const file = join(reached, path.replaceAll('/', ' '));
      return [path, existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))] : []];
    }),
  );
}
