/**
 * `npm run doctor`: checks the configuration against the live Slack and Box, and changes nothing. Exits with status 0
 * when the app would work, with 1 when something is wrong. Prints no secret.
 */
import { config as readDotenv } from 'dotenv';
import { type Config, readConfig } from '../config/config.ts';
import { boxChecks } from './doctor/box.ts';
import { type Check, type Outcome, runChecks } from './doctor/check.ts';
import { configurationChecks, problemOutcomes } from './doctor/configuration.ts';
import { portChecks } from './doctor/port.ts';
import { linesOf, summaryOf } from './doctor/report.ts';
import { slackChecks } from './doctor/slack.ts';
import { storeChecks } from './doctor/store.ts';

const usage = `npm run doctor: checks the configuration against Slack and Box, and changes nothing.
It takes no arguments; it reads the environment and .env, as npm start does.
Marks: ✓ right, ✗ wrong, ! works but needs attention, – not checked. Status: 0, or 1 when something is wrong.`;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    print(usage);
    return args.every((arg) => arg === '--help' || arg === '-h') ? 0 : 1;
  }
  readDotenv({ quiet: true });
  const read = readConfig(process.env);
  const outcomes = 'problems' in read ? await printProblems(read.problems) : await printChecks(read.config);
  print(`\n${summaryOf(outcomes)}`);
  return outcomes.some((outcome) => 'finding' in outcome && !outcome.finding.isOk) ? 1 : 0;
}

async function printProblems(problems: Parameters<typeof problemOutcomes>[0]): Promise<readonly Outcome[]> {
  print('Configuration');
  const outcomes = problemOutcomes(problems);
  for (const [name, outcome] of outcomes) print(linesOf(name, outcome));
  print('\nSlack, Box and the store can be checked once these are set.');
  return outcomes.map(([, outcome]) => outcome);
}

async function printChecks(config: Config): Promise<readonly Outcome[]> {
  const groups: readonly (readonly [string, readonly Check[]])[] = [
    ['Configuration', configurationChecks(config)],
    ['Slack', slackChecks(config)],
    ['Box', boxChecks(config)],
    ['This machine', [...storeChecks(config), ...portChecks(config)]],
  ];
  const running = runChecks(groups.flatMap(([, checks]) => checks));
  const outcomes: Outcome[] = [];
  for (const [index, [title, checks]] of groups.entries()) {
    print(index === 0 ? title : `\n${title}`);
    for (const { name } of checks) {
      const outcome = await running.get(name);
      if (outcome === undefined) continue;
      print(linesOf(name, outcome));
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

process.exit(await main(process.argv.slice(2)));
