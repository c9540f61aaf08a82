/** Imports go one way. `import-rules.test.ts` checks the rules themselves. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkImports } from './import-rules.ts';
import { projectRoot } from './tree.ts';

test('imports of src and sandbox go one way', async () => {
  const { modules, breaches } = await checkImports(projectRoot);
  expect(modules).toBeGreaterThan(3);
  // Without these programs, the rules for unused files would report nothing.
  for (const entry of ['src/main.ts', 'sandbox/main.ts']) {
    expect(existsSync(join(projectRoot, entry)), entry).toBe(true);
  }
  expect(breaches).toEqual([]);
});
