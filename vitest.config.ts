/**
 * Which tests run where. The stories run over HTTP on both stores. Over Socket Mode, which is another way into
 * the app, run those that type and press: the main one every day, all of them in CI; what happens behind
 * Slack's answer (kills, Box's bad days) is the same for both and is not repeated. Everything else runs once.
 */
import { defineConfig } from 'vitest/config';

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

const stories = ['test/stories/**/*.test.ts'];
/** About Socket Mode itself, so it runs nowhere else. */
const socketModeStories = 'test/stories/socket-mode.test.ts';
/** About what only a database server and several processes can do. */
const postgresStories = ['two-processes', 'database-gone', 'token-together'].map(
  (name) => `test/stories/${name}.test.ts`,
);
/**
 * Who examines the app, asks for their data, changes its key or its way into Box, or kills it at every turn: long, so
 * not part of `npm test` on SQLite.
 */
const longStories = [
  'doctor',
  'doctor-box-app',
  'former-ways',
  'key-change',
  'personal-data',
  'resend-killed',
  'token-kills',
].map((name) => `test/stories/${name}.test.ts`);
/** Starts an app of its own, on the embedded store. */
const sandboxStories = 'test/stories/sandbox*.test.ts';
/** All that people type and press. The rest is about HTTP, kills and starts, where the mode changes nothing. */
const everyInteraction = [
  'cancel',
  'card',
  'check-step',
  'extreme',
  'follow-up',
  'form',
  'list',
  'note',
  'people',
  'refused',
  'resend',
  'same-again',
  'send-with-fields',
  'slow',
  'status',
];
/** The places at which the app is killed. */
const killStories = ['killed'];
const files = (names: readonly string[]) => names.map((name) => `test/stories/${name}.test.ts`);

const inBrowser = {
  globalSetup: 'test/browser/shared-browser.ts',
  // A story in a browser is long.
  testTimeout: 90_000,
};

/** After the stories, so that a browser does not slow down what is measured in seconds. */
const afterStories = { sequence: { groupOrder: 1 } };
/** All of the browser's tests, each of which takes a processor. */
const browserAlone = { maxWorkers: 2, sequence: { groupOrder: 2 } };

export default defineConfig({
  test: {
    // One more than the cores of a small machine: stories wait more than they work.
    maxWorkers: 3,
    // Files leave nothing behind in their modules, so that each worker loads those once.
    isolate: false,
    // How long is waited for what must come: nobody's promise, so more than a machine needs that does ten other things.
    expect: { poll: { timeout: 15_000, interval: 25 } },
    // Above what is waited for, which says what was missing. A start of the app takes ten seconds on such a machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // One story in a browser leaves half of the machine idle; these have something to do then.
        test: { name: 'units', include: ['test/{units,shape,contracts}/**/*.test.ts'], ...afterStories },
      },
      {
        extends: true,
        test: {
          name: 'stories',
          include: stories,
          exclude: [socketModeStories, ...postgresStories, ...longStories],
          provide: { store: 'sqlite', mode: 'http', kills: 'some' },
        },
      },
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['test/attack/**/*.test.ts'],
          provide: { store: 'sqlite', mode: 'http', kills: 'some' },
          ...afterStories,
        },
      },
      {
        extends: true,
        test: {
          name: 'stories over Socket Mode',
          include: [...files(['send-with-fields']), socketModeStories],
          provide: { store: 'sqlite', mode: 'socket', kills: 'some' },
        },
      },
      {
        extends: true,
        // These four are not part of `npm test`: CI runs them, on the newest LTS, where each story runs once.
        test: {
          name: 'every other story',
          include: stories,
          exclude: [
            socketModeStories,
            ...postgresStories,
            ...longStories,
            ...files([...everyInteraction, ...killStories]),
          ],
          provide: { store: 'sqlite', mode: 'http', kills: 'some' },
        },
      },
      {
        extends: true,
        test: {
          name: 'every interaction over Socket Mode',
          include: [...files(everyInteraction), socketModeStories],
          provide: { store: 'sqlite', mode: 'socket', kills: 'some' },
        },
      },
      {
        extends: true,
        test: {
          name: 'every kill',
          include: files(killStories),
          provide: { store: 'sqlite', mode: 'http', kills: 'all' },
        },
      },
      {
        extends: true,
        test: {
          name: 'every long story',
          include: longStories,
          provide: { store: 'sqlite', mode: 'http', kills: 'some' },
        },
      },
      {
        extends: true,
        test: {
          name: 'stories on PostgreSQL',
          include: stories,
          exclude: [socketModeStories, sandboxStories],
          provide: { store: 'postgres', mode: 'http', kills: 'some' },
        },
      },
      {
        extends: true,
        test: {
          name: 'attack on PostgreSQL',
          include: ['test/attack/forgotten.test.ts'],
          provide: { store: 'postgres', mode: 'http', kills: 'some' },
          ...afterStories,
        },
      },
      {
        extends: true,
        // The sandbox's page in a real Chromium: all of it in CI, the main story in `npm test`.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          provide: { pictures: 'compare' },
          ...inBrowser,
          ...browserAlone,
        },
      },
      {
        extends: true,
        test: {
          name: 'main story in a browser',
          include: ['test/browser/main-story.test.ts'],
          ...inBrowser,
          ...afterStories,
        },
      },
      {
        extends: true,
        // `npm run screenshots`: the pictures of README are drawn.
        test: {
          name: 'pictures',
          include: ['test/browser/pictures.test.ts'],
          provide: { pictures: 'draw' },
          ...inBrowser,
          ...browserAlone,
        },
      },
    ],
  },
});
