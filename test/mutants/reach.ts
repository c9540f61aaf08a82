/**
 * Which stories reach which regions of `src`: recorded in one run of the stories on an app whose regions are marked,
 * and cached until `src` or the story changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Compiler } from './compiler.ts';
import type { Copy } from './copy.ts';
import { marked } from './regions.ts';

/** Arguments of vitest that name projects in which stories run without a database server or a browser. */
export const storyProjects = ['stories', 'stories over Socket Mode', 'long stories', 'attack'].flatMap(
  (name) => ['--project', name],
);

/** The regions of the app that each story reaches, by the story's path. */
type Reach = Record<string, { readonly hash: string; readonly regions: readonly string[] }>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * @returns a function that lists the stories that run a region. Stories that run the fewest regions come first, because
 * they are the most specific.
 */
export async function reachOf(
  root: string,
  copy: Copy,
  files: Compiler['files'],
): Promise<(region: string) => readonly string[]> {
  const source = hashOf([...files].map(([path, { text }]) => path + text).join('\n'));
  const kept = join(root, `node_modules/.cache/mutants/${source}.json`);
  const before: Reach = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const hashes = ['test/stories', 'test/attack'].flatMap((folder) =>
    readdirSync(join(root, folder))
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
  return (region) => sorted.filter(([, { regions }]) => regions.includes(region)).map(([path]) => path);
}

/** Runs these stories on the marked app. Returns the regions that each of them reached. */
async function recordRegions(
  copy: Copy,
  files: Compiler['files'],
  stories: readonly string[],
): Promise<Record<string, readonly string[]>> {
  process.stdout.write(`${stories.length} stories are run to see what they reach\n`);
  const reached = join(copy.folder, 'reached');
  mkdirSync(join(reached, 'by-process'), { recursive: true });
  for (const [path, file] of files) copy.write(path, marked(path, file));
  copy.bundle();
  for (const name of readdirSync(join(copy.folder, 'dist')).filter((one) => one.endsWith('.js'))) {
    const program = `dist/${name}`;
    const text = readFileSync(join(copy.folder, program), 'utf8');
    copy.write(program, `import '../test/mutants/in-app.mjs';\n${text}`);
  }
  const tested = await copy.test([...storyProjects, ...stories], 60 * 60_000, { NOTE_REACHED: 'yes' });
  if (tested.end === 'timed out') throw new Error('the stories did not end without a mutant');
  // On a busy machine one of some hundred stories may fail. What it reached before that counts.
  if (tested.end === 'failed') process.stdout.write(`without a mutant: ${tested.test}: ${tested.why}\n`);
  for (const [path, { text }] of files) copy.write(path, text);
  return Object.fromEntries(
    stories.map((path) => {
      const file = join(reached, basename(path));
      return [path, existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))] : []];
    }),
  );
}
