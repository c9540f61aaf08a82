/** Checks that need only the environment. */

import { webhookPath } from '../../config/box.ts';
import type { Config, Problem } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import type { Check, Outcome } from './check.ts';
import { ok, unchecked, wrong } from './check.ts';

/** One line for each problem; without a valid configuration nothing else can be checked. */
export function problemOutcomes(problems: readonly Problem[]): readonly (readonly [string, Outcome])[] {
  return problems.map((problem) => [
    problem.variable,
    { finding: wrong(`${problem.wrong}.`, problem.where) },
  ]);
}

export function configurationChecks(config: Config): readonly Check[] {
  return [
    { name: 'Variables', run: async () => ok('all required variables are set, and have the right form') },
    ...(config.box.webhookKeys.length === 0 ? [] : [webhookCheck(config)]),
    ...config.notes.map((note): Check => {
      // A note begins with the variable that it is about.
      const [, name = '', rest = ''] = /^(\S+) (.*)$/.exec(note) ?? [];
      return { name, run: async () => ({ ...ok(`${rest}.`), mark: 'warning' }) };
    }),
  ];
}

/**
 * Checks the form of PUBLIC_URL: Box calls only some addresses
 * (https://developer.box.com/guides/webhooks/v2/limitations-v2/).
 */
function webhookCheck({ server: { publicUrl = '' } }: Config): Check {
  const { protocol, port } = new URL(publicUrl);
  return {
    name: 'Webhooks',
    run: async () =>
      protocol === 'https:' && port === ''
        ? unchecked(
            `This cannot be checked: Box calls ${publicUrl}${webhookPath} from the internet, and signs with the keys of your Box app. Only the form of the address was looked at, and is right.`,
          )
        : wrong(
            'Box calls webhooks at https:// addresses on port 443 alone. Mend PUBLIC_URL, or empty the BOX_WEBHOOK keys.',
            whereToFind('PUBLIC_URL'),
          ),
  };
}
