/**
 * `npm run bench [-- ROW…]`: measures, prints each figure beside its goal, and writes them to `bench/results.json`.
 * A missed goal is no failure: another machine, or a busy one, has other figures.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure, Row } from './row.ts';
import { rows } from './rows.ts';
import { databaseUrl, type StoreName } from './world.ts';

interface Result extends Omit<Figure, 'value'> {
  readonly row: string;
  readonly store: StoreName;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

const resultsFile = fileURLToPath(new URL('../../bench/results.json', import.meta.url));

/** Measures a row on a store, as often as the row says. Returns the least, median and greatest value of each figure. */
async function measureRow(row: Row, store: StoreName): Promise<readonly Result[]> {
  const rounds: (readonly Figure[])[] = [];
  for (let round = 0; round < row.rounds; round += 1) rounds.push(await row.measure(store));
  return (rounds[0] ?? []).map(({ value: _value, ...figure }, index) => {
    const values = rounds.map((figures) => figures[index]?.value ?? Number.NaN).sort((a, b) => a - b);
    const at = (place: number): number => values[place] ?? Number.NaN;
    const last = values.length - 1;
    const median = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
    const short = (value: number): number => Number(value.toPrecision(3));
    return {
      row: row.name,
      store,
      ...figure,
      min: short(at(0)),
      median: short(median),
      max: short(at(last)),
    };
  });
}

/** A result as a printed line. */
function line({ what, unit, min, median, max, goal }: Result): string {
  const isMet =
    goal === undefined ||
    (goal.is === 'at least'
      ? median >= goal.value
      : goal.is === 'at most'
        ? median <= goal.value
        : median === goal.value);
  const beside = goal ? `${isMet ? '✓' : '✗'} ${goal.is} ${goal.value}` : '';
  const spread = min === max ? '' : `${min} – ${max}`;
  return `  ${what.padEnd(44)}${String(median).padStart(8)} ${unit.padEnd(9)} ${spread.padEnd(18)} ${beside}`;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(1);
}
const results: Result[] = [];
for (const row of rows.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  for (const store of row.stores) {
    if (store === 'postgres' && databaseUrl === undefined) {
      process.stdout.write(`${row.name} on PostgreSQL: not measured (no BENCH_DATABASE_URL)\n`);
      continue;
    }
    process.stdout.write(`${row.name} on ${store === 'sqlite' ? 'the embedded store' : 'PostgreSQL'}\n`);
    const found = await measureRow(row, store);
    results.push(...found);
    process.stdout.write(`${found.map(line).join('\n')}\n`);
  }
}
writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
