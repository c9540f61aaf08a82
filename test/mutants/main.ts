/**
 * `npm run mutants [-- --seed S] [--count N] [--in src/features] [--skip N]`: makes one mistake at a time in a copy of
 * `src` and finds out whether the tests notice it: first the unit tests and then the stories that run the changed code,
 * and at the end the unit tests that import the file. The seed decides which mistakes are made; `--skip` goes on with a sample that was interrupted.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { chanceOf } from '../chaos/chance.ts';
import { type Compiler, compilerOf } from './compiler.ts';
import { copyOf, type TestOutcome } from './copy.ts';
import { type Mutation, mutationsOf } from './places.ts';
import { type ReachingTests, reachOf, storyProjects, unitProjects } from './reach.ts';
import { regionOf } from './regions.ts';

/** Time limits (ms). A run that takes longer counts as hanging; even a small, busy machine needs less time. */
const withinMs = { units: 5 * 60_000, stories: 30 * 60_000 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    count: { type: 'string', default: '30' },
    in: { type: 'string', default: 'src' },
    skip: { type: 'string', default: '0' },
  },
});
const [seed, count, skip] = [Number(values.seed), Number(values.count), Number(values.skip)];
if (![seed, count, skip].every(Number.isSafeInteger) || skip < 0) {
  process.stderr.write('--seed, --count and --skip are whole numbers.\n');
  process.exit(2);
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
print(`seed ${seed}: ${count} mutants of ${values.in}`);
const { files, checker, compiles } = compilerOf(process.cwd());
const copy = copyOf(process.cwd());
const ends = { caught: 0, 'timed out': 0, survived: 0 };
try {
  const testsAt = await reachOf(process.cwd(), copy, files);
  let drawn = 0;
  for (const mutation of drawMutations()) {
    drawn += 1;
    if (drawn <= skip) continue;
    const startedAt = performance.now();
    const { end, by } = await outcomeOf(mutation, testsAt);
    ends[end] += 1;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    print(`${end.padEnd(9)} ${inWords(mutation)}\n          ${by} (${seconds} s)`);
  }
} finally {
  copy.remove();
}
print(`${ends.caught} caught, ${ends['timed out']} timed out, ${ends.survived} survived`);
print(`repeat with --seed ${seed} --count ${count} --in ${values.in}`);
process.exitCode = ends.survived === 0 ? 0 : 1;

/**
 * The mutations to try, drawn by the seed; those that do not compile are left out. Draws a kind first and then a place,
 * because most places are constants.
 */
function* drawMutations(): Generator<Mutation> {
  const chance = chanceOf(seed, 'mutants');
  const left = new Map<string, Mutation[]>();
  for (const [path, file] of files) {
    if (!path.startsWith(values.in)) continue;
    for (const mutation of mutationsOf(path, file, checker))
      left.set(mutation.kind, [...(left.get(mutation.kind) ?? []), mutation]);
  }
  for (let done = 0; done < count && left.size > 0; ) {
    const [kind, all] = chance.pick([...left]);
    const [mutation] = all.splice(chance.whole(0, all.length - 1), 1);
    if (all.length === 0) left.delete(kind);
    if (!mutation || !compiles(mutation.path, mutated(mutation))) continue;
    done += 1;
    yield mutation;
  }
}

function fileOf(path: string): NonNullable<ReturnType<Compiler['files']['get']>> {
  const file = files.get(path);
  if (!file) throw new Error(`${path} is not in src`);
  return file;
}

/** The text of a file with the mutation in it. */
function mutated({ path, start, end, by }: Mutation): string {
  const { text } = fileOf(path);
  return text.slice(0, start) + by + text.slice(end);
}

interface MutantOutcome {
  readonly end: keyof typeof ends;
  readonly by: string;
}

/**
 * Tries a mutation. Most mistakes are noticed by the unit tests that run the changed code; all that import the file take
 * minutes, and are needed because code that runs when a module is loaded was recorded for one test alone.
 */
async function outcomeOf(
  mutation: Mutation,
  testsAt: (region: string) => ReachingTests,
): Promise<MutantOutcome> {
  const { path, start, end } = mutation;
  const file = fileOf(path);
  const { units, stories } = testsAt(regionOf(path, file, start, end));
  copy.write(path, mutated(mutation));
  try {
    const runs = [
      () => runUnits(units),
      () => runStories(stories),
      () => copy.test(['related', path, ...unitProjects, '--bail', '1'], withinMs.units),
    ];
    for (const run of runs) {
      const tested = await run();
      if (tested.end !== 'passed') return caughtOrTimedOut(tested);
    }
    return { end: 'survived', by: `${units.length} unit tests and ${stories.length} stories reach it` };
  } finally {
    copy.write(path, file.text);
  }
}

async function runUnits(units: readonly string[]): Promise<TestOutcome> {
  if (units.length === 0) return { end: 'passed' };
  return copy.test([...unitProjects, ...units, '--bail', '1'], withinMs.units);
}

/**
 * Runs stories. A failed story is run once more alone; if it passes then, only the busy machine had made it
 * fail, and all are run again.
 */
async function runStories(stories: readonly string[]): Promise<TestOutcome> {
  if (stories.length === 0) return { end: 'passed' };
  copy.bundle();
  const run = (some: readonly string[]): Promise<TestOutcome> =>
    copy.test([...storyProjects, ...some, '--bail', '1'], withinMs.stories);
  const first = await run(stories);
  const failed = first.end === 'failed' ? stories.filter((path) => first.test.includes(path)) : [];
  if (failed.length === 0) return first;
  const again = await run(failed);
  return again.end === 'passed' ? run(stories) : again;
}

/** The outcome of a mutation with which the tests did not pass. */
function caughtOrTimedOut(tested: TestOutcome): MutantOutcome {
  return tested.end === 'failed'
    ? { end: 'caught', by: `by ${tested.test}: ${tested.why}` }
    : { end: 'timed out', by: 'nothing came to an end' };
}

/** A mutation in words, as a printed line. */
function inWords({ kind, path, start, end, by }: Mutation): string {
  const file = fileOf(path);
  const brief = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 80);
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return `${path}:${line} ${kind}: ${brief(file.text.slice(start, end))} → ${brief(by)}`;
}
