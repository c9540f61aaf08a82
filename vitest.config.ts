/** Which tests run where: the same stories run on both stores, everything else once. */
import { defineConfig } from 'vitest/config';

declare module 'vitest' {
  interface ProvidedContext {
    /** The store a story runs on, read by `inject('store')`. */
    store: 'sqlite' | 'postgres';
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'units', include: ['test/{units,shape,contracts}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'stories', include: ['test/stories/**/*.test.ts'], provide: { store: 'sqlite' } },
      },
      {
        extends: true,
        test: {
          name: 'stories on PostgreSQL',
          include: ['test/stories/**/*.test.ts'],
          provide: { store: 'postgres' },
        },
      },
    ],
  },
});
