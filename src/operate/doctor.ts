/**
 * `npm run doctor`: checks the configuration against the live Slack and Box, and changes nothing. Exits with status 0
 * when the app would work, with 1 when something is wrong. Prints no secret.
 */
import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { type Config, readConfig } from '../config/config.ts';
import { readArguments } from './arguments.ts';
import { boxChecks } from './doctor/box.ts';
import { type Check, type Outcome, runChecks, skipped } from './doctor/check.ts';
import { configurationChecks, problemOutcomes } from './doctor/configuration.ts';
import { portChecks } from './doctor/port.ts';
import { type CheckedGroup, jsonOf, linesOf, summaryOf } from './doctor/report.ts';
import { slackChecks } from './doctor/slack.ts';
import { storeChecks } from './doctor/store.ts';

const usage = `npm run doctor: checks the configuration against Slack and Box, and changes nothing.
It reads the environment and .env, as npm start does.
  npm run doctor -- --offline        asks neither Slack nor Box
  npm run --silent doctor -- --json  prints the result as JSON
Marks: ✓ right, ✗ wrong, ! works but needs attention, – not checked. Status: 0, or 1 when something is wrong.`;

interface Options {
  readonly json: boolean;
  readonly offline: boolean;
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function readOptions(): Options {
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({ options: { json: flag, offline: flag } }).values;
}

async function main(): Promise<number> {
  const asked = readArguments(usage, readOptions);
  readDotenv({ quiet: true });
  const read = readConfig(process.env);
  const show = asked.json ? () => undefined : print;
  const groups =
    'problems' in read ? printProblems(read.problems, show) : await printChecks(read.config, asked, show);
  const outcomes = groups.flatMap(({ checks }) => checks.map(([, outcome]) => outcome));
  print(asked.json ? jsonOf(groups) : `\n${summaryOf(outcomes)}`);
  return outcomes.some((outcome) => 'finding' in outcome && !outcome.finding.isOk) ? 1 : 0;
}

function printProblems(
  problems: Parameters<typeof problemOutcomes>[0],
  show: typeof print,
): readonly CheckedGroup[] {
  const checks = problemOutcomes(problems);
  show('Configuration');
  for (const [name, outcome] of checks) show(linesOf(name, outcome));
  show('\nSlack, Box and the store can be checked once these are set.');
  return [{ title: 'Configuration', checks }];
}

async function printChecks(
  config: Config,
  { offline }: Options,
  show: typeof print,
): Promise<readonly CheckedGroup[]> {
  const outside = (checks: readonly Check[]) =>
    offline ? checks.map((check) => skipped(check, 'not checked, because of --offline')) : checks;
  const groups: readonly (readonly [string, readonly Check[]])[] = [
    ['Configuration', configurationChecks(config)],
    ['Slack', outside(slackChecks(config))],
    ['Box', outside(boxChecks(config))],
    ['This machine', [...storeChecks(config), ...portChecks(config)]],
  ];
  const running = runChecks(groups.flatMap(([, checks]) => checks));
  const checked: CheckedGroup[] = [];
  for (const [index, [title, checks]] of groups.entries()) {
    show(index === 0 ? title : `\n${title}`);
    const outcomes: (readonly [string, Outcome])[] = [];
    for (const { name } of checks) {
      const outcome = await running.get(name);
      if (outcome === undefined) continue;
      show(linesOf(name, outcome));
      outcomes.push([name, outcome]);
    }
    checked.push({ title, checks: outcomes });
  }
  return checked;
}

process.exit(await main());
