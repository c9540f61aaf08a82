/**
 * `npm run chaos [-- --scenario NAME|all] [--requests N] [--seed S] [--postgres] [--webhooks]`: people send, sign,
 * decline, cancel, forward and remind while things go wrong as the scenario says. Then nothing fails any longer, and
 * the invariants are checked. The seed decides what people do and what fails, so a run can be repeated but for its
 * timing.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { databaseUrl } from '../../bench/world.ts';
import { type Outcome, run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'random' },
    requests: { type: 'string' },
    seed: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    webhooks: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const given = values.requests === undefined ? null : Number(values.requests);
if (!Number.isSafeInteger(seed) || (given !== null && (!Number.isSafeInteger(given) || given < 1)))
  fail('--seed and --requests are whole numbers.');
const chosen = scenarios.filter(({ name }) => values.scenario === 'all' || values.scenario === name);
if (chosen.length === 0)
  fail(`--scenario is one of ${scenarios.map(({ name }) => name).join(', ')}, or all.`);

let isAnyBroken = false;
for (const scenario of chosen) {
  const isPostgres = scenario.store === 'postgres' || (values.postgres && scenario.store === 'either');
  if (isPostgres && databaseUrl === undefined) {
    if (values.scenario !== 'all') fail(`${scenario.name} needs TEST_DATABASE_URL.`);
    process.stdout.write(`${scenario.name}: left out, because it needs TEST_DATABASE_URL\n`);
    continue;
  }
  const requests = given ?? scenario.requests;
  const where =
    isPostgres && scenario.processes === 2
      ? 'two processes on PostgreSQL'
      : `one process on ${isPostgres ? 'PostgreSQL' : 'SQLite'}`;
  process.stdout.write(
    `${scenario.name}, seed ${seed}: ${scenario.what}; ${requests} requests, ${where}${values.webhooks ? ', webhooks on' : ''}\n`,
  );
  const startedAt = performance.now();
  const outcome = await run(scenario, { seed, requests, isPostgres, hasWebhooks: values.webhooks });
  report(scenario, outcome, performance.now() - startedAt);
}
process.exitCode = isAnyBroken ? 1 : 0;

function report({ name }: Scenario, { lines, breaches }: Outcome, ms: number): void {
  const broken = [...breaches].filter(([, whom]) => whom.length > 0);
  isAnyBroken ||= broken.length > 0;
  const all = [
    ...lines,
    ...broken.flatMap(([invariant, whom]) => [
      `✗ ${invariant}: ${whom.length}`,
      ...whom.map((one) => `    ${one}`),
    ]),
    broken.length === 0
      ? '✓ everything is as it must be'
      : `repeat with --scenario ${name} --seed ${seed}${given === null ? '' : ` --requests ${given}`}${values.postgres ? ' --postgres' : ''}${values.webhooks ? ' --webhooks' : ''}`,
    `${(ms / 1000).toFixed(0)} s`,
  ];
  process.stdout.write(`${all.map((line) => `  ${line}`).join('\n')}\n`);
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
