/** What can be told from the environment alone. */
import type { Config, Problem } from '../../config/config.ts';
import type { Check, Outcome } from './check.ts';
import { ok, wrong } from './check.ts';

/** One line for each problem; without a configuration nothing else can be asked. */
export function problemOutcomes(problems: readonly Problem[]): readonly (readonly [string, Outcome])[] {
  return problems.map((problem) => [
    problem.variable,
    { finding: wrong(`${problem.wrong}.`, problem.where) },
  ]);
}

export function configurationChecks(config: Config): readonly Check[] {
  return [
    { name: 'Variables', run: async () => ok('all required variables are set, and have the right form') },
    ...config.notes.map((note): Check => {
      // A note begins with the variable that it is about.
      const [, name = '', rest = ''] = /^(\S+) (.*)$/.exec(note) ?? [];
      return { name, run: async () => ({ ...ok(`${rest}.`), mark: 'warning' }) };
    }),
  ];
}
