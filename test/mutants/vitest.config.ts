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

const all = config.test?.projects ?? [];

/** The files of the projects with these names. */
const filesOf = (...names: readonly string[]): readonly string[] =>
  all.flatMap((project) =>
    typeof project === 'object' && 'test' in project && names.includes(String(project.test?.name))
      ? (project.test?.include ?? [])
      : [],
  );

const overHttp = filesOf('stories', 'long stories');
const onlyOverSocketMode = filesOf('every interaction over Socket Mode').filter(
  (file) => !overHttp.includes(file),
);

const projects = all.map((project) => {
  if (typeof project !== 'object' || !('resolve' in project)) return project;
  const name = String(project.test?.name);
  const resolve = name.endsWith('units') ? {} : fromDist('sandbox');
  if (name !== 'stories over Socket Mode') return { ...project, resolve };
  // Once each, where CI runs all of them over Socket Mode.
  return {
    ...project,
    resolve,
    test: { ...project.test, include: [...filesOf(name), ...onlyOverSocketMode] },
  };
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
