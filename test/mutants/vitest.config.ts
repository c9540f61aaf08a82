/**
 * Runs test files in the order in which the command line names them, and caches nothing for later runs. Mutations are
 * made in `src`, so tests take what they need of it from there, not from `dist`; stories still take the sandbox from
 * `dist`.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import config, { fromDist } from '../../vitest.config.ts';

const named = process.argv;

class InOrderOfArguments extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number =>
      named.indexOf(relative(process.cwd(), moduleId));
    return files.sort((a, b) => place(a) - place(b));
  }
}

const projects = (config.test?.projects ?? []).map((project) => {
  if (typeof project !== 'object' || !('resolve' in project)) return project;
  const isUnits = String(project.test?.name).endsWith('units');
  return { ...project, resolve: isUnits ? {} : fromDist('sandbox') };
});

export default {
  ...config,
  test: {
    ...config.test,
    projects,
    cache: false,
    sequence: { sequencer: InOrderOfArguments },
    setupFiles: process.env['NOTE_REACHED'] ? ['test/mutants/in-story.mjs'] : [],
  },
};
