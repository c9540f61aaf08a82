/**
 * Which tests run where. A story runs over HTTP, on both stores where the store matters. Over Socket Mode, `npm test`
 * runs only the stories that are marked `daily` or `socket`; CI runs all. Stories to which this does not apply say so in
 * their marks (`marks`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The store a story runs on, read by `inject('store')`. */
    store: 'sqlite' | 'postgres';
    /** How Slack reaches the app, read by `inject('mode')`. */
    mode: 'http' | 'socket';
    /** Whether the app is killed at a choice of places or at each, read by `inject('kills')`. */
    kills: 'some' | 'all';
  }
}

/**
 * What a story may say of itself in a line `// runs: http, ci` below its heading; without one it runs everywhere. A
 * unit test may say `ci`.
 */
const marks = {
  http: 'not over Socket Mode: it is about requests, kills or starts, or about what is the same in both modes',
  embedded: 'not on PostgreSQL: it is about words, views or calls; the units of the store run on both',
  socket: 'only over Socket Mode',
  daily: 'over Socket Mode also in `npm test`',
  postgres: 'only on PostgreSQL: it is about a database server, or several processes',
  sqlite: 'only on the embedded store: it starts an app of its own',
  ci: 'not in `npm test`: it takes more than a few seconds, and shorter tests cover the main case',
  kills: 'kills the app at a choice of places in `npm test`, at each in CI',
} as const;
type Mark = keyof typeof marks;

/** The test files below these folders, with their marks. */
const marked = (...folders: readonly string[]) =>
  folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => ({ file, marks: marksOf(file) }));

function marksOf(file: string): ReadonlySet<Mark> {
  const said = /^\/\/ runs: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.split(', ') ?? [];
  const isMark = (word: string): word is Mark => word in marks;
  const unknown = said.filter((word) => !isMark(word));
  if (unknown.length > 0) throw new Error(`${file}: unknown marks: ${unknown.join(', ')}`);
  return new Set(said.filter(isMark));
}

const stories = marked('test/stories');
const units = marked('test/units', 'test/shape', 'test/contracts');

/** The paths of those tests whose marks satisfy the condition. */
const files = (all: typeof stories, holds: (is: (mark: Mark) => boolean) => boolean): string[] =>
  all.filter((one) => holds((mark) => one.marks.has(mark))).map(({ file }) => file);

const inBrowser = { globalSetup: 'test/browser/shared-browser.ts' };

const dist = fileURLToPath(new URL('dist', import.meta.url));

/** Settings that make imports from these folders lead to `dist`. @param folders separated by `|` */
export const fromDist = (folders: string) => ({
  alias: [{ find: new RegExp(`^(?:\\.\\./)+(${folders})/(.*)\\.ts$`), replacement: `${dist}/$1/$2.js` }],
});

/**
 * A project whose tests start the compiled app, or call parts of it. They import the sandbox and what they need of
 * `src` from `dist`: to transform all of it again would take half of a short story's time, and a tenth of the units'.
 */
const compiledProject = (test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  extends: true,
  resolve: fromDist('sandbox|src'),
  test: { server: { deps: { external: [new RegExp(`^${dist}/`)] } }, ...test },
});

/** Runs after the stories, so that a browser does not slow down stories that measure seconds. */
const afterStories = { sequence: { groupOrder: 1 } };
/** For all tests in a browser: each of them keeps a processor busy. */
const browserAlone = { maxWorkers: 2, sequence: { groupOrder: 2 } };

/** Starts the tests that kill the app first: they take so long that they would run alone at the end. */
class KillsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const kills = ({ moduleId }: TestSpecification): number => Number(marksOf(moduleId).has('kills'));
    return (await super.sort(files)).sort((a, b) => kills(b) - kills(a));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: KillsFirst },
    // One more than the cores of a small machine: stories wait more than they work.
    maxWorkers: 3,
    // Test files leave nothing behind in the modules they import, so each worker loads those once.
    isolate: false,
    // Long enough to see in a report what differs, where all that is kept of a run is its messages.
    chaiConfig: { truncateThreshold: 2_000 },
    // How long a test waits for something to happen: long enough for a very busy machine.
    expect: { poll: { timeout: 30_000, interval: 25 } },
    // Longer than that wait, so that its error comes first, which says what did not happen. On such a machine, a start
    // of the app takes ten seconds.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      // The story in a browser leaves half of the machine idle, so these run beside it.
      compiledProject({ name: 'units', include: files(units, (is) => !is('ci')), ...afterStories }),
      // Not part of `npm test`.
      compiledProject({ name: 'long units', include: files(units, (is) => is('ci')), ...afterStories }),
      compiledProject({
        name: 'stories',
        include: files(stories, (is) => !is('socket') && !is('postgres') && !is('ci')),
        provide: { store: 'sqlite', mode: 'http', kills: 'some' },
      }),
      compiledProject({
        name: 'attack',
        include: ['test/attack/**/*.test.ts'],
        provide: { store: 'sqlite', mode: 'http', kills: 'some' },
        ...afterStories,
      }),
      compiledProject({
        name: 'stories over Socket Mode',
        include: files(stories, (is) => is('daily') || (is('socket') && !is('ci'))),
        provide: { store: 'sqlite', mode: 'socket', kills: 'some' },
      }),
      // Only CI runs this project and the next three; the next three run on the newest LTS.
      compiledProject({
        name: 'long stories',
        // Stories that kill the app run in 'every kill', where it is killed at more places.
        include: files(stories, (is) => is('ci') && !is('kills') && !is('socket') && !is('postgres')),
        provide: { store: 'sqlite', mode: 'http', kills: 'some' },
      }),
      compiledProject({
        name: 'every story of the embedded store',
        include: files(stories, (is) => is('sqlite')),
        provide: { store: 'sqlite', mode: 'http', kills: 'some' },
      }),
      compiledProject({
        name: 'every interaction over Socket Mode',
        include: files(stories, (is) => !is('http')),
        provide: { store: 'sqlite', mode: 'socket', kills: 'some' },
      }),
      compiledProject({
        name: 'every kill',
        include: files(stories, (is) => is('kills')),
        provide: { store: 'sqlite', mode: 'http', kills: 'all' },
      }),
      compiledProject({
        name: 'stories on PostgreSQL',
        include: files(stories, (is) => !is('socket') && !is('sqlite') && !is('embedded')),
        exclude: process.env['WITHOUT_STORIES_ON_POSTGRES'] ? ['**'] : [],
        provide: { store: 'postgres', mode: 'http', kills: 'some' },
      }),
      compiledProject({
        name: 'attack on PostgreSQL',
        include: ['test/attack/forgotten.test.ts'],
        provide: { store: 'postgres', mode: 'http', kills: 'some' },
        ...afterStories,
      }),
      // The sandbox's page in a real Chromium: all of it in CI, the main story in `npm test`.
      compiledProject({
        name: 'browser',
        include: ['test/browser/**/*.test.ts'],
        provide: { pictures: 'compare' },
        ...inBrowser,
        ...browserAlone,
      }),
      compiledProject({
        name: 'main story in a browser',
        include: ['test/browser/main-story.test.ts'],
        ...inBrowser,
        ...afterStories,
      }),
      // `npm run screenshots`: the pictures of README are drawn.
      compiledProject({
        name: 'pictures',
        include: ['test/browser/pictures.test.ts'],
        provide: { pictures: 'draw' },
        ...inBrowser,
        ...browserAlone,
      }),
    ],
  },
});
